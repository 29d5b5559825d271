import { useEffect, useState } from "react";
import { Icon } from "../../../../trace/icon";
import type { Client, Problem } from "../../client";
import { Ago, Empty, Loading, OwnerPill, Since } from "../../parts/bits";
import { ProblemView } from "../../parts/problem";
import { asProblem, useLoaded } from "../../parts/use-loaded";
import { address } from "../../shell/router";
import { api, nameOf, type Conversation, type Filter, type Page } from "./api";
import { useAttention } from "./attention";

const kRefreshMs = 3_000;
const kSearchAfterMs = 300;
const kTabs: [string, Filter][] = [
  ["All", {}],
  ["Waiting", { status: "pending_human", order: "waiting" }],
  ["Mine", { mine: "1" }],
  ["With a person", { status: "human" }],
  ["Bot", { status: "bot" }],
  ["Resolved", { status: "resolved" }],
];
const kOutcomes = [["", "any"], ["done", "something was booked or changed"], ["handed_over", "people were asked"], ["talked", "only talked"]];

// Who waits longest stands first, then the last touched; refreshed by itself, older ones a page at a time.
export function List({ client, chosen }: { client: Client; chosen?: string }) {
  const [tab, setTab] = useState("All");
  const [more, setMore] = useState<Filter>({});
  const [day, setDay] = useState("");
  const [typed, setTyped] = useState("");
  const q = useLater(typed.trim(), kSearchAfterMs);
  const { inbox, waiting, round } = useAttention();
  const filter: Filter = { ...kTabs.find(([name]) => name === tab)![1], ...more, ...daySpan(day), ...(q && { q }) };
  const key = JSON.stringify(filter);
  const { value: first, problem, reload } = useLoaded((signal) => api.list(client, filter, null, signal), [client, key], kRefreshMs);
  const older = useOlder(client, filter, key, first);
  useEffect(reload, [round]); // what this person did shows at once

  const isPlain = tab === "All" && !q && !day && !more.queue && !more.outcome;
  const lead = isPlain ? waiting : [];
  const seen = new Set(lead.map(({ id }) => id));
  const items = [...lead];
  for (const one of [...(first?.items ?? []), ...older.items]) {
    if (!seen.has(one.id)) items.push(one);
    seen.add(one.id);
  }
  const queues = useSeen(items.map(({ queue }) => queue));
  const counts: Record<string, number | undefined> = { Waiting: inbox?.waiting, Mine: inbox?.mine, "With a person": inbox?.with_people };
  const isFiltered = !!q || !!day || !!more.queue || !!more.outcome;
  function clear() {
    setTyped("");
    setDay("");
    setMore({});
  }
  return (
    <section className="list" aria-label="Conversations">
      <div className="list-head">
        <h2>Conversations</h2>
        <Alerts />
      </div>
      {!!inbox?.waiting && (
        <p className="queue-line">
          {inbox.waiting === 1 ? "1 guest waits for a person: " : `${inbox.waiting} guests wait for a person, the longest: `}
          {inbox.longest_since && <Since at={inbox.longest_since} />}
        </p>
      )}
      <div className="search">
        <input type="search" id="search" aria-label="Search conversations" placeholder="Search words, names, codes" value={typed} maxLength={200} onChange={(event) => setTyped(event.target.value)} />
        <details className="more-filters">
          <summary>Filters</summary>
          <label>Day <input type="date" value={day} onChange={(event) => setDay(event.target.value)} /></label>
          <label>Queue <input value={more.queue ?? ""} maxLength={100} placeholder="any" list="queues" onChange={(event) => setMore({ ...more, queue: event.target.value || undefined })} /></label>
          <datalist id="queues">{queues.map((name) => <option key={name} value={name} />)}</datalist>
          <label>Outcome
            <select value={more.outcome ?? ""} onChange={(event) => setMore({ ...more, outcome: event.target.value || undefined })}>
              {kOutcomes.map(([value, label]) => <option key={value} value={value}>{label}</option>)}
            </select>
          </label>
        </details>
      </div>
      <div className="filters" role="group" aria-label="Show">
        {kTabs.map(([name]) => (
          <button key={name} type="button" aria-pressed={tab === name} onClick={() => setTab(name)}>{name}{!!counts[name] && <b className="count">{counts[name]}</b>}</button>
        ))}
      </div>
      {problem && <ProblemView problem={problem} onRetry={reload} />}
      {!first && !problem && <Loading what="conversations" />}
      {first && !items.length && <Nothing tab={tab} isFiltered={isFiltered} onClear={clear} />}
      {first && !first.is_all && <p className="fine list-note" role="status">Older conversations are still being read for the search; what is missing appears by itself.</p>}
      <ul>
        {items.map((conversation) => (
          <li key={conversation.id}><Entry conversation={conversation} chosen={conversation.id === chosen} /></li>
        ))}
      </ul>
      {older.problem && <ProblemView problem={older.problem} />}
      {older.next && <button type="button" className="more" onClick={older.load}>Show older ones</button>}
    </section>
  );
}

