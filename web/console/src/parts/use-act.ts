import { useState } from "react";
import type { Problem } from "../client";
import { asProblem } from "./use-loaded";

// One thing at a time, with what went wrong of the last.
export function useAct(after: () => void = () => {}) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Problem>();
  async function act(work: () => Promise<unknown>) {
    setBusy(true);
    setFailure(undefined);
    try {
      await work();
      after();
    } catch (error) {
      setFailure(asProblem(error));
    } finally {
      setBusy(false);
    }
  }
  return { act, busy, failure };
}
