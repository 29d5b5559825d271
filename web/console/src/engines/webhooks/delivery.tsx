import { useState } from "react";
import type { Client } from "../../client";
import { Clock, focusOnce, Loading } from "../../parts/bits";
import { newId } from "../../parts/new-id";
import { ProblemView } from "../../parts/problem";
import { useAct } from "../../parts/use-act";
import { useLoaded } from "../../parts/use-loaded";
import { address } from "../../shell/router";
import { webhooks, type Webhook } from "./api";
import { OutcomePill } from "./webhook";

const kRefreshMs = 5_000;

export function DeliveryView({ client, webhook, number }: { client: Client; webhook: Webhook; number: number }) {
  const { value, problem, reload } = useLoaded((signal) => webhooks.delivery(client, webhook.id, number, signal), [client, webhook.id, number], kRefreshMs);
  const [key, setKey] = useState(newId); // until one came through
  const { act, busy, failure } = useAct(reload);
  const again = () => void act(async () => {
    await webhooks.again(client, webhook.id, number, key);
    setKey(newId());
  });

  if (!value) return problem ? <ProblemView problem={problem} onRetry={reload} /> : <Loading what="what was sent" />;
  return (
    <header className="page-head">
      <div className="page-title">
        <h2 tabIndex={-1} ref={focusOnce}>{value.type}</h2>
        <OutcomePill state={value.state} />
      </div>
      <dl className="facts">
        <div><dt>To</dt><dd><a href={address("webhooks", webhook.id)}>{webhook.description || webhook.url}</a></dd></div>
        <div><dt>Its webhook-id</dt><dd><code>{value.message}</code></dd></div>
        <div><dt>Happened</dt><dd><Clock at={value.asked_at} /></dd></div>
        {value.settled_at && <div><dt>Settled</dt><dd><Clock at={value.settled_at} /></dd></div>}
      </dl>
      {value.state !== "waiting" && (
        <div className="actions">
          <button type="button" className="primary" disabled={busy || webhook.state !== "active"} onClick={again}>{value.state === "delivered" ? "Send it again" : "Try again"}</button>
        </div>
      )}
      <h3>Attempts</h3>
      {value.attempts.length === 0 && <p>It was not sent yet.</p>}
      <ol className="attempts" aria-label="Attempts" reversed>
        {value.attempts.map(({ number: attempt, at, status, error, took_ms }) => (
          <li key={attempt}><Clock at={at} />: {status ?? "no answer"} in {took_ms} ms{error && <span className="fine"> {error}</span>}</li>
        ))}
      </ol>
      {failure && <ProblemView problem={failure} />}
      {problem && <ProblemView problem={problem} onRetry={reload} />}
    </header>
  );
}
