import { useState } from "react";
import { Icon } from "../../../../trace/icon";
import type { Client } from "../../client";
import { Clock, Empty, focusOnce, Loading } from "../../parts/bits";
import { useFilters, useSeen } from "../../parts/filters";
import { List, Unchosen } from "../../parts/list";
import { ListAndPage } from "../../parts/list-and-page";
import { wordsFor } from "../../parts/words";
import { ProblemView } from "../../parts/problem";
import { useLoaded } from "../../parts/use-loaded";
import { usePages } from "../../parts/use-pages";
import { address, go } from "../../shell/router";
import { api, type AuditFilter, type Entry } from "./api";
import { VerdictView } from "./verdict";

const kRefreshMs = 10_000;

const kNone: AuditFilter = { q: "", principal: "", deed: "", subject: "" };

// #/audit, …/{number}, …/check
export function Audit({ client, id }: { client: Client; id?: string }) {
  const filters = useFilters<AuditFilter>(kNone, ["q", "principal", "deed", "subject"]);
  const [names, setNames] = useState<Record<string, string>>({}); // who is signed in as what, by the name that people know
  const wanted = { ...filters.wanted, principal: names[filters.wanted.principal] ?? filters.wanted.principal };
  const pages = usePages((before, signal) => api.audit(client, wanted, before, signal), [client, JSON.stringify(wanted)], kRefreshMs);
  const entries = pages.value ?? [];
  const people = useSeen(entries.map(({ actor }) => actor));
  const deeds = useSeen(entries.map(({ deed }) => deed));
  const fresh = entries.filter(({ actor, principal }) => names[actor] !== principal);
  if (fresh.length) setNames({ ...names, ...Object.fromEntries(fresh.map(({ actor, principal }) => [actor, principal])) });

  const field = (label: string, name: keyof AuditFilter, known?: string[]) => (
    <label>
      {label} <input value={filters.now[name]} maxLength={200} placeholder="any" list={known && `known-${name}`} spellCheck={false} autoCapitalize="off"
        onChange={(event) => filters.set({ [name]: event.target.value })} />
      {known && <datalist id={`known-${name}`}>{known.map((one) => <option key={one} value={one} />)}</datalist>}
    </label>
  );
  const list = (
    <List<Entry> title="Audit" what="the audit" route="audit" chosen={id} found={pages}
      lead={<div className="search"><a className="button" href={address("audit", "check")}>Check that nothing was changed</a></div>}
      search={{ label: "Search the audit", placeholder: "Search deeds and subjects", value: filters.now.q, onChange: (q) => filters.set({ q }) }}
      filters={<>{field("Person", "principal", people)}{field("Deed", "deed", deeds)}{field("Subject", "subject")}</>}
      note={filters.isAny && entries.length > 0 && <p className="list-note"><button type="button" onClick={filters.clear}>Clear the filters</button></p>}
      isFiltered={filters.isAny} onClear={filters.clear}
      empty={<Empty title="Nothing was done yet">Whatever people do here is written down, and stays.</Empty>}
      parts={[{ label: "Deeds", items: entries }]}
      entry={({ number, actor, at, deed, subject }) => ({ id: String(number), who: actor, aside: <Clock at={at} />, text: <>{wordsFor(deed)} <code className="fine">{deed}</code></>, foot: subject || "of nothing in particular" })} />
  );
  const only = (filter: Partial<AuditFilter>) => {
    filters.set({ ...kNone, ...filter });
    go("audit");
  };
  return (
    <ListAndPage list={list} isChosen={!!id}>
      <section className="page" aria-label="Entry">
        {id && <a className="back" href={address("audit")}><Icon name="back" /> All entries</a>}
        {!id && <Unchosen title="Choose an entry" />}
        {id === "check" && <VerdictView client={client} />}
        {id && id !== "check" && <EntryView key={id} client={client} number={Number(id)} onOnly={only} />}
      </section>
    </ListAndPage>
  );
}

function EntryView({ client, number, onOnly }: { client: Client; number: number; onOnly: (filter: Partial<AuditFilter>) => void }) {
  const { value: entry, problem, reload } = useLoaded((signal) => (number > 0 ? api.entry(client, number, signal) : Promise.resolve(null)), [client, number]);
  if (entry === null) return <Empty title="There is no such entry" />;
  if (!entry) return problem ? <ProblemView problem={problem} onRetry={reload} /> : <Loading what="the entry" />;
  const { at, actor, principal, deed, subject, detail } = entry;
  return (
    <>
      <header className="page-head">
        <div className="page-title"><h2 tabIndex={-1} ref={focusOnce}>{wordsFor(deed)}</h2><code>{deed}</code><span className="fine">entry {number}</span></div>
        <dl className="facts">
          <div><dt>Who</dt><dd>{actor} {actor !== principal && <code>{principal}</code>}</dd></div>
          <div><dt>When</dt><dd><time dateTime={at}>{new Date(at).toLocaleString()}</time></dd></div>
          {subject && <div><dt>What</dt><dd><Subject subject={subject} /></dd></div>}
        </dl>
        <div className="actions" role="group" aria-label="Show only">
          <button type="button" onClick={() => onOnly({ principal: actor })}>All by {actor}</button>
          <button type="button" onClick={() => onOnly({ deed })}>All of this deed</button>
          {subject && <button type="button" onClick={() => onOnly({ subject })}>All of this subject</button>}
        </div>
      </header>
      <Detail detail={detail} />
    </>
  );
}

const kPlaces: Record<string, string> = { config: "configuration", approval: "decisions", work: "work", conversation: "conversations", engagement: "board", user: "people" };

// Leads to where it is shown, if there is such a place.
function Subject({ subject }: { subject: string }) {
  const slash = subject.indexOf("/");
  const place = kPlaces[subject.slice(0, slash)];
  return place ? <a href={address(place, subject.slice(slash + 1))}>{subject}</a> : <code>{subject}</code>;
}

function Detail({ detail }: { detail: Entry["detail"] }) {
  const known = Object.entries(detail ?? {}).filter(([, value]) => value !== "" && value !== null);
  if (!known.length) return null;
  return (
    <dl className="record detail" aria-label="Details">
      {known.map(([name, value]) => <div key={name}><dt>{name.replace(/_/g, " ")}</dt><dd>{typeof value === "object" ? JSON.stringify(value) : String(value)}</dd></div>)}
    </dl>
  );
}
