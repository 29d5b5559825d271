import { useCallback, useEffect, useRef, useState } from "react";
import type { Client } from "../../client";
import { api, type Colleague } from "./api";

const kEveryMs = 4_000;
const kTypingMs = 5_000;

// Tells the others that this person looks at the conversation, and who else does. Not for who is never in one.
export function usePresence(client: Client, id: string, isForThem: boolean): { others: Colleague[]; typed: () => void } {
  const [others, setOthers] = useState<Colleague[]>([]);
  const lastKey = useRef(0);
  const tell = useRef<() => void>(() => {});
  useEffect(() => {
    if (!isForThem) return;
    const stopper = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const run = async () => {
      clearTimeout(timer);
      try {
        if (document.visibilityState !== "hidden") {
          const found = await api.bePresent(client, id, Date.now() - lastKey.current < kTypingMs, stopper.signal);
          if (!stopper.signal.aborted) setOthers(found);
        }
      } catch {
        // only a warning is lost
      }
      if (!stopper.signal.aborted) timer = setTimeout(run, kEveryMs);
    };
    tell.current = () => void run();
    void run();
    return () => {
      stopper.abort();
      clearTimeout(timer);
    };
  }, [client, id, isForThem]);
  const typed = useCallback(() => {
    const isFirst = Date.now() - lastKey.current > kTypingMs;
    lastKey.current = Date.now();
    if (isFirst) tell.current();
  }, []);
  return { others, typed };
}
