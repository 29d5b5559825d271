import { useEffect, useState, type FormEvent, type KeyboardEvent, type RefObject } from "react";
import type { Client, Problem } from "../../client";
import { newId } from "../../parts/new-id";
import { ProblemView } from "../../parts/problem";
import { asProblem } from "../../parts/use-loaded";
import { api } from "./api";
import { recallDraft, keepDraft } from "./drafts";

// A person's answer. The id stays the same until the server has taken it, so that trying again never says it twice. What
// is written and not sent is kept in this browser.
export function ReplyForm({ client, id, field, onTyping }: { client: Client; id: string; field: RefObject<HTMLTextAreaElement | null>; onTyping: () => void }) {
  const [text, setText] = useState(() => recallDraft(id));
  const [messageId, setMessageId] = useState(newId);
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  useEffect(() => keepDraft(id, text), [id, text]);

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
  function onKey(event: KeyboardEvent) {
    if (event.key === "Escape") event.currentTarget instanceof HTMLElement && event.currentTarget.blur();
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      void send();
    }
  }

  return (
    <form className="reply" onSubmit={send}>
      {problem && <ProblemView problem={problem} />}
      <div>
        <textarea ref={field} dir="auto" aria-label="Your answer" placeholder="Write to the guest" rows={2} value={text} maxLength={4000}
          onChange={(event) => {
            setText(event.target.value);
            if (event.target.value.trim()) onTyping();
          }} onKeyDown={onKey} />
        <button className="primary" disabled={busy || !text.trim()}>Send</button>
      </div>
    </form>
  );
}
