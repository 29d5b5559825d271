import { useState } from "react";
import type { Client } from "../../client";
import { Ask } from "../../parts/ask";
import { bringOnce, Clock, Empty, focusOnce, Loading } from "../../parts/bits";
import { newId } from "../../parts/new-id";
import { ProblemView } from "../../parts/problem";
import { useAct } from "../../parts/use-act";
import { usePages } from "../../parts/use-pages";
import { address, go } from "../../shell/router";
import { webhooks, type Delivery, type EventType, type Outcome, type Webhook } from "./api";
import { WebhookForm } from "./form";
import { StatePill } from "./webhooks";

const kRefreshMs = 5_000;
const kTabs: [string, Outcome | ""][] = [["All", ""], ["Waiting", "waiting"], ["Failed", "failed"], ["Delivered", "delivered"], ["Dropped", "dropped"]];
const kTones: Record<Outcome, string> = { waiting: "warn", delivered: "good", failed: "bad", dropped: "soft" };

export const OutcomePill = ({ state }: { state: Outcome }) => <span className={`pill ${kTones[state]}`}>{state}</span>;

export function WebhookView({ client, webhook, types, onChanged }: { client: Client; webhook: Webhook; types: EventType[]; onChanged: () => void }) {
  const [open, setOpen] = useState<"change" | "remove" | "rotate">();
  const [secrets, setSecrets] = useState<{ secret: string; old_secret: string | null }>();
  const [key, setKey] = useState(newId); // until one came through
  const { act, busy, failure } = useAct(onChanged);

  const change = (verb: string, then: () => void = () => {}) => void act(async () => {
    await webhooks.act(client, webhook.id, verb, key);
    setKey(newId());
    setSecrets(undefined);
    then();
  });
  const isActive = webhook.state === "active";
  return (
    <>
      <header className="page-head">
        <div className="page-title">
          <h2 tabIndex={-1} ref={bringOnce}>{webhook.description || webhook.url}</h2>
          <StatePill webhook={webhook} />
        </div>
        <dl className="facts">
          <div><dt>Address</dt><dd><code>{webhook.url}</code></dd></div>
          <div><dt>Is told</dt><dd>{webhook.types.length ? webhook.types.join(", ") : "all events"}</dd></div>
          <div><dt>Since</dt><dd><Clock at={webhook.added_at} /></dd></div>
          {webhook.failing_since && <div><dt>Nothing arrives since</dt><dd><Clock at={webhook.failing_since} /></dd></div>}
          {webhook.old_secret_until && <div><dt>The old secret is good until</dt><dd><Clock at={webhook.old_secret_until} /></dd></div>}
        </dl>
        {webhook.state === "disabled" && <div className="why-failed"><h3>Why it is disabled</h3><p>{webhook.reason}</p></div>}
        <div className="actions">
          {isActive ? <button type="button" disabled={busy} onClick={() => change("test")}>Send a test</button>
            : <button type="button" className="primary" disabled={busy} onClick={() => change("resume")}>Resume</button>}
          {isActive && <button type="button" disabled={busy} onClick={() => change("pause")}>Pause</button>}
          <button type="button" aria-expanded={open === "change"} onClick={() => setOpen(open === "change" ? undefined : "change")}>Change</button>
          <button type="button" disabled={busy} onClick={() => void act(async () => setSecrets(await webhooks.secret(client, webhook.id)))}>Show the secret</button>
          <button type="button" disabled={busy || !!webhook.old_secret_until} onClick={() => setOpen("rotate")}>New secret</button>
          <button type="button" disabled={busy} onClick={() => setOpen("remove")}>Remove</button>
        </div>
        {open === "remove" && (
          <Ask label="Remove" question="It is told nothing any more, and what was sent is forgotten." yes="Remove it" no="Keep it" busy={busy}
            onYes={() => change("remove", () => go("webhooks"))} onNo={() => setOpen(undefined)} />
        )}
        {open === "rotate" && (
          <Ask label="New secret" question="Who receives has to know the new secret. The one of now is good for a while yet, and then no more." yes="Make a new one" no="Keep this one" busy={busy}
            onYes={() => change("rotate", () => setOpen(undefined))} onNo={() => setOpen(undefined)} />
        )}
        {secrets && (
          <div className="once" role="status" tabIndex={-1} ref={focusOnce}>
            <p><b>This is the secret.</b> Who receives checks signatures with it. The audit says that you looked.</p>
            <code>{secrets.secret}</code>
            {secrets.old_secret && <><p>The one before, good until <Clock at={webhook.old_secret_until ?? ""} />:</p><code>{secrets.old_secret}</code></>}
          </div>
        )}
        {failure && <ProblemView problem={failure} />}
      </header>
      {open === "change" && <WebhookForm client={client} types={types} webhook={webhook} onDone={() => { setOpen(undefined); onChanged(); }} />}
      <Deliveries client={client} id={webhook.id} />
    </>
  );
}

function Deliveries({ client, id }: { client: Client; id: string }) {
  const [state, setState] = useState<Outcome | "">("");
  const { value, problem, reload, more } = usePages((before, signal) => webhooks.deliveries(client, id, state, before, signal), [client, id, state], kRefreshMs);
  return (
    <section className="detail" aria-labelledby="deliveries">
      <h3 id="deliveries">What was sent</h3>
      <div className="filters" role="group" aria-label="Show">
        {kTabs.map(([label, tab]) => <button key={label} type="button" aria-pressed={state === tab} onClick={() => setState(tab)}>{label}</button>)}
      </div>
      {problem && <ProblemView problem={problem} onRetry={reload} />}
      {!value && !problem && <Loading what="what was sent" />}
      {value?.length === 0 && <Empty title={state ? "Nothing fits" : "Nothing was sent yet"}>{state ? undefined : "Send a test to see whether it arrives."}</Empty>}
      <ul className="deliveries" aria-label="What was sent">{value?.map((one) => <li key={one.number}><Entry id={id} delivery={one} /></li>)}</ul>
      {more && <button type="button" className="more" onClick={more}>Show older ones</button>}
    </section>
  );
}

const Entry = ({ id, delivery: { number, type, state, asked_at } }: { id: string; delivery: Delivery }) => (
  <a className="entry" href={address("webhooks", id, String(number))}>
    <span className="entry-head"><b className="who">{type}</b><Clock at={asked_at} /></span>
    <span className="entry-foot"><OutcomePill state={state} /></span>
  </a>
);
