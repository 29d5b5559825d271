import type { StreamEvent } from "../../../../wire/types";
import { Clock } from "../../parts/bits";
import { address } from "../../shell/router";
import { nameOf, type Conversation } from "./api";

// Who the guest is and what is theirs: from what they told and what the business's systems gave in this conversation.
export function GuestPanel({ conversation, events }: { conversation: Conversation; events: StreamEvent[] }) {
  const records = recordsOf(events);
  return (
    <aside className="guest" aria-label="Guest">
      <h3><bdi>{nameOf(conversation)}</bdi></h3>
      <dl className="record">
        {conversation.contact && <div><dt>To be reached at</dt><dd><bdi>{conversation.contact}</bdi></dd></div>}
        {conversation.customer && <div><dt>Customer</dt><dd><a href={address("contacts", conversation.customer)}>all that is known of them</a></dd></div>}
        <div><dt>Began</dt><dd><Clock at={conversation.created_at} /></dd></div>
        <div><dt>Turns</dt><dd>{conversation.turns}</dd></div>
        <div><dt>Configuration</dt><dd><a href={address("configuration", conversation.config_version)}><code>{conversation.config_version.slice(0, 12)}</code></a></dd></div>
        <div><dt>Conversation</dt><dd><code>{conversation.id}</code></dd></div>
      </dl>
      {records.map(({ title, lines }, index) => (
        <section key={index} className="record-card">
          <h4>{title}</h4>
          <dl className="record">
            {lines.map(([name, value], line) => <div key={line}><dt>{name}</dt><dd><bdi>{value}</bdi></dd></div>)}
          </dl>
        </section>
      ))}
      {!records.length && <p className="fine">Nothing of the guest’s was looked up in this conversation yet.</p>}
    </aside>
  );
}

interface GuestRecord {
  title: string;
  lines: [string, string][];
}

const kRecordsMax = 6;
const kLinesMax = 10;
const kLinesMin = 2; // of a look-up: less is no record of anybody's

// The latest thing that each tool gave, the newest first; what a list holds each by itself.
function recordsOf(events: StreamEvent[]): GuestRecord[] {
  const latest = new Map<string, GuestRecord[]>();
  for (const { type, data } of events) {
    if (type !== "tool" || data.status !== "ok") continue;
    const name = String(data.name);
    latest.delete(name);
    const least = data.effect === "read" ? kLinesMin : 1;
    latest.set(name, objectsIn(data.result).map((record) => ({ title: inWords(name), lines: linesOf(record) })).filter(({ lines }) => lines.length >= least));
  }
  return [...latest.values()].reverse().flat().slice(0, kRecordsMax);
}

function objectsIn(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  if (!value || typeof value !== "object") return [];
  const record = value as Record<string, unknown>;
  const inner = Object.values(record).filter((one) => Array.isArray(one) && one.some((item) => item && typeof item === "object")).flatMap(objectsIn);
  return inner.length ? inner : [record];
}

function linesOf(record: Record<string, unknown>): [string, string][] {
  return Object.entries(record).flatMap(([name, value]): [string, string][] => {
    if (value === null || value === "" || typeof value === "boolean") return [];
    if (Array.isArray(value)) return value.length ? [[inWords(name), value.map(String).join(", ")]] : [];
    return typeof value === "object" ? [] : [[inWords(name), String(value)]];
  }).slice(0, kLinesMax);
}

function inWords(name: string): string {
  const words = name.replace(/[_-]+/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