function Nothing({ tab, isFiltered, onClear }: { tab: string; isFiltered: boolean; onClear: () => void }) {
  if (isFiltered) return <div className="empty"><p><b>Nothing fits</b></p><p>Try fewer words, or the beginning of one.</p><button type="button" onClick={onClear}>Clear search and filters</button></div>;
  const told: Record<string, [string, string]> = {
    Waiting: ["Nobody waits", "Who asks for a person appears here, the longest first. Switch alerts on to hear of it."],
    Mine: ["You have taken none over", "Open one that waits and press “Take over”."],
    "With a person": ["Nobody of you is in a conversation", "Taken over ones appear here."],
    Bot: ["The bot has none just now", "Look under Resolved, or at All."],
    Resolved: ["None is resolved yet", "“Resolve” in a conversation closes it; the guest’s next message opens it again."],
  };
  const [title, text] = told[tab] ?? ["No conversation yet", ""];
  return <Empty title={title}>{text || <>They appear here as soon as somebody writes to the <a href="/">demo page</a>.</>}</Empty>;
}

function Alerts() {
  const { alerts, setAlerts } = useAttention();
  return (
    <button type="button" className="alerts" aria-pressed={alerts} title="A sound, and a notification while this page is in the background" onClick={() => setAlerts(!alerts)}>
      <Icon name={alerts ? "bell" : "quiet"} /> Alerts {alerts ? "on" : "off"}
    </button>
  );
}

function Entry({ conversation, chosen }: { conversation: Conversation; chosen: boolean }) {
  const { id, status, owner, last_message: last, updated_at, handoff, turns, since } = conversation;
  const { unread } = useAttention();
  const isNew = unread.has(id) && !chosen;
  const speakers: Record<string, string> = { customer: "", bot: "Bot: ", person: "Colleague: ", system: "" };
  return (
    <a className={`entry ${isNew ? "new" : ""}`} href={address("conversations", id)} data-id={id} aria-current={chosen ? "true" : undefined}>
      <span className="entry-head"><b className="entry-name">{isNew && <span className="dot"><span className="unseen">New: </span></span>}{nameOf(conversation)}</b>{status === "pending_human" ? <Since at={since} /> : <Ago at={updated_at} />}</span>
      <span className="entry-text">{lineOf(conversation) ?? (last ? (speakers[last.role] ?? "") + last.text : "Nothing said yet")}</span>
      <span className="entry-foot"><OwnerPill owner={status} by={owner} /> {handoff && status === "pending_human" ? handoff.reason : `${turns} turn${turns === 1 ? "" : "s"}`}</span>
    </a>
  );
}

// Of one who waits what they want counts, and not what the bot said to that.
function lineOf({ status, handoff, last_message: last }: Conversation): string | undefined {
  return status === "pending_human" && last?.role === "bot" ? handoff?.summary.replace(/^The customer said: /, "") : undefined;
}

// From the local midnight to the next.
function daySpan(day: string): Filter {
  const from = new Date(`${day}T00:00`);
  if (!day || isNaN(+from)) return {};
  const until = new Date(from);
  until.setDate(until.getDate() + 1);
  return { from: +from, until: +until };
}

// All the names that were met since the page was opened, in their order.
function useSeen(names: string[]): string[] {
  const [seen, setSeen] = useState<string[]>([]);
  const fresh = [...new Set(names)].filter((name) => name && !seen.includes(name));
  if (fresh.length) setSeen([...seen, ...fresh].sort());
  return seen;
}

function useLater<T>(value: T, ms: number): T {
  const [late, setLate] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLate(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return late;
}

function useOlder(client: Client, filter: Filter, key: string, first?: Page) {
  const [pages, setPages] = useState<{ items: Conversation[]; next?: string | null; problem?: Problem }>({ items: [] });
  useEffect(() => setPages({ items: [] }), [client, key]);
  const next = pages.next === undefined ? first?.next : pages.next;
  async function load() {
    if (!next) return;
    try {
      const page = await api.list(client, filter, next);
      setPages(({ items }) => ({ items: [...items, ...page.items], next: page.next }));
    } catch (error) {
      setPages((before) => ({ ...before, problem: asProblem(error) }));
    }
  }
  return { ...pages, next, load };
}
