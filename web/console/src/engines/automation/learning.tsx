import { useState, type FormEvent } from "react";
import type { Client, Problem } from "../../client";
import { Ago, Empty, Loading } from "../../parts/bits";
import { ProblemView } from "../../parts/problem";
import { asProblem, useLoaded } from "../../parts/use-loaded";
import { address } from "../../shell/router";
import { api, type Upload } from "./api";
import { learning, type Correction, type Heard, type Preview, type Taking, type Turn } from "./learning-api";

// Each misread turn can be put right: as an example of what was meant, or with an answer of its own. Corrections gather in
// a draft of the tenant's file; what they would have changed is shown before it goes live.
export function Learning({ client }: { client: Client }) {
  const heard = useLoaded((signal) => learning.heard(client, signal), [client]);
  const live = useLoaded((signal) => learning.live(client, signal), [client]);
  const [draft, setDraft] = useState<Upload>();
  const [taught, setTaught] = useState<string[]>([]);

  if (!heard.value || !live.value) {
    const problem = heard.problem ?? live.problem;
    return <div className="switches">{problem ? <ProblemView problem={problem} onRetry={() => { heard.reload(); live.reload(); }} /> : <Loading what="what guests said" />}</div>;
  }
  const { yaml, bases } = draft ?? live.value;
  async function teach(correction: Correction, what: string) {
    setDraft({ yaml: await learning.teach(client, { yaml, bases }, correction), bases });
    setTaught((before) => [...before, what]);
  }
  function startAnew() {
    setDraft(undefined);
    setTaught([]);
  }
  return (
    <div className="switches">
      {draft && (
        <Draft key={draft.yaml} client={client} draft={draft} taught={taught} onDiscard={startAnew} onLive={() => {
          startAnew();
          live.reload();
          heard.reload();
        }} />
      )}
      <Unanswered heard={heard.value} teach={teach} />
      <Turns heard={heard.value} teach={teach} />
    </div>
  );
}

type Teach = (correction: Correction, what: string) => Promise<void>;

