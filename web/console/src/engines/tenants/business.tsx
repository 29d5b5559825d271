import { useState, type FormEvent } from "react";
import type { Client } from "../../client";
import { useMay } from "../../parts/allowed";
import { Clock, focusOnce, Loading } from "../../parts/bits";
import { newId } from "../../parts/new-id";
import { ProblemView } from "../../parts/problem";
import { useAct } from "../../parts/use-act";
import { useLoaded } from "../../parts/use-loaded";
import { tenants, type TenantState } from "./api";

const kRefreshMs = 10_000;
const kStates: Record<TenantState, [string, string]> = {
  making: ["being made", "warn"], active: ["active", "good"], suspended: ["suspended", "warn"], closed: ["closed", "bad"], erased: ["erased", "soft"], given_up: ["given up", "soft"],
};
type Stop = "suspend" | "close";
const kStops: Record<Stop, { label: string; what: string; yes: string }> = {
  suspend: { label: "Suspend", what: "Nobody is served until it is resumed: its pages open no conversation, and its people cannot work in it. Its data stay.", yes: "Suspend it" },
  close: { label: "Close", what: "Nobody is served any more. Its data are kept for a while, in which it can be taken back, and are erased then; its id is never given again.", yes: "Close it" },
};

export function StatePill({ state }: { state: TenantState }) {
  const [word, tone] = kStates[state] ?? [state, "soft"];
  return <span className={`pill ${tone}`}>{word}</span>;
}

export function BusinessView({ client, id, name, onChanged }: { client: Client; id: string; name: string; onChanged: () => Promise<void> }) {
  const { value: tenant, problem, reload } = useLoaded((signal) => tenants.show(client, id, signal), [client, id], kRefreshMs);
  const [asked, setAsked] = useState<Stop>();
  const [key, setKey] = useState(newId); // until one came through
  const may = useMay();
  const { act, busy, failure } = useAct();

  const change = (verb: () => Promise<unknown>) => void act(async () => {
    await verb();
    setKey(newId());
    setAsked(undefined);
    reload();
    await onChanged();
  });
  if (!tenant) return problem ? <ProblemView problem={problem} onRetry={reload} /> : <Loading what="the business" />;
  const { state, reason, created_at, since, gone_at } = tenant;
  const hasData = state === "active" || state === "suspended" || state === "closed";
  return (
    <>
      <header className="page-head">
        <div className="page-title"><h2 tabIndex={-1} ref={focusOnce}>{name || id}</h2><StatePill state={state} /></div>
        <dl className="facts">
          <div><dt>Id</dt><dd><code>{id}</code></dd></div>
          <div><dt>Made</dt><dd><Clock at={created_at} /></dd></div>
          {state !== "active" && <div><dt>Since</dt><dd><Clock at={since} /></dd></div>}
          {reason && <div><dt>Why</dt><dd>{reason}</dd></div>}
          {gone_at && <div><dt>{state === "erased" ? "Erased" : "Its data go"}</dt><dd><Clock at={gone_at} /></dd></div>}
        </dl>
        <div className="actions">
          {(state === "suspended" || state === "closed") && may("resumeTenant") && <button type="button" className="primary" disabled={busy} onClick={() => change(() => tenants.resume(client, id, key))}>{state === "closed" ? "Take it back" : "Resume"}</button>}
          {state === "active" && may("suspendTenant") && asked !== "suspend" && <button type="button" disabled={busy} onClick={() => setAsked("suspend")}>Suspend…</button>}
          {hasData && may("exportTenant") && <button type="button" disabled={busy} onClick={() => void act(async () => save(await tenants.export(client, id), `${id}.jsonl`))}>Export all data</button>}
          {(state === "active" || state === "suspended") && may("closeTenant") && asked !== "close" && <button type="button" className="away" disabled={busy} onClick={() => setAsked("close")}>Close…</button>}
        </div>
        {asked && <StopForm key={asked} stop={asked} busy={busy} onNo={() => setAsked(undefined)} onYes={(why) => change(() => tenants[asked](client, id, why, key))} />}
        {failure && <ProblemView problem={failure} />}
        {problem && <ProblemView problem={problem} onRetry={reload} />}
      </header>
      {state === "active" && name === id && (
        <div className="detail">
          <p>It has no file yet. Deploy one with <code>client_id: {id}</code> by <code>frontdesk deploy FILE</code>, invite its people under People, and issue a key for its pages under “Tools and keys” when you work in it.</p>
        </div>
      )}
    </>
  );
}

function StopForm({ stop, busy, onYes, onNo }: { stop: Stop; busy: boolean; onYes: (why: string) => void; onNo: () => void }) {
  const [why, setWhy] = useState("");
  const { label, what, yes } = kStops[stop];
  function submit(event: FormEvent) {
    event.preventDefault();
    onYes(why.trim());
  }
  return (
    <form className="ask" aria-label={label} onSubmit={submit}>
      <p>{what}</p>
      <label className="wide">Why, for your own people<input autoFocus required maxLength={2000} value={why} onChange={(event) => setWhy(event.target.value)} /></label>
      <button className="primary" disabled={busy || !why.trim()}>{yes}</button>
      <button type="button" disabled={busy} onClick={onNo}>Leave it</button>
    </form>
  );
}

function save(data: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(data);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href)); // when the browser has taken it
}
