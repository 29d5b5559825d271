import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import type { Client } from "../../client";
import { go } from "../../shell/router";
import { api, nameOf, type Conversation, type Inbox } from "./api";

// What waits for this person, on whichever page they are: who waits longest, what they have taken over, what of it is
// new; a sound and a notification where they want them.
export interface Attention {
  inbox?: Inbox;
  isKnown: boolean; // otherwise nothing has been heard yet, or there is nobody to ask
  waiting: Conversation[]; // longest first
  mine: Conversation[];
  unread: Set<string>;
  see: (id: string) => void;
  reload: () => void;
  round: number; // of reload()
  alerts: boolean;
  setAlerts: (on: boolean) => void;
}

const kEveryMs = 4_000;
const kSeenMax = 500;
const kAlerts = "frontdesk:console:alerts";

const Context = createContext<Attention>({ isKnown: true, waiting: [], mine: [], unread: new Set(), see() {}, reload() {}, round: 0, alerts: false, setAlerts() {} });
export const useAttention = () => useContext(Context);

export function AttentionProvider({ client, tenant, children }: { client: Client; tenant: string; children: ReactNode }) {
  const [found, setFound] = useState<{ inbox?: Inbox; isKnown: boolean; waiting: Conversation[]; mine: Conversation[] }>({ isKnown: false, waiting: [], mine: [] });
  const [seen, setSeen] = useState(() => recallSeen(tenant));
  const [alerts, keepAlerts] = useState(() => localStorage.getItem(kAlerts) === "1");
  const [round, setRound] = useState(0);
  const reload = useCallback(() => setRound((count) => count + 1), []);

  // Also while the page is not looked at: then it matters most.
  useEffect(() => {
    const stopper = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const run = async () => {
      const { signal } = stopper;
      try {
        const [inbox, waiting, mine] = await Promise.all([api.inbox(client, signal),
          api.list(client, { status: "pending_human", order: "waiting" }, undefined, signal), api.list(client, { mine: "1" }, undefined, signal)]);
        if (!signal.aborted) setFound({ inbox, isKnown: true, waiting: waiting.items, mine: mine.items });
      } catch {
        // The list tells of it.
      }
      if (!signal.aborted) timer = setTimeout(run, kEveryMs);
    };
    void run();
    return () => {
      stopper.abort();
      clearTimeout(timer);
    };
  }, [client, round]);

  const see = useCallback((id: string) => setSeen((before) => keepSeen(tenant, { ...before, [id]: new Date().toISOString() })), [tenant]);
  const unread = useMemo(() => new Set([...found.waiting, ...found.mine].filter((one) => newsOf(one) > (seen[one.id] ?? "")).map(({ id }) => id)), [found, seen]);
  useAlerts(alerts, [...found.waiting, ...found.mine], unread);

  function setAlerts(on: boolean) {
    keepAlerts(on);
    localStorage.setItem(kAlerts, on ? "1" : "0");
    if (on && typeof Notification !== "undefined" && Notification.permission === "default") void Notification.requestPermission();
    if (on) chime();
  }
  return <Context.Provider value={{ ...found, unread, see, reload, round, alerts, setAlerts }}>{children}</Context.Provider>;
}

// When something came last that a person has to know.
function newsOf({ status, updated_at, last_message }: Conversation): string {
  if (status === "pending_human") return updated_at;
  return last_message?.role === "customer" ? last_message.at : "";
}

function recallSeen(tenant: string): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(`frontdesk:console:seen:${tenant}`) ?? "{}");
  } catch {
    return {};
  }
}

function keepSeen(tenant: string, seen: Record<string, string>): Record<string, string> {
  const kept = Object.fromEntries(Object.entries(seen).sort(([, a], [, b]) => (a < b ? 1 : -1)).slice(0, kSeenMax));
  localStorage.setItem(`frontdesk:console:seen:${tenant}`, JSON.stringify(kept));
  return kept;
}

function useAlerts(on: boolean, all: Conversation[], unread: Set<string>): void {
  const known = useRef<Map<string, string> | undefined>(undefined);
  useEffect(() => {
    const now = new Map(all.filter(({ id }) => unread.has(id)).map((one) => [one.id, newsOf(one)]));
    const before = known.current;
    known.current = now;
    if (!on || !before) return;
    const fresh = all.filter(({ id }) => now.has(id) && now.get(id) !== before.get(id));
    if (!fresh.length) return;
    chime();
    if (document.visibilityState === "visible" || typeof Notification === "undefined" || Notification.permission !== "granted") return;
    for (const one of fresh.slice(0, 3)) {
      const told = new Notification(one.status === "pending_human" ? `${nameOf(one)} waits for a person` : `${nameOf(one)} wrote`,
        { body: one.last_message?.text.slice(0, 120), tag: one.id });
      told.onclick = () => {
        window.focus();
        go("conversations", one.id);
      };
    }
  }, [all, unread, on]);
}

// Two soft tones; a browser that has not been clicked into yet plays none.
function chime(): void {
  try {
    const audio = new AudioContext();
    for (const [index, frequency] of [660, 880].entries()) {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      const start = audio.currentTime + index * 0.14;
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(0.08, start);
      volume.gain.exponentialRampToValueAtTime(0.001, start + 0.3);
      tone.connect(volume).connect(audio.destination);
      tone.start(start);
      tone.stop(start + 0.3);
    }
    setTimeout(() => void audio.close(), 1_000);
  } catch {
    // no sound here
  }
}
