import { useEffect, useRef, useState } from "react";
import { Icon } from "../../../../trace/icon";
import { useFeed } from "../../../../trace/use-feed";
import type { Owner } from "../../../../wire/types";
import type { Client, Problem } from "../../client";
import { Empty, focusOnce, Loading, OwnerPill, Since } from "../../parts/bits";
import { ListAndPage } from "../../parts/list-and-page";
import { ProblemView } from "../../parts/problem";
import { asProblem, useLoaded } from "../../parts/use-loaded";
import { address, go } from "../../shell/router";
import { api, nameOf, type Colleague, type Conversation } from "./api";
import { useAttention } from "./attention";
import { ReplyForm } from "./form";
import { GuestPanel } from "./guest";
import { List } from "./list";
import { usePresence } from "./presence";
import { neighbour, ShortcutSheet, useShortcuts, type Shortcut } from "./shortcuts";
import { Talk } from "./talk";

export function Conversations({ client, by, id }: { client: Client; by: string; id?: string }) {
  const [sheet, setSheet] = useState(false);
  const [verbs, setVerbs] = useState<Shortcut[]>([]);
  const move = (step: 1 | -1) => () => {
    const next = neighbour(id, step);
    if (next) go("conversations", next);
  };
  const shortcuts: Shortcut[] = [
    { key: "j", does: "the next conversation", run: move(1) },
    { key: "k", does: "the one before", run: move(-1) },
    { key: "/", does: "search", run: () => document.getElementById("search")?.focus() },
    ...kVerbs.map((verb) => ({ ...verb, run: verbs.find(({ key }) => key === verb.key)?.run })),
    { key: "?", does: "this sheet", run: () => setSheet(true) },
  ];
  useShortcuts(shortcuts);
  return (
    <ListAndPage list={<List client={client} chosen={id} />} isChosen={!!id}>
      {id ? (
        <ConversationPage key={id} client={client} by={by} id={id} onVerbs={setVerbs} />
      ) : (
        <section className="page" aria-label="Conversation">
          <Empty title="Choose a conversation">Who waits longest stands first. <kbd>j</kbd> and <kbd>k</kbd> move through the list, <kbd>?</kbd> shows all keys.</Empty>
        </section>
      )}
      <ShortcutSheet shortcuts={shortcuts} open={sheet} onClose={() => setSheet(false)} />
    </ListAndPage>
  );
}

const kVerbs = [
  { key: "t", does: "take over" },
  { key: "r", does: "write to the guest" },
  { key: "g", does: "give back to the bot" },
  { key: "e", does: "resolve" },
];

interface PageProps {
  client: Client;
  by: string;
  id: string;
  onVerbs: (verbs: Shortcut[]) => void;
}

