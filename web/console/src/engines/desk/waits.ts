import { address } from "../../shell/router";
import type { Waiting } from "../inbox/waits";
import { useAtHand } from "./at-hand";

// What this person can decide.
function useWaits() {
  const { pending, isKnown } = useAtHand();
  const mine = (pending ?? []).filter(({ may_answer }) => may_answer);
  const items = mine.map(({ id, summary, asked_by, asked_at, due_at, is_escalated }) => ({
    id, title: asked_by, text: summary, since: asked_at, to: address("decisions", id),
    foot: `${is_escalated ? "expires" : "to be decided by"} ${new Date(due_at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" })}`,
  }));
  return { items: isKnown ? items : undefined, count: mine.length, news: mine.length };
}

export default { label: "Decisions", icon: "check", useWaits } satisfies Waiting;
