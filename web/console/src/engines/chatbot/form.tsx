import { useState, type FormEvent, type KeyboardEvent } from "react";
import type { Client, Problem } from "../../client";
import { ProblemView } from "../../parts/problem";
import { asProblem } from "../../parts/use-loaded";
import { api } from "./api";

// A person's answer. The id stays the same until the server has taken it, so that trying again never says it twice.
export function ReplyForm({ client, id }: { client: Client; id: string }) {
  const [text, setText] = useState("");
  const [messageId, setMessageId] = useState(newId);
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);

  async function send(event?: FormEvent) {
    event?.preventDefault();
    if (!text.trim() || busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await api.reply(client, id, text.trim(), messageId);
      setText("");
      setMessageId(newId());
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
  }
  function sendOnEnter(event: KeyboardEvent) {
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      void send();
    }
  }

  return (
    <form className="reply" onSubmit={send}>
      {problem && <ProblemView problem={problem} />}
      <div>
        <textarea aria-label="Your answer" placeholder="Write to the customer" rows={2} value={text} maxLength={4000}
          onChange={(event) => setText(event.target.value)} onKeyDown={sendOnEnter} />
        <button className="primary" disabled={busy || !text.trim()}>Send</button>
      </div>
    </form>
  );
}

function newId(): string {
  return crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16)).join("");
}
