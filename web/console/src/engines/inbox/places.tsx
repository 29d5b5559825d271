import type { Place } from "../../shell/places";
import { Inbox, InboxCount } from "./inbox";
import "./inbox.css";

export default [{ route: "inbox", label: "Inbox", icon: "inbox", order: 8, needs: "approvals.read", Page: Inbox, Badge: InboxCount }] satisfies Place[];
