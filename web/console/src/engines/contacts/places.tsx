import type { Place } from "../../shell/places";
import { Contacts } from "./contacts";

export default [
  { route: "contacts", label: "Contacts", icon: "person", order: 12, needs: "contacts.read", Page: ({ client, route: [id] }) => <Contacts client={client} id={id} /> },
] satisfies Place[];
