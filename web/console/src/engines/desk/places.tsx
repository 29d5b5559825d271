import type { Place } from "../../shell/places";
import { AtHandProvider, FailedCount, PendingCount } from "./at-hand";
import { Audit } from "./audit";
import { Decisions } from "./decisions";
import { Work } from "./work";
import "./desk.css";

export default [
  {
    route: "decisions",
    label: "Decisions",
    icon: "check",
    order: 15,
    needs: "approvals.read",
    Page: ({ client, route: [id] }) => <Decisions client={client} id={id} />,
    Badge: PendingCount,
    Around: AtHandProvider,
  },
  {
    route: "work",
    label: "Work",
    icon: "clock",
    order: 42,
    needs: "work.read",
    Page: ({ client, route: [number] }) => <Work client={client} id={number} />,
    Badge: FailedCount,
  },
  {
    route: "audit",
    label: "Audit",
    icon: "list",
    order: 43,
    needs: "audit.read",
    Page: ({ client, route: [number] }) => <Audit client={client} id={number} />,
  },
] satisfies Place[];