function Unanswered({ heard, teach }: { heard: Heard; teach: Teach }) {
  return (
    <section aria-labelledby="unanswered">
      <h2 id="unanswered">Not answered</h2>
      <p className="fine">Of the last 30 days, the most frequent first; what is alike is one entry.{!heard.is_all && " There was more than what is looked at."}</p>
      {heard.groups.length === 0 && <Empty title="Everything was answered" />}
      <ul aria-label="Not answered">
        {heard.groups.map(({ count, turns }) => (
          <li key={turns[0].conversation + turns[0].seq}>
            <span>
              <b>{turns[0].text}</b> {count > 1 && <span className="pill warn">{count} times</span>}
              {turns.slice(1, 3).map(({ conversation, seq, text }) => <span className="fine" key={conversation + seq}> · {text}</span>)}
            </span>
            <Correct turn={turns[0]} intents={heard.intents} teach={teach} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Turns({ heard, teach }: { heard: Heard; teach: Teach }) {
  return (
    <section aria-labelledby="heard">
      <h2 id="heard">How guests were read</h2>
      {heard.turns.length === 0 && <Empty title="Nobody said anything yet" />}
      <ul aria-label="How guests were read">
        {heard.turns.map((turn) => (
          <li key={turn.conversation + turn.seq}>
            <span>
              <a href={address("conversations", turn.conversation)}>{turn.text}</a>{" "}
              <span className={`pill ${turn.missed ? "warn" : "soft"}`}>{turn.missed ? "not understood" : words(turn.intent)}</span>{" "}
              <span className="fine">{turn.intent && !turn.missed && `${percent(turn.confidence)}, `}<Ago at={turn.at} /></span>
            </span>
            <Correct turn={turn} intents={heard.intents} teach={teach} />
          </li>
        ))}
      </ul>
    </section>
  );
}

// What was meant: one of what the bot knows, or something that has no answer yet.
function Correct({ turn, intents, teach }: { turn: Turn; intents: string[]; teach: Teach }) {
  const [answers, setAnswers] = useState(false);
  const [done, setDone] = useState(false);
  const [failure, setFailure] = useState<Problem>();

  async function put(correction: Correction, what: string) {
    setFailure(undefined);
    try {
      await teach(correction, what);
      setAnswers(false);
      setDone(true);
    } catch (error) {
      setFailure(asProblem(error));
    }
  }
  function answer(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [id, text] = [String(form.get("id")), String(form.get("answer"))];
    void put({ text: turn.text, answer: { id, text } }, `“${turn.text}” is answered`);
  }
  if (done) return <span className="pill good">In the draft</span>;
  return (
    <span className="actions">
      <label className="fine">
        Meant:{" "}
        <select value="" aria-label={`What “${turn.text}” meant`}
          onChange={(event) => void put({ text: turn.text, to: event.target.value }, `“${turn.text}” means ${words(event.target.value)}`)}>
          <option value="" disabled>choose</option>
          {intents.map((intent) => <option key={intent} value={intent}>{words(intent)}</option>)}
        </select>
      </label>
      <button type="button" aria-expanded={answers} onClick={() => setAnswers(!answers)}>Add an answer</button>
      {answers && (
        <form onSubmit={answer}>
          <label>Name<input name="id" required pattern="[a-z][a-z0-9_\-]{0,39}" placeholder="parking" title="Small letters, digits, - and _" autoCapitalize="off" spellCheck={false} /></label>
          <label>Answer<textarea name="answer" required maxLength={2000} rows={2} /></label>
          <button className="primary">Put into the draft</button>
        </form>
      )}
      {failure && <ProblemView problem={failure} />}
    </span>
  );
}

interface DraftProps {
  client: Client;
  draft: Upload;
  taught: string[];
  onDiscard: () => void;
  onLive: () => void;
}

function Draft({ client, draft, taught, onDiscard, onLive }: DraftProps) {
  const { value: preview, problem, reload } = useLoaded(() => learning.preview(client, draft), [client, draft]);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Problem>();

  async function deploy() {
    setBusy(true);
    setFailure(undefined);
    try {
      await api.deploy(client, draft, `Learnt: ${taught.join("; ")}`.slice(0, 1000));
      onLive();
    } catch (error) {
      setFailure(asProblem(error));
      setBusy(false);
    }
  }
  return (
    <section aria-labelledby="draft">
      <h2 id="draft">The draft</h2>
      <ul aria-label="Corrections">{taught.map((what) => <li key={what}>{what}</li>)}</ul>
      {problem && <ProblemView problem={problem} onRetry={reload} />}
      {!preview && !problem && <Loading what="what it would have changed" />}
      {preview && <Changes preview={preview} />}
      <div className="actions">
        <button type="button" className="primary" disabled={busy || !preview} onClick={() => void deploy()}>{busy ? "Going live…" : "Make it live"}</button>
        <button type="button" disabled={busy} onClick={onDiscard}>Discard</button>
      </div>
      {failure && <ProblemView problem={failure} />}
    </section>
  );
}

function Changes({ preview }: { preview: Preview }) {
  const { turns, changed, examples } = preview;
  return (
    <>
      <p role="status">
        {changed === 0 ? `None of the last month’s ${turns} messages would be taken otherwise.` : `${changed} of the last month’s ${turns} messages would be taken otherwise.`}
        {!preview.is_all && " There were more than what is looked at."}
      </p>
      <ul aria-label="What would change">
        {examples.map(({ conversation, at, text, was, becomes }, index) => (
          <li key={index}>
            <span><a href={address("conversations", conversation)}>{text}</a> <span className="fine"><Ago at={at} /></span></span>
            <span>{taking(was)} → <b>{taking(becomes)}</b></span>
          </li>
        ))}
      </ul>
    </>
  );
}

const percent = (share: number) => `${Math.round(100 * share)} %`;
const words = (intent: string | null) => (intent ?? "nothing").replace(/^fact\./, "").replace(/[_-]/g, " ");
const taking = ({ intent, confidence, acts }: Taking) => (acts ? `${words(intent)} (${percent(confidence)})` : `asked, perhaps ${words(intent)}`);
