import { Fragment, useState, type FormEvent } from "react";
import { Icon } from "../../../../trace/icon";
import type { Client } from "../../client";
import { Ago, bringOnce, Clock, Empty, focusOnce } from "../../parts/bits";
import { useFilters } from "../../parts/filters";
import { List, Unchosen } from "../../parts/list";
import { ListAndPage } from "../../parts/list-and-page";
import { Coded, wordsFor } from "../../parts/words";
import { ProblemView } from "../../parts/problem";
import { useAct } from "../../parts/use-act";
import { usePages } from "../../parts/use-pages";
import type { PageProps } from "../../shell/places";
import { address } from "../../shell/router";
import { keys, type ApiKey } from "./api";

const kRefreshMs = 10_000;
const kDays = [["30", "30 days"], ["90", "90 days"], ["365", "a year"], ["", "until it is revoked"]];

const kStates: Record<ApiKey["state"], [string, string]> = { in_use: ["In use", "good"], expired: ["Expired", "soft"], revoked: ["Revoked", "soft"] };

// The bearer tokens of programs. #/keys, …/new, …/{id}
export function ApiKeys({ client, session, route: [id] }: PageProps) {
  const filters = useFilters({ q: "" }, ["q"]);
  const { q } = filters.wanted;
  const pages = usePages((before, signal) => keys.list(client, q, before, signal), [client, q], kRefreshMs);
  const isNew = id === "new";
  const chosen = pages.value?.find((key) => key.id === id);
  const list = (
    <List<ApiKey> title="API keys" what="API keys" route="keys" chosen={id} found={pages}
      aside={<a href={address("keys", "new")}>Make a key</a>}
      search={{ label: "Search API keys", placeholder: "Search names", value: filters.now.q, onChange: (q) => filters.set({ q }) }}
      isFiltered={filters.isAny} onClear={filters.clear}
      empty={<Empty title="There is no API key yet">A program that calls the API in the name of {session.tenantName} has one, and may what it says. <a href={address("keys", "new")}>Make a key</a> for the first.</Empty>}
      parts={[{ label: "API keys", items: pages.value ?? [] }]}
      entry={({ id, name, state, permissions, used_at }) => ({
        id, who: name, aside: <StatePill state={state} />, text: permissions.map(wordsFor).join(", "), foot: used_at ? <>used <Ago at={used_at} /></> : "never used",
      })} />
  );
  return (
    <ListAndPage list={list} isChosen={!!id}>
      <section className="page" aria-label="API key">
        {id && <a className="back" href={address("keys")}><Icon name="back" /> All API keys</a>}
        {isNew && pages.first && <KeyForm client={client} permissions={pages.first.permissions} onMade={pages.reload} />}
        {!id && <Unchosen title="Choose a key">Or <a href={address("keys", "new")}>make a new one</a>.</Unchosen>}
        {id && !isNew && pages.value && (chosen ? <KeyView key={id} client={client} apiKey={chosen} onRevoked={pages.reload} /> : <Empty title="There is no such key among these" />)}
      </section>
    </ListAndPage>
  );
}

function StatePill({ state }: { state: ApiKey["state"] }) {
  const [label, tone] = kStates[state];
  return <span className={`pill ${tone}`}>{label}</span>;
}

function KeyView({ client, apiKey: { id, name, state, permissions, by, made_at, expires_at, used_at }, onRevoked }: { client: Client; apiKey: ApiKey; onRevoked: () => void }) {
  const [asked, setAsked] = useState(false);
  const { act, busy, failure } = useAct(onRevoked);
  return (
    <header className="page-head">
      <div className="page-title"><h2 tabIndex={-1} ref={bringOnce}>{name}</h2><StatePill state={state} /></div>
      <dl className="facts">
        <div><dt>Made by</dt><dd>{by}</dd></div>
        <div><dt>Made</dt><dd><Clock at={made_at} /></dd></div>
        <div><dt>Last used</dt><dd>{used_at ? <Clock at={used_at} /> : "never"}</dd></div>
        <div><dt>Ends</dt><dd>{expires_at ? <Clock at={expires_at} /> : "when it is revoked"}</dd></div>
        <div><dt>May</dt><dd>{permissions.map((word, index) => <Fragment key={word}>{index > 0 && ", "}<Coded code={word} /></Fragment>)}</dd></div>
      </dl>
      {state === "in_use" && !asked && <div className="actions"><button type="button" onClick={() => setAsked(true)}>Revoke {name}</button></div>}
      {state === "in_use" && asked && (
        <div className="ask" role="group" aria-label="Revoke">
          <p>Whatever uses it is refused from then on.</p>
          <button type="button" className="primary" autoFocus disabled={busy} onClick={() => void act(() => keys.revoke(client, id))}>Revoke it</button>
          <button type="button" onClick={() => setAsked(false)}>Keep it</button>
        </div>
      )}
      {failure && <ProblemView problem={failure} />}
    </header>
  );
}

function KeyForm({ client, permissions, onMade }: { client: Client; permissions: string[]; onMade: () => void }) {
  const [name, setName] = useState("");
  const [days, setDays] = useState("90");
  const [chosen, setChosen] = useState<string[]>([]);
  const [token, setToken] = useState("");
  const { act, busy, failure } = useAct(onMade);

  function make(event: FormEvent) {
    event.preventDefault();
    setToken("");
    void act(async () => {
      const made = await keys.make(client, { name: name.trim(), permissions: chosen, ...(days && { days: Number(days) }) });
      setToken(made.token);
      setName("");
      setChosen([]);
    });
  }
  return (
    <div className="sections">
    <section aria-labelledby="make-key">
      <h2 id="make-key">Make a key</h2>
      <form onSubmit={make}>
        <label>What it is for<input required maxLength={80} value={name} autoComplete="off" onChange={(event) => setName(event.target.value)} /></label>
        <fieldset className="roles">
          <legend>What it may</legend>
          {permissions.map((word) => (
            <label key={word} className="check">
              <input type="checkbox" checked={chosen.includes(word)} onChange={({ target: { checked } }) => setChosen(checked ? [...chosen, word] : chosen.filter((one) => one !== word))} />
              <span><Coded code={word} /></span>
            </label>
          ))}
        </fieldset>
        <label>How long
          <select value={days} onChange={(event) => setDays(event.target.value)}>
            {kDays.map(([value, words]) => <option key={value} value={value}>{words}</option>)}
          </select>
        </label>
        <button className="primary" disabled={busy || chosen.length === 0}>Make the key</button>
      </form>
      {failure && <ProblemView problem={failure} />}
      {token && (
        <div className="once" role="status" tabIndex={-1} ref={focusOnce}>
          <p><b>This is the key.</b> It is stored nowhere and not shown again.</p>
          <code>{token}</code>
        </div>
      )}
    </section>
    </div>
  );
}
