import { useState } from "react";
import type { Client } from "../../client";
import { Allowed } from "../../parts/allowed";
import { Ask } from "../../parts/ask";
import { Ago, Clock, Empty, focusOnce, Loading, Since } from "../../parts/bits";
import type { EntryProps } from "../../parts/list";
import { newId } from "../../parts/new-id";
import { ProblemView } from "../../parts/problem";
import { useAct } from "../../parts/use-act";
import { useLoaded } from "../../parts/use-loaded";
import { api, type Errand, type ErrandState } from "./api";

const kRefreshMs = 3_000;
const kStates: Record<ErrandState, [string, string]> = {
  running: ["under way", "busy"],
  stopping: ["stopping", "warn"],
  finished: ["finished", "good"],
  stopped: ["stopped", "soft"],
  failed: ["failed", "bad"],
};

// In the list of work and in its addresses, where a piece of work is a bare number.
export const idOf = ({ number }: Errand) => `e${number}`;
export const errandIn = (id: string | undefined) => (id && /^e\d+$/.test(id) ? Number(id.slice(1)) : undefined);
export const isUnderWay = ({ ended_at }: Errand) => !ended_at;

export function errandEntry(errand: Errand): EntryProps {
  return {
    id: idOf(errand),
    who: errand.title,
    aside: <Ago at={errand.started_at} />,
    text: isUnderWay(errand) ? <Progress errand={errand} /> : errand.error || `by ${errand.started_by}`,
    foot: <><Pill errand={errand} /> {isUnderWay(errand) ? amount(errand) : <Clock at={errand.ended_at!} />}</>,
  };
}

function Pill({ errand: { state } }: { errand: Errand }) {
  const [word, tone] = kStates[state] ?? [state, "soft"];
  return <span className={`pill ${tone}`}>{word}</span>;
}

// Nobody knows how far it is where it has no total: then the bar only says that something goes on.
function Progress({ errand: { title, done, total } }: { errand: Errand }) {
  return <progress className="errand-bar" aria-label={`How far: ${title}`} {...(total ? { max: total, value: Math.min(done, total) } : {})} />;
}

const amount = ({ done, total }: Errand) => (total === null ? `${done.toLocaleString()} done` : `${done.toLocaleString()} of ${total.toLocaleString()}`);

const kSizes = ["bytes", "kB", "MB", "GB", "TB"];
function measured(unit: string, many: number): string {
  if (unit !== "bytes") return `${many.toLocaleString()} ${unit.replace(/_/g, " ")}`;
  const step = many < 1000 ? 0 : Math.min(Math.floor(Math.log10(many) / 3), kSizes.length - 1);
  return `${(many / 1000 ** step).toLocaleString([], { maximumFractionDigits: step ? 1 : 0 })} ${kSizes[step]}`;
}
const costs = (cost: Record<string, number>) => Object.entries(cost).map(([unit, many]) => measured(unit, many)).join(", ");

export function ErrandView({ client, number, onChanged }: { client: Client; number: number; onChanged: () => void }) {
  const { value: errand, problem, reload } = useLoaded((signal) => api.errand(client, number, signal), [client, number], kRefreshMs);
  const [asked, setAsked] = useState(false);
  const { act, busy, failure } = useAct();
  const [key, setKey] = useState(newId); // until one came through

  const stop = () => void act(async () => {
    try {
      await api.stopErrand(client, number, key);
      setKey(newId());
    } finally {
      setAsked(false);
      reload();
      onChanged();
    }
  });

  if (!errand && problem?.status === 404) return <Empty title="There is no such long work">It may have ended long ago and be forgotten.</Empty>;
  if (!errand) return problem ? <ProblemView problem={problem} onRetry={reload} /> : <Loading what="the long work" />;
  return (
    <header className="page-head">
      <div className="page-title">
        <h2 tabIndex={-1} ref={focusOnce}>{errand.title}</h2>
        <Pill errand={errand} />
      </div>
      <div className="errand-way">
        {isUnderWay(errand) && <Progress errand={errand} />}
        <p>{amount(errand)}{errand.saying && <span className="fine"> {errand.saying}</span>}</p>
      </div>
      <Facts errand={errand} />
      <Ending errand={errand} />
      {errand.state === "stopping" && <p>It stops when the piece under way is done.</p>}
      {errand.state === "running" && (
        <Allowed to="stopErrand" otherwise={<p className="hint">Somebody who manages work can stop it.</p>}>
          {asked ? (
            <Ask label="Stop" question="The piece under way is still done, and what was done stays." yes="Stop it" no="Let it go on" busy={busy} onYes={stop} onNo={() => setAsked(false)} />
          ) : (
            <div className="actions"><button type="button" disabled={busy} onClick={() => setAsked(true)}>Stop</button></div>
          )}
        </Allowed>
      )}
      {failure && <ProblemView problem={failure} />}
      {problem && <ProblemView problem={problem} onRetry={reload} />}
    </header>
  );
}

function Facts({ errand }: { errand: Errand }) {
  const cost = costs(errand.cost), budget = costs(errand.budget);
  return (
    <dl className="facts">
      <div><dt>Started</dt><dd><Clock at={errand.started_at} /></dd></div>
      <div><dt>By</dt><dd>{errand.started_by}</dd></div>
      {isUnderWay(errand) ? <div><dt>Last moved on</dt><dd><Since at={errand.moved_at} /></dd></div> : <div><dt>Ended</dt><dd><Clock at={errand.ended_at!} /></dd></div>}
      {cost && <div><dt>Cost</dt><dd>{cost}</dd></div>}
      {budget && <div><dt>Budget</dt><dd>{budget}</dd></div>}
      {Object.entries(resultOf(errand)).map(([name, value]) => <div key={name}><dt>{name.replace(/_/g, " ")}</dt><dd>{String(value)}</dd></div>)}
      <div><dt>Kind</dt><dd><code>{errand.kind}</code></dd></div>
    </dl>
  );
}

function resultOf({ result }: Errand): Record<string, unknown> {
  if (result === null || result === undefined) return {};
  return typeof result === "object" && !Array.isArray(result) ? (result as Record<string, unknown>) : { Result: result };
}

function Ending({ errand: { state, error, stopped_by } }: { errand: Errand }) {
  if (state === "stopped") return <p>{stopped_by === "budget" ? "It was stopped because its budget is spent." : `${stopped_by} stopped it.`} What was done stays.</p>;
  if (!error) return null;
  return (
    <div className="why-failed">
      <h3>{state === "failed" ? "Why it failed" : "What went wrong since it last moved on"}</h3>
      <p>{error}</p>
    </div>
  );
}
