import { useState, type FormEvent } from "react";
import type { Client } from "../../client";
import { newId } from "../../parts/new-id";
import { ProblemView } from "../../parts/problem";
import { useAct } from "../../parts/use-act";
import { webhooks, type EventType, type Webhook } from "./api";

// Adds a webhook, or changes the one that is given.
export function WebhookForm({ client, types, webhook, onDone }: { client: Client; types: EventType[]; webhook?: Webhook; onDone: (webhook: Webhook) => void }) {
  const [url, setUrl] = useState(webhook?.url ?? "");
  const [description, setDescription] = useState(webhook?.description ?? "");
  const [chosen, setChosen] = useState<string[]>(webhook?.types ?? []);
  const [key, setKey] = useState(newId); // until one came through
  const { act, busy, failure } = useAct();

  function submit(event: FormEvent) {
    event.preventDefault();
    void act(async () => {
      const wish = { url: url.trim(), description: description.trim(), types: chosen };
      const done = webhook ? await webhooks.change(client, webhook.id, wish, key) : await webhooks.add(client, wish, key);
      setKey(newId());
      onDone(done);
    });
  }
  return (
    <div className="sections">
      <section aria-labelledby="webhook-form">
        <h2 id="webhook-form">{webhook ? "Change it" : "Add a webhook"}</h2>
        <form className="hook-form" onSubmit={submit}>
          <label>Address<input required type="url" maxLength={2000} placeholder="https://" value={url} autoComplete="off" onChange={(event) => setUrl(event.target.value)} /></label>
          <label>What it is for<input maxLength={200} value={description} autoComplete="off" onChange={(event) => setDescription(event.target.value)} /></label>
          <fieldset className="roles">
            <legend>What it is told; nothing chosen: all of it</legend>
            {types.map(({ type, description: words }) => (
              <label key={type} className="check">
                <input type="checkbox" checked={chosen.includes(type)} onChange={({ target: { checked } }) => setChosen(checked ? [...chosen, type] : chosen.filter((one) => one !== type))} />
                <span><code>{type}</code> <span className="fine">{words}</span></span>
              </label>
            ))}
          </fieldset>
          <button className="primary" disabled={busy}>{webhook ? "Save" : "Add it"}</button>
        </form>
        {failure && <ProblemView problem={failure} />}
      </section>
    </div>
  );
}
