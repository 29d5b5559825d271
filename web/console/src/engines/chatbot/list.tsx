import { useEffect, type ReactNode } from "react";
import { Icon } from "../../../../trace/icon";
import type { Client } from "../../client";
import { useMay } from "../../parts/allowed";
import { Ago, Empty, OwnerPill, Since } from "../../parts/bits";
import { useFilters, useSeen } from "../../parts/filters";
import { List, type EntryProps } from "../../parts/list";
import { usePages } from "../../parts/use-pages";
import { api, nameOf, type Conversation, type Filter } from "./api";
import { useAttention } from "./attention";

const kRefreshMs = 3_000;
const kAll = "All";
const kTabs: [string, Filter][] = [
  [kAll, {}],
  ["Waiting", { status: "pending_human", order: "waiting" }],
  ["Mine", { mine: "1" }],
  ["With a person", { status: "human" }],
  ["Bot", { status: "bot" }],
  ["Resolved", { status: "resolved" }],
];
const kOutcomes = [["", "any"], ["done", "something was booked or changed"], ["handed_over", "people were asked"], ["abandoned", "left in the middle"], ["talked", "only talked"]];

interface Wanted {
  q: string;
  tab: string;
  day: string;
  queue: string;
  outcome: string;
}
const kNone: Wanted = { q: "", tab: "", day: "", queue: "", outcome: "" };

// Who waits longest stands first, then the last touched; refreshed by itself.
export function ConversationList({ client, chosen }: { client: Client; chosen?: string }) {
  const filters = useFilters<Wanted>(kNone, ["q", "queue"]);
  const { q, tab, day, queue, outcome } = filters.wanted;
  const { inbox, waiting, unread, round } = useAttention();
  const filter: Filter = { ...kTabs.find(([name]) => name === (tab || kAll))![1], ...daySpan(day), ...(queue && { queue }), ...(outcome && { outcome }), ...(q && { q }) };
  const pages = usePages((before, signal) => api.list(client, filter, before, signal), [client, JSON.stringify(filter)], kRefreshMs);
  useEffect(pages.reload, [round]); // what this person did shows at once

  const lead = filters.isAny || !pages.value ? [] : waiting;
  const seen = new Set(lead.map(({ id }) => id));
  const items = [...lead, ...(pages.value ?? []).filter(({ id }) => !seen.has(id))];
  const queues = useSeen(items.map(({ queue }) => queue));
  const counts: Record<string, number | undefined> = { Waiting: inbox?.waiting, Mine: inbox?.mine, "With a person": inbox?.with_people };
  return (
    <List<Conversation> title="Conversations" what="conversations" route="conversations" chosen={chosen} found={pages}
      aside={<Alerts />}
      lead={!!inbox?.waiting && (
        <p className="queue-line">
          {inbox.waiting === 1 ? "1 guest waits for a person: " : `${inbox.waiting} guests wait for a person, the longest: `}
          {inbox.longest_since && <Since at={inbox.longest_since} />}
        </p>
      )}
      search={{ label: "Search conversations", placeholder: "Search words, names, codes", value: filters.now.q, onChange: (q) => filters.set({ q }) }}
      filters={
        <>
          <label>Day <input type="date" value={day} onChange={(event) => filters.set({ day: event.target.value })} /></label>
          <label>Queue <input value={filters.now.queue} maxLength={100} placeholder="any" list="queues" onChange={(event) => filters.set({ queue: event.target.value })} /></label>
          <datalist id="queues">{queues.map((name) => <option key={name} value={name} />)}</datalist>
          <label>Outcome
            <select value={outcome} onChange={(event) => filters.set({ outcome: event.target.value })}>
              {kOutcomes.map(([value, label]) => <option key={value} value={value}>{label}</option>)}
            </select>
          </label>
        </>
      }
      tabs={{ value: tab || kAll, all: kTabs.map(([name]) => [name, name, counts[name]]), onChange: (name) => filters.set({ tab: name === kAll ? "" : name }) }}
      isFiltered={!!(q || day || queue || outcome)} onClear={() => filters.set({ ...kNone, tab })}
      empty={<Nothing tab={tab} />}
      note={pages.first && !pages.first.is_all && <p className="fine list-note" role="status">Older conversations are still being read for the search; what is missing appears by itself.</p>}
      parts={[{ label: "Conversations", items }]}
      entry={(conversation) => entryOf(conversation, unread.has(conversation.id) && conversation.id !== chosen)} />
  );
}

function Nothing({ tab }: { tab: string }) {
  const may = useMay();
  const told: Record<string, [string, string]> = {
    Waiting: ["Nobody waits", "Who asks for a person appears here, the longest first. Switch alerts on to hear of it."],
    Mine: ["You have taken none over", may("takeOver") ? "Open one that waits and press “Take over”." : "Agents take conversations over; you can read them."],
    "With a person": ["Nobody of you is in a conversation", "Taken over ones appear here."],
    Bot: ["The bot has none just now", "Look under Resolved, or at All."],
    Resolved: ["None is resolved yet", may("resolve") ? "“Resolve” in a conversation closes it; the guest’s next message opens it again." : "Those that are over stand here."],
  };
  const [title, text] = told[tab] ?? ["No conversation yet", ""];
  return <Empty title={title}>{text || "They appear here as soon as a guest writes."}</Empty>;
}

function Alerts() {
  const { alerts, setAlerts } = useAttention();
  return (
    <button type="button" className="alerts" aria-pressed={alerts} title="A sound, and a notification while this page is in the background" onClick={() => setAlerts(!alerts)}>
      <Icon name={alerts ? "bell" : "quiet"} /> Alerts {alerts ? "on" : "off"}
    </button>
  );
}

const kSpeakers: Record<string, string> = { customer: "", bot: "Bot: ", person: "Colleague: ", system: "" };

function entryOf(conversation: Conversation, isNew: boolean): EntryProps {
  const { id, status, owner, last_message: last, updated_at, handoff, turns, since, outcome } = conversation;
  const told = status === "resolved" ? kOutcomes.find(([value]) => value === outcome)?.[1] : undefined;
  return {
    id, isNew,
    who: nameOf(conversation),
    aside: status === "pending_human" ? <Since at={since} /> : <Ago at={updated_at} />,
    text: lineOf(conversation) ?? (last ? <>{spoken(kSpeakers[last.role] ?? "", last.text)}{toWhat(last.answers)}</> : "Nothing said yet"),
    foot: <><OwnerPill owner={status} by={owner} /> {handoff && status === "pending_human" ? handoff.reason : told ?? `${turns} turn${turns === 1 ? "" : "s"}`}</>,
  };
}

// Of one who waits what they want counts, and not what the bot said to that.
export function lineOf({ status, handoff, last_message: last }: Conversation): string | undefined {
  return status === "pending_human" && last?.role === "bot" ? handoff?.summary.replace(/^The customer said: /, "") : undefined;
}

// Behind who spoke the words run their own way; alone they decide which way the line runs.
function spoken(speaker: string, words: string): ReactNode {
  return speaker ? <>{speaker}<bdi>{words}</bdi></> : words;
}

// A bare yes says nothing without what was asked.
function toWhat(asked?: string): ReactNode {
  return asked && <> – to: “<bdi>{asked}</bdi>”</>;
}

// From the local midnight to the next.
function daySpan(day: string): Filter {
  const from = new Date(`${day}T00:00`);
  if (!day || isNaN(+from)) return {};
  const until = new Date(from);
  until.setDate(until.getDate() + 1);
  return { from: +from, until: +until };
}
