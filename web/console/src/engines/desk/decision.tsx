import { useMemo, useRef, useState, type ComponentType } from "react";
import type { Client } from "../../client";
import { Allowed, useMay } from "../../parts/allowed";
import { Clock, focusOnce, Loading } from "../../parts/bits";
import { newId } from "../../parts/new-id";
import { Coded } from "../../parts/words";
import { ProblemView } from "../../parts/problem";
import { useAct } from "../../parts/use-act";
import { useLoaded } from "../../parts/use-loaded";
import { api, type Approval, type ApprovalState } from "./api";

const kRefreshMs = 5_000;
const kStates: Record<ApprovalState, [string, string]> = {
  pending: ["waiting", "warn"],
  approved: ["approved", "good"],
  rejected: ["rejected", "bad"],
  withdrawn: ["withdrawn", "soft"],
  expired: ["expired", "soft"],
  voided: ["void", "soft"],
};

// What an engine shows of its kind of approval, so that who decides sees what would be done. It says by `onSeen` which
// hash it has shown; nothing is approved before.
export interface SubjectProps {
  client: Client;
  approval: Approval;
  onSeen: (hash: string) => void;
}

// By kind, from each engine's `subjects.tsx`.
const kSubjects: Record<string, ComponentType<SubjectProps>> = Object.assign({}, ...Object.values(
  import.meta.glob<{ default: Record<string, ComponentType<SubjectProps>> }>("../*/subjects.tsx", { eager: true })).map((module) => module.default));

export function StatePill({ approval: { state, is_escalated } }: { approval: Approval }) {
  const [word, tone] = kStates[state] ?? [state, "soft"];
  return <span className={`pill ${tone}`}>{state === "pending" && is_escalated ? "waiting, escalated" : word}</span>;
}

export function Decision({ client, id, onChanged }: { client: Client; id: string; onChanged: () => void }) {
  const { value: approval, problem, reload } = useLoaded((signal) => api.approval(client, id, signal), [client, id], kRefreshMs);
  const [seen, setSeen] = useState<string>();
  const { act, busy, failure } = useAct();

  // Also where it failed: then it is most likely another's by now.
  const decide = (verb: () => Promise<unknown>) => void act(async () => {
    try {
      await verb();
    } finally {
      reload();
      onChanged();
    }
  });

  const mayAnswer = useMay()("answerApproval") && approval?.may_answer;
  if (!approval) return problem ? <ProblemView problem={problem} onRetry={reload} /> : <Loading what="the decision" />;
  const Subject = kSubjects[approval.kind];
  const waits = approval.state === "pending";
  return (
    <>
      <header className="page-head">
        <div className="page-title">
          <h2 tabIndex={-1} ref={focusOnce}>{approval.summary}</h2>
          <StatePill approval={approval} />
        </div>
        <dl className="facts">
          <div><dt>Asked by</dt><dd>{approval.asked_by}{approval.is_own && " (you)"}</dd></div>
          <div><dt>Asked</dt><dd><Clock at={approval.asked_at} /></dd></div>
          {waits && <div><dt>{approval.is_escalated ? "Expires" : "To be decided by"}</dt><dd><Clock at={approval.due_at} /></dd></div>}
          <div><dt>What for</dt><dd><Coded code={approval.kind} /></dd></div>
        </dl>
        <p role="status" hidden={!outcome(approval)}>{outcome(approval)}{approval.answered_at && <span className="fine"> <Clock at={approval.answered_at} /></span>}</p>
        {failure && <ProblemView problem={failure} />}
        {problem && <ProblemView problem={problem} onRetry={reload} />}
        {waits && approval.is_own && <Own client={client} approval={approval} busy={busy} onDecide={decide} />}
        {waits && !approval.is_own && !mayAnswer && <p>Somebody else decides this, who has the permission: <Coded code={approval.permission} />.</p>}
        {waits && mayAnswer && <Answer client={client} approval={approval} seen={Subject ? seen : approval.subject_hash} busy={busy} onDecide={decide} />}
      </header>
      {Subject && <Subject client={client} approval={approval} onSeen={setSeen} />}
    </>
  );
}

function outcome({ state, reason, answered_by, is_escalated }: Approval): string {
  const why = reason && `: ${reason}`;
  switch (state) {
    case "pending": return is_escalated ? "Nobody has decided in time. It can still be decided until it expires." : "";
    case "approved": return `${answered_by} approved it${why || "."}`;
    case "rejected": return `${answered_by} rejected it${why || "."}`;
    case "withdrawn": return `${answered_by} withdrew it${why || "."}`;
    default: return reason;
  }
}

interface VerbProps {
  client: Client;
  approval: Approval;
  busy: boolean;
  onDecide: (verb: () => Promise<unknown>) => void;
}

function Own({ client, approval: { id }, busy, onDecide }: VerbProps) {
  const key = useMemo(newId, [id]);
  return (
    <div className="ask">
      <p>You have asked for this, so a second person decides.</p>
      <Allowed to="withdrawApproval"><button type="button" disabled={busy} onClick={() => onDecide(() => api.withdraw(client, id, key))}>Withdraw</button></Allowed>
    </div>
  );
}

function Answer({ client, approval: { id, subject_hash }, seen, busy, onDecide }: VerbProps & { seen?: string }) {
  const [reason, setReason] = useState("");
  const [isMissed, setMissed] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const key = useMemo(newId, [id, reason]);

  function answer(approves: boolean, hash: string) {
    if (!approves && !reason.trim()) {
      setMissed(true);
      field.current?.focus();
      return;
    }
    onDecide(() => api.answer(client, id, { approves, reason: reason.trim(), subject_hash: hash }, `${key}-${approves ? "yes" : "no"}`));
  }
  return (
    <form className="actions" onSubmit={(event) => event.preventDefault()}>
      <label className="wide">
        Why
        <input ref={field} value={reason} maxLength={2000} aria-describedby="why-decided" aria-invalid={isMissed && !reason.trim()} onChange={(event) => setReason(event.target.value)} />
      </label>
      <button type="button" className="primary" disabled={busy || !seen} onClick={() => seen && answer(true, seen)}>Approve</button>
      <button type="button" disabled={busy} onClick={() => answer(false, subject_hash)}>Reject</button>
      <p id="why-decided" className={isMissed && !reason.trim() ? "needed" : "fine"} role="status">Needed to reject; who asked reads it.</p>
    </form>
  );
}
