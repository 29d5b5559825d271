import { useEffect, useMemo, useReducer, useRef, useState } from "react";
import { Feed, type FeedState } from "../wire/feed";
import type { StreamEvent } from "../wire/types";

export interface Followed {
  events: StreamEvent[]; // stored ones, oldest first
  drafts: Map<string, string>; // replies still being written, by message id
  state: FeedState;
  status?: number; // of the answer that ended it, in the state "gone"
}

// Follows one conversation with its trace; nothing while `conversation` is undefined.
export function useFeed(conversation: { id: string; token: string } | undefined): Followed {
  const [tick, bump] = useReducer((count: number) => count + 1, 0);
  const [state, setState] = useState<{ state: FeedState; status?: number }>({ state: "connecting" });
  const seen = useRef<{ events: StreamEvent[]; drafts: Map<string, string> }>({ events: [], drafts: new Map() });
  const { id, token } = conversation ?? {};

  useEffect(() => {
    seen.current = { events: [], drafts: new Map() };
    setState({ state: "connecting" });
    bump();
    if (!id || !token) return;
    const feed = new Feed({
      url: `/v1/conversations/${encodeURIComponent(id)}/events`,
      token: () => token,
      trace: true,
      onEvent: (event) => {
        keep(seen.current, event);
        bump();
      },
      onRestart: () => {
        seen.current.drafts.clear();
        bump();
      },
      onState: (state, status) => setState({ state, status }),
    });
    return () => feed.stop();
  }, [id, token]);

  return useMemo(() => ({ events: [...seen.current.events], drafts: new Map(seen.current.drafts), ...state }), [tick, state]);
}

function keep(seen: { events: StreamEvent[]; drafts: Map<string, string> }, event: StreamEvent): void {
  const of = String(event.data.message);
  if (event.type === "message.delta") seen.drafts.set(of, (seen.drafts.get(of) ?? "") + event.data.text);
  else if (event.type === "message.reset") seen.drafts.delete(of);
  else if (event.n === 0) {
    if (event.type === "message") seen.drafts.delete((event.data.message as { id: string }).id);
    seen.events.push(event);
  }
}
