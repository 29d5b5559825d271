import { useEffect, useState } from "react";
import { createPortal } from "react-dom";
import { Icon } from "../trace/icon";
import { TurnView } from "../trace/turn-view";
import { entriesOf } from "../trace/turns";
import { useFeed, type Followed } from "../trace/use-feed";
import type { ConversationKey } from "../wire/types";
import { Kill } from "./kill";
import type { KillWords } from "./words";
import "../trace/trace.css";

type Tab = "trace" | "office";

// Behind the restaurant's page: what the bot did in this conversation, and the restaurant's own system.
export function Behind({ askSlowly, words, language }: { askSlowly: () => void; words: KillWords; language: string }) {
  const conversation = useConversation();
  const followed = useFeed(conversation);
  const { office, canBeKilled } = useDemo();
  const [tab, setTab] = useState<Tab>("trace");

  const tabs: [Tab, string][] = [["trace", "What the bot did"], ["office", "The restaurant’s system"]];
  const shown = office ? tab : "trace";
  return (
    <section className="behind" aria-label="Behind the page">
      <div className="behind-head">
        {office ? (
          <div role="tablist" aria-label="Behind the page" onKeyDown={(event) => event.key.startsWith("Arrow") && switchTab(tab, setTab)}>
            {tabs.map(([name, label]) => (
              <button key={name} id={`tab-${name}`} role="tab" type="button" aria-selected={shown === name} aria-controls={`panel-${name}`}
                tabIndex={shown === name ? 0 : -1} onClick={() => setTab(name)}>
                {label}
              </button>
            ))}
          </div>
        ) : (
          <h2>What the bot did</h2>
        )}
        {conversation && shown === "trace" && <Connection followed={followed} />}
      </div>
      {canBeKilled && createPortal(<Kill followed={followed} askSlowly={askSlowly} words={words} language={language} />, document.getElementById("kill")!)}
      {shown === "trace" ? (
        <div className="behind-body" id="panel-trace" role={office ? "tabpanel" : undefined} aria-labelledby={office ? "tab-trace" : undefined} tabIndex={0}>
          <Timeline followed={followed} />
        </div>
      ) : (
        <div className="behind-office" id="panel-office" role="tabpanel" aria-labelledby="tab-office">
          <iframe src={office} title="The restaurant’s own system: tables, bookings and orders" />
        </div>
      )}
    </section>
  );
}

function switchTab(tab: Tab, setTab: (tab: Tab) => void): void {
  const next = tab === "trace" ? "office" : "trace";
  setTab(next);
  document.getElementById(`tab-${next}`)?.focus();
}

function Timeline({ followed }: { followed: Followed }) {
  const entries = entriesOf(followed.events).reverse();
  if (!entries.length) return <Nothing />;
  return (
    <>
      {entries.map((entry) =>
        entry.kind === "turn" ? (
          <TurnView key={entry.seq} turn={entry} />
        ) : (
          <p key={entry.seq} className="note">
            <Icon name="person" /> {entry.text}
          </p>
        ),
      )}
    </>
  );
}

function Nothing() {
  return (
    <div className="nothing">
      <Icon name="mind" />
      <p>Say something to the bot, or press one of the suggestions beside the chat.</p>
      <p>
        Each turn then appears here: what was understood and how surely, which of the restaurant’s tools were called with
        what, how long it took, and what held the bot back, such as the read-back before it writes anything.
      </p>
      <p>
        Then try to break it: end the server with <code>kill -9</code> in the middle of an answer. When it is started again
        the turn goes on where it stood, and nothing is booked twice.
      </p>
    </div>
  );
}

function Connection({ followed: { state } }: { followed: Followed }) {
  const words = { live: "live", connecting: "connecting…", waiting: "reconnecting…", paused: "paused", gone: "ended" };
  return (
    <p className={`connection ${state}`} role="status">
      {words[state]}
    </p>
  );
}

// The widget says which conversation the page is in, and when a new one begins.
function useConversation(): ConversationKey | undefined {
  const [conversation, setConversation] = useState<ConversationKey>();
  useEffect(() => {
    const hear = (event: Event) => setConversation((event as CustomEvent<ConversationKey | null>).detail ?? undefined);
    document.addEventListener("frontdesk:conversation", hear);
    document.dispatchEvent(new Event("frontdesk:who"));
    return () => document.removeEventListener("frontdesk:conversation", hear);
  }, []);
  return conversation;
}

interface Demo {
  office?: string; // where the restaurant's own system shows its tables, if it runs
  canBeKilled: boolean;
}

// What the server lets this page know and do.
function useDemo(): Demo {
  const [demo, setDemo] = useState<Demo>({ canBeKilled: false });
  useEffect(() => {
    void fetch("/demo.json")
      .then((response) => response.json())
      .then(({ back_office, can_be_killed }: { back_office: string | null; can_be_killed?: boolean }) => {
        const office = back_office && /^https?:\/\//.test(back_office) ? back_office : undefined;
        setDemo({ office, canBeKilled: can_be_killed === true });
        if (!office) return;
        const link = document.getElementById("back-office") as HTMLAnchorElement;
        link.href = office;
        link.hidden = false;
      })
      .catch(() => {});
  }, []);
  return demo;
}
