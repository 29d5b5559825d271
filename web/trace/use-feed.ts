import { useEffect, useMemo, useReducer, useRef, useState } from "react";
import { Feed, type FeedState } from "../wire/feed";
import { typingIn, type Message, type StreamEvent } from "../wire/types";

export interface Followed {
  events: StreamEvent[]; // stored ones, oldest first
  drafts: Map<string, string>; // replies still being written, by message id
  guestWrites: boolean; // at this moment
  state: FeedState;
  status?: number; // of the answer that ended it, in the state "gone"
}

// Follows one conversation with its trace; nothing while `conversation` is undefined.
export function useFeed(conversation: { id: string; token: string } | undefined): Followed {
  const [tick, bump] = useReducer((count: number) => count + 1, 0);
  const [state, setState] = useState<{ state: FeedState; status?: number }>({ state: "connecting" });
  const seen = useRef<Seen>(nothing());
  const { id, token } = conversation ?? {};

  useEffect(() => {
    seen.current = nothing();
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
        const typing = typingIn(event);
        if (typing?.role === "customer") setTimeout(bump, typing.ms + 50);
      },
      onRestart: () => {
        seen.current.drafts.clear();
        bump();
      },
      onState: (state, status) => setState({ state, status }),
    });
    return () => feed.stop();
  }, [id, token]);

  return useMemo(() => ({ events: [...seen.current.events], drafts: new Map(seen.current.drafts), guestWrites: seen.current.guestWritesUntil > Date.now(), ...state }), [tick, state]);
}

interface Seen {
  events: StreamEvent[];
  drafts: Map<string, string>;
  guestWritesUntil: number;
}

function nothing(): Seen {
  return { events: [], drafts: new Map(), guestWritesUntil: 0 };
}

function keep(seen: Seen, event: StreamEvent): void {
  const typing = typingIn(event);
  if (typing) {
    if (typing.role === "customer") seen.guestWritesUntil = Date.now() + typing.ms;
    return;
  }
  const of = String(event.data.message);
  if (event.type === "message.delta") seen.drafts.set(of, (seen.drafts.get(of) ?? "") + event.data.text);
  else if (event.type === "message.reset") seen.drafts.delete(of);
  else if (event.n === 0) {
    if (event.type === "message") {
      const message = event.data.message as Message;
      seen.drafts.delete(message.id);
      if (message.role === "customer") seen.guestWritesUntil = 0;
    }
    seen.events.push(event);
  }
}
