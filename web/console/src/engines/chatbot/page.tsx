import { useEffect, useState } from "react";
import { Icon } from "../../../../trace/icon";
import { useFeed } from "../../../../trace/use-feed";
import type { Owner } from "../../../../wire/types";
import type { Client, Problem } from "../../client";
import { Clock, Empty, focusOnce, Loading, OwnerPill } from "../../parts/bits";
import { ProblemView } from "../../parts/problem";
import { asProblem, useLoaded } from "../../parts/use-loaded";
import { address } from "../../shell/router";
import { api, type Conversation } from "./api";
import { List } from "./list";
import { ReplyForm } from "./form";
import { Talk } from "./talk";

export function Conversations({ client, by, id }: { client: Client; by: string; id?: string }) {
  return (
    <div className={`conversations ${id ? "one" : ""}`}>
      <List client={client} chosen={id} />
      {id ? <ConversationPage key={id} client={client} by={by} id={id} /> : <section className="page" aria-label="Conversation"><Empty title="Choose a conversation" /></section>}
    </div>
  );
}

function ConversationPage({ client, by, id }: { client: Client; by: string; id: string }) {
  const followed = useFeed(useStable(id, client.token));
  const owner = ownerIn(followed.events);
  const changes = followed.events.filter(({ type }) => type === "owner" || type === "handoff" || type === "run.finished").length;
  const { value: conversation, problem, reload } = useLoaded((signal) => api.get(client, id, signal), [client, id]);
  const [failure, setFailure] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  useEffect(reload, [changes]);
  const isSignedOut = followed.state === "gone" && followed.status === 401;
  useEffect(() => {
    if (isSignedOut) client.signOut();
  }, [isSignedOut, client]);

  async function act(verb: () => Promise<unknown>) {
    setBusy(true);
    setFailure(undefined);
    try {
      await verb();
      reload();
    } catch (error) {
      setFailure(asProblem(error));
    }
    setBusy(false);
  }

  if (!conversation) {
    return <section className="page" aria-label="Conversation">{problem ? <ProblemView problem={problem} onRetry={reload} /> : <Loading what="the conversation" />}</section>;
  }
  const status = owner?.owner ?? conversation.status;
  return (
    <section className="page" aria-label="Conversation">
      <header className="page-head">
        <a className="back" href={address("conversations")}><Icon name="back" /> All conversations</a>
        <div className="page-title">
          <h2 tabIndex={-1} ref={focusOnce}>Conversation <code>{id}</code></h2>
          <OwnerPill owner={status} by={owner?.by} />
          {followed.state !== "live" && <span className="fine" role="status">{followed.state === "waiting" ? "connection lost, trying again…" : "connecting…"}</span>}
        </div>
        <Facts conversation={conversation} />
        <div className="actions">
          {(status === "bot" || status === "pending_human") && (
            <button type="button" className="primary" disabled={busy} onClick={() => act(() => api.takeOver(client, id, by))}>Take over</button>
          )}
          {(status === "human" || status === "pending_human") && (
            <button type="button" disabled={busy} onClick={() => act(() => api.giveBack(client, id))}>Give back to the bot</button>
          )}
          {status !== "resolved" && <button type="button" disabled={busy} onClick={() => act(() => api.resolve(client, id))}>Resolve</button>}
        </div>
        {failure && <ProblemView problem={failure} />}
      </header>
      {conversation.handoff && status !== "bot" && <Handoff handoff={conversation.handoff} />}
      <Talk followed={followed} />
      {status === "human" ? (
        <ReplyForm client={client} id={id} />
      ) : (
        <p className="cannot-write">{kSilent[status]}</p>
      )}
    </section>
  );
}

const kSilent: Record<Owner, string> = {
  bot: "The bot answers here. Take over to write yourself; it is silent from then on.",
  pending_human: "The customer waits for a person. Take over to answer.",
  resolved: "This conversation is resolved.",
  human: "",
};

function Facts({ conversation }: { conversation: Conversation }) {
  return (
    <dl className="facts">
      <div><dt>Channel</dt><dd>{conversation.channel}</dd></div>
      <div><dt>Began</dt><dd><Clock at={conversation.created_at} /></dd></div>
      <div><dt>Turns</dt><dd>{conversation.turns}</dd></div>
      <div><dt>Configuration</dt><dd><a href={address("configuration", conversation.config_version)}><code>{conversation.config_version.slice(0, 12)}</code></a></dd></div>
    </dl>
  );
}

function Handoff({ handoff }: { handoff: NonNullable<Conversation["handoff"]> }) {
  return (
    <div className="handoff" role="note">
      <Icon name="person" />
      <div>
        <p><b>{handoff.reason}</b> {handoff.queue && <span className="fine">queue {handoff.queue}</span>}</p>
        <p className="summary">{handoff.summary}</p>
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
