import type { Place } from "../../shell/places";
import { AttentionProvider, useAttention } from "./attention";
import { forgetDrafts } from "./drafts";
import { Conversations } from "./page";

export default [
  {
    route: "conversations",
    label: "Conversations",
    icon: "speech",
    order: 10,
    needs: "conversations.read",
    Page: ({ client, session, route: [id] }) => <Conversations client={client} by={session.name} id={id} />,
    Badge: Unread,
    Around: ({ client, session, children }) => <AttentionProvider client={client} tenant={session.tenant}>{children}</AttentionProvider>,
    forget: forgetDrafts,
  },
] satisfies Place[];

function Unread() {
  const { unread } = useAttention();
  return unread.size > 0 && <b className="count">{unread.size}<span className="unseen"> new</span></b>;
}
