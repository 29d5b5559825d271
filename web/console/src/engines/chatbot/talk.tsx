import { Fragment, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { TurnView } from "../../../../trace/turn-view";
import { entriesOf, type Turn } from "../../../../trace/turns";
import type { Followed } from "../../../../trace/use-feed";
import type { Message, StreamEvent } from "../../../../wire/types";
import { useMay } from "../../parts/allowed";
import { Clock, Empty } from "../../parts/bits";
import { address } from "../../shell/router";

type Line = { kind: "message"; message: Message; turn?: Turn; seq: number } | { kind: "note"; text: string; seq: number } | { kind: "turn"; turn: Turn; seq: number };

// What was said, each of the bot's words with the turn behind it one click away.
// `conversation`: where what was misread in it can be put right.
export function Talk({ followed, guest = "", conversation }: { followed: Followed; guest?: string; conversation?: string }) {
  const lines = linesOf(followed.events);
  const box = useRef<HTMLDivElement>(null);
  const stick = useRef(true);
  const [missed, setMissed] = useState(0); // lines below what is seen
  const count = useRef(0);
  const drafts = [...followed.drafts.values()];

  useLayoutEffect(() => {
    if (box.current && stick.current) toEnd();
    else if (lines.length > count.current) setMissed((before) => before + lines.length - count.current);
    count.current = lines.length;
  }, [followed]);
  useEffect(() => {
    stick.current = true;
  }, []);

  function toEnd() {
    box.current!.scrollTop = box.current!.scrollHeight;
    setMissed(0);
  }
  function scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = box.current!;
    stick.current = scrollHeight - scrollTop - clientHeight < 60;
    if (stick.current) setMissed(0);
  }

  return (
    <div className="talk-frame">
    <div className="talk" ref={box} onScroll={scrolled} tabIndex={0} role="log" aria-label="Messages" aria-live="off">
      {!lines.length && <Empty title="Nothing said yet" />}
      {lines.map((line) =>
        line.kind === "note" ? (
          <p key={`n${line.seq}`} className="talk-note">{line.text}</p>
        ) : line.kind === "turn" ? (
          <Behind key={`t${line.seq}`} turn={line.turn} label="What happened in this turn" conversation={conversation} />
        ) : (
          <Said key={line.message.id} message={line.message} turn={line.turn} guest={guest} conversation={conversation} />
        ),
      )}
      {drafts.map((text, index) => (
        <div key={index} className="said bot"><div className="who">Bot <span>is writing…</span></div><p dir="auto">{text}</p></div>
      ))}
      {followed.guestWrites && <p className="said customer typing"><span className="who"><bdi>{guest || "The guest"}</bdi> is writing<i /><i /><i /></span></p>}
    </div>
    {missed > 0 && <button type="button" className="to-end" onClick={toEnd}>{missed} new below</button>}
    </div>
  );
}

function Said({ message, turn, guest, conversation }: { message: Message; turn?: Turn; guest: string; conversation?: string }) {
  const who = { customer: guest || "Guest", bot: "Bot", person: message.by || "Colleague", system: "" }[message.role];
  if (message.role === "system") return <p className="talk-note" dir="auto">{message.text}</p>;
  return (
    <div className={`said ${message.role}`}>
      <div className="who"><bdi>{who}</bdi> <Clock at={message.at} /></div>
      <p dir="auto">{message.text}</p>
      {message.buttons && message.buttons.length > 0 && <div className="offered">Offered: {message.buttons.map(({ label }, index) => <Fragment key={index}>{index > 0 && " · "}<bdi>{label}</bdi></Fragment>)}</div>}
      {turn && <Behind turn={turn} label="Why did it say this?" conversation={conversation} />}
    </div>
  );
}

function Behind({ turn, label, conversation }: { turn: Turn; label: string; conversation?: string }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const whole = useRef<HTMLDivElement>(null);
  const mayTeach = useMay()("teachSentence");
  useEffect(() => {
    if (open) whole.current?.scrollIntoView({ block: "start" });
  }, [open]);
  return (
    <div className="why" ref={whole}>
      <button type="button" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>{open ? "Hide the trace" : label}</button>
      <div id={id} hidden={!open}>{open && <TurnView turn={turn} heading="h3" />}{open && conversation && mayTeach && <p className="put-right"><a href={address("learning", conversation)}>Misread? Put it right</a></p>}</div>
    </div>
  );
}

function linesOf(events: StreamEvent[]): Line[] {
  const entries = entriesOf(events);
  const turns = new Map(entries.flatMap((entry) => (entry.kind === "turn" ? [[entry.run, entry] as const] : [])));
  const spoke = new Set<string>();
  const lines: Line[] = [];
  for (const { seq, type, data } of events) {
    if (type !== "message") continue;
    const message = data.message as Message;
    const run = String(data.run ?? "");
    if (message.role === "bot" && run) spoke.add(run);
    lines.push({ kind: "message", message, seq, turn: message.role === "bot" ? turns.get(run) : undefined });
  }
  for (const entry of entries) {
    if (entry.kind === "note") lines.push({ kind: "note", text: entry.text, seq: entry.seq });
    else if (!spoke.has(entry.run) && entry.status !== "running") lines.push({ kind: "turn", turn: entry, seq: entry.seq });
  }
  return lines.sort((a, b) => a.seq - b.seq);
}
