import type { Calendar, Card } from "../wire/types";
import type { Labels } from "./labels";
import { make } from "./make";

// What a message says once more, so that it can be checked at a glance: label and value, a code to copy, an entry for the
// calendar.
export function cardElement(card: Card, labels: Labels): HTMLElement {
  const element = make("div", { class: `card ${card.kind}` });
  if (card.title) element.append(make("b", { dir: "auto" }, card.title));
  const list = make("dl", {});
  for (const { label, value } of card.fields) list.append(make("div", {}, make("dt", { dir: "auto" }, label), make("dd", { dir: "auto" }, value)));
  if (card.fields.length) element.append(list);
  if (card.code) element.append(codeElement(card.code, labels));
  if (card.calendar) element.append(calendarLink(card.calendar, labels));
  return element;
}

function codeElement(code: string, labels: Labels): HTMLElement {
  const copy = make("button", { type: "button", class: "copy" }, labels.copy) as HTMLButtonElement;
  copy.onclick = async () => {
    try {
      await navigator.clipboard.writeText(code);
      copy.textContent = labels.copied;
    } catch {
      copy.textContent = labels.copyYourself;
    }
    setTimeout(() => (copy.textContent = labels.copy), 3000);
  };
  return make("p", { class: "code" }, make("code", {}, code), copy);
}

function calendarLink(entry: Calendar, labels: Labels): HTMLElement {
  const file = `data:text/calendar;charset=utf-8,${encodeURIComponent(icalendar(entry, new Date()))}`;
  return make("a", { class: "calendar", href: file, download: "appointment.ics" }, labels.calendar);
}

// An entry in the wall time of the place, without a zone: it is there that somebody has to be at that hour (RFC 5545,
// form 1 of DATE-TIME).
export function icalendar(entry: Calendar, now: Date): string {
  const start = new Date(`${entry.date}T${entry.time}:00Z`);
  const end = new Date(+start + entry.minutes * 60_000);
  const stamp = (date: Date) => date.toISOString().replace(/[-:]|\.\d+/g, "");
  const wall = (date: Date) => stamp(date).replace("Z", "");
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//frontdesk//EN", "BEGIN:VEVENT",
    `UID:${stamp(now)}-${entry.date}${entry.time.replace(":", "")}@frontdesk`, `DTSTAMP:${stamp(now)}`,
    `DTSTART:${wall(start)}`, `DTEND:${wall(end)}`, `SUMMARY:${escaped(entry.title)}`,
    ...(entry.place ? [`LOCATION:${escaped(entry.place)}`] : []), "END:VEVENT", "END:VCALENDAR"];
  return lines.map(folded).join("\r\n") + "\r\n";
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");
}

// A line has at most 75 bytes; the next one begins with a blank.
function folded(line: string): string {
  const encoder = new TextEncoder();
  let out = "", bytes = 0;
  for (const letter of line) {
    const length = encoder.encode(letter).length;
    if (bytes + length > 75) {
      out += "\r\n ";
      bytes = 1;
    }
    out += letter;
    bytes += length;
  }
  return out;
}
