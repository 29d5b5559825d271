import { createContext, useContext, type ReactNode } from "react";
import { useLoaded } from "../../parts/use-loaded";
import type { SignedIn } from "../../shell/places";
import { may } from "../../shell/session";
import { api, type Approval, type Piece } from "./api";

// What waits for somebody, on whichever page they are. Undefined where it is not known, as for who may not see it.
export interface AtHand {
  isKnown: boolean; // otherwise nothing has been heard yet
  pending?: Approval[];
  failed?: Piece[];
  reload: () => void;
}

const kEveryMs = 5_000;

const Context = createContext<AtHand>({ isKnown: true, reload() {} });
export const useAtHand = () => useContext(Context);

export function AtHandProvider({ client, session, children }: SignedIn & { children: ReactNode }) {
  const { value, reload } = useLoaded(async (signal) => {
    const [pending, failed] = await Promise.allSettled([
      may(session, "approvals.read") ? api.pending(client, signal) : undefined,
      may(session, "work.read") ? api.failed(client, signal) : undefined,
    ]);
    return { pending: pending.status === "fulfilled" ? pending.value : undefined, failed: failed.status === "fulfilled" ? failed.value : undefined };
  }, [client], kEveryMs);
  return <Context.Provider value={{ isKnown: !!value, ...value, reload }}>{children}</Context.Provider>;
}

export function PendingCount() {
  return <Count of={useAtHand().pending} what="to decide" />;
}

export function FailedCount() {
  return <Count of={useAtHand().failed} what="failed" />;
}

function Count({ of, what }: { of?: unknown[]; what: string }) {
  return !!of?.length && <b className="count">{of.length}<span className="unseen"> {what}</span></b>;
}
