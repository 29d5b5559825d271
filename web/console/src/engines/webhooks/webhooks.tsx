import { useState } from "react";
import { Icon } from "../../../../trace/icon";
import type { Client } from "../../client";
import { Empty, Loading } from "../../parts/bits";
import { ListAndPage } from "../../parts/list-and-page";
import { ProblemView } from "../../parts/problem";
import { listKeys, useShortcuts } from "../../parts/shortcuts";
import { useLoaded } from "../../parts/use-loaded";
import { address, go } from "../../shell/router";
import { webhooks, type Webhook } from "./api";
import { DeliveryView } from "./delivery";
import { WebhookForm } from "./form";
import { WebhookView } from "./webhook";

const kRefreshMs = 5_000;
const kNew = "new";
const kStates: Record<Webhook["state"], [string, string]> = { active: ["active", "good"], paused: ["paused", "soft"], disabled: ["disabled", "bad"] };

export function StatePill({ webhook: { state, failing_since } }: { webhook: Webhook }) {
  const [word, tone] = state === "active" && failing_since ? ["does not arrive", "warn"] : kStates[state];
  return <span className={`pill ${tone}`}>{word}</span>;
}

// #/webhooks, …/new, …/{id}, …/{id}/{number of a delivery}
export function Webhooks({ client, id, number }: { client: Client; id?: string; number?: string }) {
  const { value, problem, reload } = useLoaded((signal) => webhooks.list(client, signal), [client], kRefreshMs);
  const [typed, setTyped] = useState("");
  const words = typed.trim().toLowerCase();
  const items = value?.items.filter(({ url, description }) => `${url} ${description}`.toLowerCase().includes(words));
  const chosen = value?.items.find((one) => one.id === id);
  useShortcuts(listKeys("webhooks", id));
  const list = (
    <section className="list" aria-label="Webhooks">
      <div className="list-head"><h2>Webhooks</h2><a className="button" href={address("webhooks", kNew)}>Add</a></div>
      <div className="search"><input type="search" id="search" aria-label="Find a webhook" placeholder="Find" value={typed} onChange={(event) => setTyped(event.target.value)} /></div>
      {problem && <ProblemView problem={problem} onRetry={reload} />}
      {!value && !problem && <Loading what="webhooks" />}
      {items?.length === 0 && <Empty title={words ? "Nothing fits" : "There is no webhook yet"}>{words ? "An address or a description has it." : "Add an address, and it is told what happens here."}</Empty>}
      <ul aria-label="Webhooks">
        {items?.map((webhook) => (
          <li key={webhook.id}>
            <a className="entry" href={address("webhooks", webhook.id)} data-id={webhook.id} aria-current={webhook.id === id ? "true" : undefined}>
              <span className="entry-head"><b className="who">{webhook.description || hostOf(webhook.url)}</b></span>
              <span className="entry-text">{webhook.url}</span>
              <span className="entry-foot"><StatePill webhook={webhook} /> {webhook.types.length ? webhook.types.join(", ") : "all events"}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
  return (
    <ListAndPage list={list} isChosen={!!id}>
      <section className="page" aria-label={id === kNew ? "New webhook" : "Webhook"}>
        {id && <a className="back" href={number ? address("webhooks", id) : address("webhooks")}><Icon name="back" /> {number ? "The webhook" : "All webhooks"}</a>}
        {id === kNew && value ? (
          <WebhookForm client={client} types={value.types} onDone={({ id }) => { reload(); go("webhooks", id); }} />
        ) : chosen && value && number ? (
          <DeliveryView key={number} client={client} webhook={chosen} number={Number(number)} />
        ) : chosen && value ? (
          <WebhookView key={id} client={client} webhook={chosen} types={value.types} onChanged={reload} />
        ) : (
          value && <Empty title={id ? "There is no such webhook" : "Choose a webhook"}><kbd>j</kbd> and <kbd>k</kbd> move through the list.</Empty>
        )}
      </section>
    </ListAndPage>
  );
}

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}
