import { useMemo, useState, type FormEvent } from "react";
import type { Client } from "../../client";
import { newId } from "../../parts/new-id";
import { ProblemView } from "../../parts/problem";
import { useAct } from "../../parts/use-act";
import type { Tenant } from "../../shell/session";
import { api, type Card, type Move, type Stage } from "./api";
import { isAside, mayHaveBusiness, wordsOf } from "./stages";

const kVerbs: Partial<Record<Stage, string>> = { paused: "Pause", lost: "Lost", churned: "Churned" };
const kDayMs = 86_400_000;
const kDaysMax = 730;

interface MovesProps {
  client: Client;
  card: Card;
  businesses: Tenant[];
  onMoved: () => void;
}

// What can come next: the next stages at a press; what leaves the way is asked about first.
export function Moves({ client, card, businesses, onMoved }: MovesProps) {
  const [aside, setAside] = useState<Stage>();
  const [tenant, setTenant] = useState("");
  const [key] = useState(newId); // of the move away from this stage
  const { act, busy, failure } = useAct(onMoved);
  const move = (wanted: Move) => void act(() => api.move(client, card.id, { ...wanted, ...(tenant.trim() && { tenant: tenant.trim() }) }, `${key}-${wanted.to}`));
  const ahead = card.next_stages.filter((stage) => !isAside(stage));
  const away = card.next_stages.filter(isAside);
  const wantsBusiness = !card.tenant && mayHaveBusiness(card.stage);
  if (card.next_stages.length === 0) return <p>It ends here. Where the client comes back, begin a new engagement.</p>;
  return (
    <>
      {wantsBusiness && (
        <label className="business">
          Its business, once there is one
          <input value={tenant} maxLength={64} list="businesses" spellCheck={false} autoCapitalize="off" autoComplete="off" pattern="[a-z0-9][a-z0-9\-]*" onChange={(event) => setTenant(event.target.value)} />
          <datalist id="businesses">{businesses.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}</datalist>
        </label>
      )}
      <div className="actions" role="group" aria-label="Move to">
        {ahead.map((stage, index) => (
          <button key={stage} type="button" className={index === 0 ? "primary" : undefined} disabled={busy} onClick={() => move({ to: stage })}>{wordsOf(stage)}</button>
        ))}
        {away.map((stage) => <button key={stage} type="button" className="away" disabled={busy} aria-expanded={aside === stage} onClick={() => setAside(aside === stage ? undefined : stage)}>{kVerbs[stage]}…</button>)}
      </div>
      {aside && <AsideForm key={aside} stage={aside} busy={busy} onMove={move} onKeep={() => setAside(undefined)} />}
      {failure && <ProblemView problem={failure} />}
    </>
  );
}

function AsideForm({ stage, busy, onMove, onKeep }: { stage: Stage; busy: boolean; onMove: (move: Move) => void; onKeep: () => void }) {
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState("");
  const days = useMemo(() => daysUntil(until), [until]);
  const pauses = stage === "paused";

  function submit(event: FormEvent) {
    event.preventDefault();
    onMove({ to: stage, reason: reason.trim(), ...(pauses && { days }) });
  }
  return (
    <form className="ask aside" aria-label={kVerbs[stage]} onSubmit={submit}>
      <label className="wide">Why<input autoFocus required maxLength={2000} value={reason} onChange={(event) => setReason(event.target.value)} /></label>
      {pauses && <label>Until<input type="date" required min={dayIn(1)} max={dayIn(kDaysMax)} value={until} onChange={(event) => setUntil(event.target.value)} /></label>}
      {until && !days && <p className="needed" role="status">Choose a day from tomorrow on, within two years.</p>}
      <button className="primary" disabled={busy || !reason.trim() || (pauses && !days)}>{pauses ? "Pause it" : `It is ${stage}`}</button>
      <button type="button" onClick={onKeep}>Leave it</button>
    </form>
  );
}

// From today to that day, by the calendar; none for a day that is no end of a pause.
function daysUntil(day: string): number | undefined {
  const then = Date.parse(`${day}T00:00Z`);
  const days = Math.round((then - Date.parse(`${dayIn(0)}T00:00Z`)) / kDayMs);
  return days >= 1 && days <= kDaysMax ? days : undefined;
}

// Of the local calendar, as fields for dates have it.
function dayIn(days: number): string {
  const day = new Date();
  day.setDate(day.getDate() + days);
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}
