import type { Place } from "../../shell/places";
import { Webhooks } from "./webhooks";
import "./webhooks.css";

export default [
  { route: "webhooks", label: "Webhooks", icon: "bell", order: 45, needs: "webhooks.manage", Page: ({ client, route: [id, number] }) => <Webhooks client={client} id={id} number={number} /> },
] satisfies Place[];
