import { useEffect, useMemo, useState, type FormEvent } from "react";
import { useFeed } from "../../../../trace/use-feed";
import type { Message, QuickReply } from "../../../../wire/types";
import { Client, type Problem } from "../../client";
import { Loading } from "../../parts/bits";
import { ProblemView } from "../../parts/problem";
import { asProblem } from "../../parts/use-loaded";
import { Talk } from "../chatbot/talk";
import { api } from "./api";

// Talks with a draft, or with a version, as a guest would. What would be written is shown and not sent, and no list or
// count has this conversation.
export function TestChat({ client, hash }: { client: Client; hash: string }) {
  const [conversation, setConversation] = useState<{ id: string; token: string }>();
  const [problem, setProblem] = useState<Problem>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    let isGone = false;
    setConversation(undefined);
    setProblem(undefined);
    api.openTest(client, hash).then((made) => !isGone && setConversation(made), (error) => !isGone && setProblem(asProblem(error)));
    return () => {
      isGone = true;
    };
  }, [client, hash, round]);
  return (
    <section className="test-chat" aria-label="Test chat">
      <div className="page-title">
        <h3>Test chat</h3>
        <button type="button" onClick={() => setRound(round + 1)}>Start anew</button>
      </div>
      <p className="fine">Nobody else sees this. Look-ups are real; what would be booked or changed is only shown.</p>
      {problem && <ProblemView problem={problem} onRetry={() => setRound(round + 1)} />}
      {!conversation && !problem && <Loading what="a conversation" />}
      {conversation && <Chat key={conversation.id} client={client} conversation={conversation} />}
    </section>
  );
}

function Chat({ client, conversation: { id, token } }: { client: Client; conversation: { id: string; token: string } }) {
  const followed = useFeed(useMemo(() => ({ id, token: client.token }), [id, client]));
  const guest = useMemo(() => new Client(token), [token]);
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<Problem>();
  const last = followed.events.filter(({ type }) => type === "message").at(-1)?.data.message as Message | undefined;
  const buttons = last?.role === "bot" ? (last.buttons ?? []) : [];

  async function say(words: string, pressed?: QuickReply) {
    const answer = pressed?.answers && last?.read_back ? { to: last.read_back.id, with: pressed.answers } : undefined;
    setProblem(undefined);
    try {
      await guest.call(`/v1/conversations/${encodeURIComponent(id)}/messages`, { method: "POST", body: { id: `test_${Date.now()}`, text: words, answer } });
      setText("");
    } catch (error) {
      setProblem(asProblem(error));
    }
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    if (text.trim()) void say(text.trim());
  }
  return (
    <>
      <Talk followed={followed} />
      {problem && <ProblemView problem={problem} />}
      {buttons.length > 0 && (
        <div className="actions" role="group" aria-label="Suggested answers">
          {buttons.map((button) => <button key={button.label} type="button" onClick={() => say(button.text, button)}>{button.label}</button>)}
        </div>
      )}
      <form className="test-say" onSubmit={submit}>
        <input dir="auto" aria-label="Say as a guest" placeholder="Write as a guest would" value={text} maxLength={4000} onChange={(event) => setText(event.target.value)} />
        <button disabled={!text.trim()}>Say</button>
      </form>
    </>
  );
}
