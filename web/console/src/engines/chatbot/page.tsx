import { useEffect, useRef, useState } from "react";
import { Icon } from "../../../../trace/icon";
import { useFeed } from "../../../../trace/use-feed";
import type { Owner } from "../../../../wire/types";
import type { Client, Problem } from "../../client";
import { useMay } from "../../parts/allowed";
import { Empty, focusOnce, Loading, OwnerPill, Since } from "../../parts/bits";
import { ListAndPage } from "../../parts/list-and-page";
import { ProblemView } from "../../parts/problem";
import { listKeys, ShortcutSheet, useShortcuts, type Shortcut } from "../../parts/shortcuts";
import { asProblem, useLoaded } from "../../parts/use-loaded";
import { address } from "../../shell/router";
import { api, nameOf, type Colleague, type Conversation } from "./api";
import { useAttention } from "./attention";
import { ReplyForm } from "./form";
import { GuestPanel } from "./guest";
import { ConversationList } from "./list";
import { usePresence } from "./presence";
import { Talk } from "./talk";

export function Conversations({ client, by, id }: { client: Client; by: string; id?: string }) {
  const [sheet, setSheet] = useState(false);
  const [verbs, setVerbs] = useState<Shortcut[]>([]);
  const shortcuts: Shortcut[] = [
    ...listKeys("conversations", id),
    ...kVerbs.map((verb) => ({ ...verb, run: verbs.find(({ key }) => key === verb.key)?.run })),
    { key: "?", does: "this sheet", run: () => setSheet(true) },
  ];
  useShortcuts(shortcuts);
  return (
    <ListAndPage list={<ConversationList client={client} chosen={id} />} isChosen={!!id}>
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
  const may = useMay();
  const { others, typed } = usePresence(client, id, may("bePresent"));
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

  const wantsField = useRef(false); // who has just taken it over goes on by writing
  useEffect(() => {
    if (!wantsField.current || !field.current) return;
    wantsField.current = false;
    field.current.focus();
  });

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
  const takeOver = (from?: string) => act(async () => {
    await api.takeOver(client, id, from);
    wantsField.current = true;
  });
  const giveBack = () => act(() => api.giveBack(client, id));
  const resolve = () => act(() => api.resolve(client, id));
  const canTakeOver = may("takeOver") && (status === "bot" || status === "pending_human");
  const canTakeFrom = may("takeOver") && status === "human" && !isMine;
  const canGiveBack = may("giveBack") && (isMine || status === "pending_human");
  const canResolve = may("resolve") && status !== "resolved" && (isMine || status !== "human"); // who wants to end a colleague's takes it over first
  useEffect(() => {
    const can = !busy && !!conversation;
    const possible: Shortcut[] = [];
    if (can && canTakeOver) possible.push({ key: "t", does: "", run: () => takeOver() });
    if (can && canGiveBack) possible.push({ key: "g", does: "", run: giveBack });
    if (can && canResolve) possible.push({ key: "e", does: "", run: resolve });
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
          <h2 tabIndex={-1} ref={focusOnce}><bdi>{nameOf(conversation)}</bdi></h2>
          <OwnerPill owner={status} by={holder} />
          {status === "pending_human" && <Since at={conversation.since} />}
          {followed.state !== "live" && <span className="fine" role="status">{followed.state === "waiting" ? "connection lost, trying again…" : followed.state === "paused" ? "paused by the operator" : "connecting…"}</span>}
        </div>
        <div className="actions verbs">
          {canTakeOver && <button type="button" className="primary" disabled={busy} onClick={() => takeOver()}>Take over</button>}
          {canTakeFrom && !asked && <button type="button" disabled={busy} onClick={() => setAsked(true)}>Take over from <bdi>{holder}</bdi></button>}
          {canGiveBack && <button type="button" disabled={busy} onClick={giveBack}>Give back to the bot</button>}
          {canResolve && <button type="button" disabled={busy} onClick={resolve}>Resolve</button>}
        </div>
        {asked && (
          <div className="ask" role="group" aria-label="Take over">
            <p><bdi>{holder}</bdi> answers this guest. From then on you do, and <bdi>{holder}</bdi> no longer can.</p>
            <button type="button" className="primary" disabled={busy} onClick={() => takeOver(holder)}>Take it over</button>
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
            <p className="cannot-write">{whyNot(status, holder, may("takeOver"))}</p>
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

// Why there is nothing to write into, and what to do about it for who may.
function whyNot(status: Owner, holder: string, mayTakeOver: boolean): string {
  const told: Record<Owner, [is: string, remedy: string]> = {
    bot: ["The bot answers here.", "Take over to write yourself; it is silent from then on."],
    pending_human: ["The guest waits for a person.", "Take over to answer."],
    resolved: ["This conversation is resolved. The guest’s next message opens it again.", ""],
    human: [`${holder} answers this guest.`, `Take over from ${holder} to write yourself.`],
  };
  const [is, remedy] = told[status];
  return `${is} ${mayTakeOver ? remedy : "You can read along; agents answer guests."}`.trim();
}

function Handoff({ conversation: { handoff, contact } }: { conversation: Conversation }) {
  if (!handoff) return null;
  return (
    <details className="handoff" open={isWide()}>
      <summary><Icon name="person" /> {handoff.reason}</summary>
      <div>
        {handoff.queue && <p className="queue">Asked for: {handoff.queue}</p>}
        <p className="summary">{handoff.summary}</p>
        {contact && <p>To be reached at <b><bdi>{contact}</bdi></b></p>}
        {handoff.detail && <p className="fine">{handoff.detail}</p>}
      </div>
    </details>
  );
}

function ownerIn(events: { type: string; data: Record<string, unknown> }[]): { owner: Owner; by?: string } | undefined {
  const last = events.filter(({ type }) => type === "owner").at(-1);
  // The bot may do something for a guest who waits for a person all the same.
  const current = last?.data.is_asked ? "pending_human" : last?.data.owner;
  return last && { owner: current as Owner, by: last.data.by as string | undefined };
}

function useStable(id: string, token: string) {
  const [key, setKey] = useState({ id, token });
  if (key.id !== id || key.token !== token) setKey({ id, token });
  return key;
}
