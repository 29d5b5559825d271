import { address } from "../../shell/router";
import type { Waiting } from "../inbox/waits";
import { nameOf, type Conversation } from "./api";
import { useAttention } from "./attention";
import { lineOf } from "./list";

// Guests who wait for a person, and those of one's own who have written since one has.
function useWaits() {
  const { inbox, waiting, mine, unread, isKnown } = useAttention();
  const unanswered = mine.filter(({ last_message }) => last_message?.role === "customer");
  const item = (one: Conversation, since: string, foot: string) => ({ id: one.id, title: nameOf(one), text: lineOf(one) ?? one.last_message?.text ?? "", since, foot, to: address("conversations", one.id) });
  const items = [
    ...waiting.map((one) => item(one, one.since, one.handoff?.reason ?? "waits for a person")),
    ...unanswered.map((one) => item(one, one.last_message!.at, "has written to you")),
  ];
  return { items: isKnown ? items : undefined, count: (inbox?.waiting ?? waiting.length) + unanswered.length, news: unread.size };
}

export default { label: "Conversations", icon: "speech", useWaits } satisfies Waiting;
