import { useCallback, useEffect, useRef, useState } from "react";
import { Problem } from "../client";

export interface Loaded<T> {
  value?: T;
  problem?: Problem;
  reload: () => void;
}

// Loads when `keys` change, and again every `everyMs` while the page is seen. What was shown stays until the next
// answer; a failed refresh is told beside it.
export function useLoaded<T>(load: (signal: AbortSignal) => Promise<T>, keys: unknown[], everyMs?: number): Loaded<T> {
  const [state, setState] = useState<{ value?: T; problem?: Problem }>({});
  const latest = useRef(load);
  latest.current = load;
  const [round, setRound] = useState(0);
  const reload = useCallback(() => setRound((count) => count + 1), []);

  useEffect(() => setState({}), keys);
  useEffect(() => {
    const stopper = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const run = async () => {
      try {
        if (document.visibilityState !== "hidden") {
          const value = await latest.current(stopper.signal);
          if (!stopper.signal.aborted) setState({ value });
        }
      } catch (error) {
        if (!stopper.signal.aborted) setState((before) => ({ ...before, problem: asProblem(error) }));
      }
      if (everyMs && !stopper.signal.aborted) timer = setTimeout(run, everyMs);
    };
    void run();
    return () => {
      stopper.abort();
      clearTimeout(timer);
    };
  }, [...keys, round, everyMs]);
  return { ...state, reload };
}

export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem(0, "Something went wrong on this page", String(error));
}