function ConversationPage({ client, by, id, onVerbs }: PageProps) {
  const followed = useFeed(useStable(id, client.token));
  const owner = ownerIn(followed.events);
  const changes = followed.events.filter(({ type }) => type === "owner" || type === "handoff" || type === "run.finished" || type === "contact").length;
  const { value: conversation, problem, reload } = useLoaded((signal) => api.get(client, id, signal), [client, id]);
  const { others, typed } = usePresence(client, id);
  const attention = useAttention();
  const [failure, setFailure] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(reload, [changes]);
  const isSignedOut = followed.state === "gone" && followed.status === 401;
  useEffect(() => {
    if (isSignedOut) client.signOut();
  }, [isSignedOut, client]);
  const newest = followed.events.at(-1)?.seq;
  useEffect(() => {
    if (document.visibilityState === "visible") attention.see(id);
  }, [id, newest, attention.see]);

  async function act(verb: () => Promise<unknown>) {
    setBusy(true);
    setFailure(undefined);
    setAsked(false);
    try {
      await verb();
      reload();
      attention.reload();
    } catch (error) {
      setFailure(asProblem(error));
    }
    setBusy(false);
  }

  const status = owner?.owner ?? conversation?.status;
  const holder = status === "human" ? (owner?.by ?? conversation?.owner ?? "") : "";
  const isMine = status === "human" && holder === by;
  const takeOver = () => act(() => api.takeOver(client, id));
  const giveBack = () => act(() => api.giveBack(client, id));
  const resolve = () => act(() => api.resolve(client, id));
  useEffect(() => {
    const can = !busy && !!conversation;
    const possible: Shortcut[] = [];
    if (can && (status === "bot" || status === "pending_human")) possible.push({ key: "t", does: "", run: takeOver });
    if (can && (isMine || status === "pending_human")) possible.push({ key: "g", does: "", run: giveBack });
    if (can && status !== "resolved") possible.push({ key: "e", does: "", run: resolve });
    if (isMine) possible.push({ key: "r", does: "", run: () => field.current?.focus() });
    onVerbs(possible);
    return () => onVerbs([]);
  }, [status, isMine, busy, !conversation]);

  if (!conversation || !status) {
    return <section className="page" aria-label="Conversation">{problem ? <ProblemView problem={problem} onRetry={reload} /> : <Loading what="the conversation" />}</section>;
  }
  return (
    <section className="page" aria-label="Conversation">
      <header className="page-head">
        <a className="back" href={address("conversations")}><Icon name="back" /> All conversations</a>
        <div className="page-title">
          <h2 tabIndex={-1} ref={focusOnce}>{nameOf(conversation)}</h2>
          <OwnerPill owner={status} by={holder} />
          {status === "pending_human" && <Since at={conversation.since} />}
          {followed.state !== "live" && <span className="fine" role="status">{followed.state === "waiting" ? "connection lost, trying again…" : "connecting…"}</span>}
        </div>
        <div className="actions">
          {(status === "bot" || status === "pending_human") && <button type="button" className="primary" disabled={busy} onClick={takeOver}>Take over</button>}
          {status === "human" && !isMine && !asked && <button type="button" disabled={busy} onClick={() => setAsked(true)}>Take over from {holder}</button>}
          {(isMine || status === "pending_human") && <button type="button" disabled={busy} onClick={giveBack}>Give back to the bot</button>}
          {status !== "resolved" && <button type="button" disabled={busy} onClick={resolve}>Resolve</button>}
        </div>
        {asked && (
          <div className="ask" role="group" aria-label="Take over">
            <p>{holder} answers this guest. From then on you do, and {holder} no longer can.</p>
            <button type="button" className="primary" disabled={busy} onClick={() => act(() => api.takeOver(client, id, holder))}>Take it over</button>
            <button type="button" onClick={() => setAsked(false)}>Leave it</button>
          </div>
        )}
        <Others others={others} />
        {failure && <ProblemView problem={failure} />}
      </header>
      <div className="page-body">
        <div className="page-talk">
          {conversation.handoff && status !== "bot" && <Handoff conversation={conversation} />}
          <Talk followed={followed} guest={conversation.guest} conversation={id} />
          {isMine ? (
            <ReplyForm client={client} id={id} field={field} onTyping={typed} />
          ) : (
            <p className="cannot-write">{status === "human" ? `${holder} answers this guest. Take over from ${holder} to write yourself.` : kSilent[status]}</p>
          )}
        </div>
        <details className="guest-fold" open={isWide()}>
          <summary>Guest</summary>
          <GuestPanel conversation={conversation} events={followed.events} />
        </details>
      </div>
    </section>
  );
}

function isWide(): boolean {
  return matchMedia("(min-width: 1101px)").matches;
}

// Two who answer at the same time should know of each other.
function Others({ others }: { others: Colleague[] }) {
  const typing = others.filter((one) => one.typing).map(({ name }) => name);
  const here = others.filter((one) => !one.typing).map(({ name }) => name);
  const told = [typing.length && `${inOne(typing)} ${typing.length > 1 ? "are" : "is"} writing to this guest.`,
    here.length && `${inOne(here)} ${here.length > 1 ? "are" : "is"} here too.`].filter(Boolean).join(" ");
  return <p className={`others ${typing.length ? "loud" : ""}`} role="status" hidden={!told}>{told}</p>;
}

function inOne(names: string[]): string {
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0];
}

const kSilent: Record<Owner, string> = {
  bot: "The bot answers here. Take over to write yourself; it is silent from then on.",
  pending_human: "The guest waits for a person. Take over to answer.",
  resolved: "This conversation is resolved. The guest’s next message opens it again.",
  human: "",
};

function Handoff({ conversation: { handoff, contact } }: { conversation: Conversation }) {
  if (!handoff) return null;
  return (
    <div className="handoff" role="note">
      <Icon name="person" />
      <div>
        <p><b>{handoff.reason}</b></p>
        {handoff.queue && <p className="queue">Asked for: {handoff.queue}</p>}
        <p className="summary">{handoff.summary}</p>
        {contact && <p>To be reached at <b>{contact}</b></p>}
        {handoff.detail && <p className="fine">{handoff.detail}</p>}
      </div>
    </div>
  );
}

function ownerIn(events: { type: string; data: Record<string, unknown> }[]): { owner: Owner; by?: string } | undefined {
  const last = events.filter(({ type }) => type === "owner").at(-1);
  return last && { owner: last.data.owner as Owner, by: last.data.by as string | undefined };
}

function useStable(id: string, token: string) {
  const [key, setKey] = useState({ id, token });
  if (key.id !== id || key.token !== token) setKey({ id, token });
  return key;
}
