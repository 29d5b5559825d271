import { useEffect, useState, type ReactNode } from "react";
import type { Owner } from "../../../wire/types";

const kOwners: Record<Owner, [string, string]> = {
  bot: ["Bot", "soft"],
  pending_human: ["Waiting for a person", "warn"],
  human: ["With a person", "busy"],
  resolved: ["Resolved", "good"],
};

export function OwnerPill({ owner, by }: { owner: Owner; by?: string }) {
  const [label, tone] = kOwners[owner] ?? [owner, "soft"];
  return <span className={`pill ${tone}`}>{owner === "human" && by ? <>With <bdi>{by}</bdi></> : label}</span>;
}

// For the heading of what was just opened: who uses a keyboard or a screen reader goes on from there.
export function focusOnce(heading: HTMLElement | null): void {
  heading?.focus({ preventScroll: true });
}

// What is shown once, and is gone with the page, is brought to whoever made it.
export function bringOnce(shown: HTMLElement | null): void {
  shown?.focus({ preventScroll: true });
  shown?.scrollIntoView({ block: "nearest" });
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <p><b>{title}</b></p>
      {children && <p>{children}</p>}
    </div>
  );
}

export function Loading({ what }: { what: string }) {
  return <p className="loading" role="status">Loading {what}…</p>;
}

// "3 min ago" for today's, the day for older ones; the exact moment on hover and for machines.
export function Ago({ at }: { at: string }) {
  const moment = new Date(at);
  if (isNaN(+moment)) return null;
  return <time dateTime={at} title={moment.toLocaleString()}>{ago(moment)}</time>;
}

// How long it has been, by the minute: "12 min". A guest waits.
export function Since({ at }: { at: string }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 15_000);
    return () => clearInterval(timer);
  }, []);
  const moment = new Date(at);
  if (isNaN(+moment)) return null;
  const minutes = Math.max(0, Math.floor((Date.now() - +moment) / 60_000));
  const text = minutes < 1 ? "just now" : minutes < 60 ? `${minutes} min` : minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${Math.floor(minutes / 1440)} days`;
  return <time className={`since ${minutes >= 5 ? "long" : ""}`} dateTime={at} title={`since ${moment.toLocaleString()}`}>{text}</time>;
}

export function Clock({ at }: { at: string }) {
  const moment = new Date(at);
  if (isNaN(+moment)) return null;
  const time = moment.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const today = moment.toDateString() === new Date().toDateString();
  const isThisYear = moment.getFullYear() === new Date().getFullYear();
  const day = moment.toLocaleDateString([], { day: "numeric", month: "short", ...(!isThisYear && { year: "numeric" }) });
  return <time dateTime={at} title={moment.toLocaleString()}>{today ? time : `${day}, ${time}`}</time>;
}

function ago(moment: Date): string {
  const minutes = Math.floor((Date.now() - +moment) / 60_000);
  if (minutes < 1) return "now";
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return moment.toLocaleDateString([], { day: "numeric", month: "short", year: "numeric" });
}
