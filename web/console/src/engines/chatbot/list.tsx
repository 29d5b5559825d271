import { useEffect, useState } from "react";
import type { Client, Problem } from "../../client";
import { Ago, Empty, Loading, OwnerPill } from "../../parts/bits";
import { ProblemView } from "../../parts/problem";
import { asProblem, useLoaded } from "../../parts/use-loaded";
import { address } from "../../shell/router";
import { api, type Conversation, type Page } from "./api";

const kRefreshMs = 3_000;
const kFilters = [
  ["", "All"],
  ["pending_human", "Waiting"],
  ["human", "With a person"],
  ["bot", "Bot"],
  ["resolved", "Resolved"],
] as const;

// The newest conversations, refreshed by itself; older ones a page at a time.
export function List({ client, chosen }: { client: Client; chosen?: string }) {
  const [status, setStatus] = useState("");
  const { value: first, problem, reload } = useLoaded((signal) => api.list(client, status, null, signal), [client, status], kRefreshMs);
  const older = useOlder(client, status, first);

  const fresh = first?.items ?? [];
  const ids = new Set(fresh.map(({ id }) => id));
  const items = [...fresh, ...older.items.filter(({ id }) => !ids.has(id))];
  return (
    <section className="list" aria-label="Conversations">
      <h2>Conversations</h2>
      <div className="filters" role="group" aria-label="Show">
        {kFilters.map(([value, label]) => (
          <button key={value} type="button" aria-pressed={status === value} onClick={() => setStatus(value)}>{label}</button>
        ))}
      </div>
      {problem && <ProblemView problem={problem} onRetry={reload} />}
      {!first && !problem && <Loading what="conversations" />}
      {first && !items.length && (
        <Empty title={status ? "None of these" : "No conversation yet"}>{!status && <>They appear here as soon as somebody writes to the <a href="/">demo page</a>.</>}</Empty>
      )}
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

function Entry({ conversation, chosen }: { conversation: Conversation; chosen: boolean }) {
  const { id, status, owner, last_message: last, updated_at, handoff, turns } = conversation;
  const speakers: Record<string, string> = { customer: "", bot: "Bot: ", person: "Colleague: ", system: "" };
  return (
    <a className="entry" href={address("conversations", id)} aria-current={chosen ? "true" : undefined}>
      <span className="entry-head"><OwnerPill owner={status} by={owner} /><Ago at={updated_at} /></span>
      <span className="entry-text">{last ? (speakers[last.role] ?? "") + last.text : "Nothing said yet"}</span>
      <span className="entry-foot">{handoff && status === "pending_human" ? handoff.reason : `${turns} turn${turns === 1 ? "" : "s"} · ${id}`}</span>
    </a>
  );
}

function useOlder(client: Client, status: string, first?: Page) {
  const [pages, setPages] = useState<{ items: Conversation[]; next?: string | null; problem?: Problem }>({ items: [] });
  useEffect(() => setPages({ items: [] }), [client, status]);
  const next = pages.next === undefined ? first?.next : pages.next;
  async function load() {
    if (!next) return;
    try {
      const page = await api.list(client, status, next);
      setPages(({ items }) => ({ items: [...items, ...page.items], next: page.next }));
    } catch (error) {
      setPages((before) => ({ ...before, problem: asProblem(error) }));
    }
  }
  return { ...pages, next, load };
}
