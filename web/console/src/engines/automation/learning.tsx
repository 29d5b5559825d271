import { useEffect, useRef, useState, type FormEvent } from "react";
import type { Client, Problem } from "../../client";
import { Allowed } from "../../parts/allowed";
import { Ago, Empty, Loading } from "../../parts/bits";
import { ProblemView } from "../../parts/problem";
import { asProblem, useLoaded } from "../../parts/use-loaded";
import { address } from "../../shell/router";
import { api, type Deployment, type Upload } from "./api";
import { keepLessons, recallLessons } from "./edits";
import { inWords, learning, type Correction, type Heard, type Preview, type Taking, type Told, type Turn } from "./learning-api";
import { Naming } from "./naming";
import { NothingDeployed } from "./nothing-deployed";
import { PutUp } from "./put-up";

// Each misread turn can be put right: as an example of what was meant, with an answer of its own, or by what some of its
// words are another name for. Corrections gather in
// a draft of the tenant's file; what they would have changed is shown before it goes live.
// `conversation`: only what was said in it.
export function Learning({ client, conversation }: { client: Client; conversation?: string }) {
  const heard = useLoaded((signal) => learning.heard(client, signal), [client]);
  const live = useLoaded((signal) => learning.live(client, signal), [client]);
  const [lessons, setLessons] = useState(recallLessons);
  const [waiting, setWaiting] = useState<Deployment>();
  useEffect(() => keepLessons(lessons), [lessons]);

  if (!heard.value || !live.value) {
    const problem = heard.problem ?? live.problem;
    if (problem?.type === "/problems/config/none-live") return <div className="sections"><NothingDeployed /></div>;
    return <div className="sections">{problem ? <ProblemView problem={problem} onRetry={() => { heard.reload(); live.reload(); }} /> : <Loading what="what guests said" />}</div>;
  }
  const { hash } = live.value;
  const { draft, taught } = lessons?.of === hash ? lessons : { draft: undefined, taught: [] };
  const { yaml, bases } = draft ?? live.value;
  async function teach(correction: Correction, what: string) {
    const next = await learning.teach(client, { yaml, bases }, correction);
    setLessons({ of: hash, draft: { yaml: next, bases }, taught: [...taught, what] });
  }
  const startAnew = () => setLessons(undefined);
  return (
    <div className="sections">
      {waiting && <PutUp made={waiting} />}
      {lessons && !draft && (
        <div className="ask" role="status">
          <p>Another version went live since your corrections ({lessons.taught.join("; ")}). Make them again on what is live now.</p>
          <button type="button" onClick={startAnew}>All right</button>
        </div>
      )}
      {draft && (
        <Draft key={draft.yaml} client={client} draft={draft} of={hash} taught={taught} onDiscard={startAnew} onDeployed={(made) => {
          startAnew();
          setWaiting(made.approval ? made : undefined);
          live.reload();
          heard.reload();
        }} />
      )}
      {!conversation && <Unanswered heard={heard.value} teach={teach} />}
      <Turns heard={heard.value} teach={teach} conversation={conversation} />
    </div>
  );
}

type Teach = (correction: Correction, what: string) => Promise<void>;

function Unanswered({ heard, teach }: { heard: Heard; teach: Teach }) {
  return (
    <section aria-labelledby="unanswered">
      <h2 id="unanswered">Not answered</h2>
      <p className="fine">Of the last 30 days, the most frequent first; what is alike is one entry.{!heard.is_all && " There was more than what is looked at."}</p>
      {heard.groups.length === 0 && <Empty title="Everything was answered">What the bot has no answer to stands here.</Empty>}
      <ul aria-label="Not answered">
        {heard.groups.map(({ count, turns }) => (
          <li key={turns[0].conversation + turns[0].seq}>
            <span>
              <b>{turns[0].text}</b> {count > 1 && <span className="pill warn">{count} times</span>}
              {turns.slice(1, 3).map(({ conversation, seq, text }) => <span className="fine" key={conversation + seq}> · {text}</span>)}
            </span>
            <Allowed to="teachSentence"><Correct turn={turns[0]} heard={heard} teach={teach} /></Allowed>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Turns({ heard, teach, conversation }: { heard: Heard; teach: Teach; conversation?: string }) {
  const [all, setAll] = useState(false);
  const turns = conversation ? heard.turns.filter((turn) => turn.conversation === conversation) : heard.turns.filter((turn) => all || turn.missed || !turn.is_answer);
  return (
    <section aria-labelledby="heard">
      <h2 id="heard">How guests were read</h2>
      {conversation ? (
        <p className="fine">Of one conversation. <a href={address("learning")}>Show all</a></p>
      ) : (
        <label className="check"><input type="checkbox" checked={all} onChange={(event) => setAll(event.target.checked)} /> Also answers that fitted what was asked for</label>
      )}
      {heard.turns.length === 0 && <Empty title="Nobody said anything yet">Whatever guests write to the bot appears here, with how it was read.</Empty>}
      {heard.turns.length > 0 && turns.length === 0 && <Empty title="Nothing of this is among the last messages">The newest 200 are looked at.</Empty>}
      <ul aria-label="How guests were read">
        {turns.map((turn) => (
          <li key={turn.conversation + turn.seq}>
            <span>
              <a href={address("conversations", turn.conversation)}>{turn.text}</a>{" "}
              <span className={`pill ${turn.missed ? "warn" : "soft"}`}>{turn.missed ? "not understood" : turn.intent ? inWords(turn.intent) : "answer"}</span>{" "}
              <span className="fine">
                {turn.asked && `asked for ${inWords(turn.asked)}, `}{turn.intent && !turn.missed && `${percent(turn.confidence)}, `}<Ago at={turn.at} />
                {turn.told.length > 0 && <> · read as {told(turn.told)}</>}
              </span>
            </span>
            <Allowed to="teachSentence"><Correct turn={turn} heard={heard} teach={teach} /></Allowed>
          </li>
        ))}
      </ul>
    </section>
  );
}

// What was meant: one of what the bot knows, or something that has no answer yet; or what some of the words mean.
function Correct({ turn, heard: { intents, names }, teach }: { turn: Turn; heard: Heard; teach: Teach }) {
  const [form, setForm] = useState<"answer" | "name">();
  const [meant, setMeant] = useState("");
  const byHand = useRef(false); // a mouse or a finger means what it picks; keys only walk through the list
  const [done, setDone] = useState(false);
  const [failure, setFailure] = useState<Problem>();

  async function put(correction: Correction, what: string) {
    setFailure(undefined);
    try {
      await teach(correction, what);
      setForm(undefined);
      setDone(true);
    } catch (error) {
      setFailure(asProblem(error));
    }
  }
  const teachMeant = (to: string) => void put({ text: turn.text, to }, `“${turn.text}” means ${inWords(to)}`);
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
        <select value={meant} aria-label={`What “${turn.text}” meant`} onPointerDown={() => (byHand.current = true)} onKeyDown={() => (byHand.current = false)}
          onChange={(event) => {
            setMeant(event.target.value);
            if (byHand.current) teachMeant(event.target.value);
          }}>
          <option value="" disabled>choose</option>
          {intents.map((intent) => <option key={intent} value={intent}>{inWords(intent)}</option>)}
        </select>
      </label>
      {meant && <button type="button" className="primary" onClick={() => teachMeant(meant)}>Put into the draft</button>}
      <button type="button" aria-expanded={form === "answer"} onClick={() => setForm(form === "answer" ? undefined : "answer")}>Add an answer</button>
      {names.length > 0 && <button type="button" aria-expanded={form === "name"} onClick={() => setForm(form === "name" ? undefined : "name")}>Put a word right</button>}
      {form === "name" && <Naming turn={turn} names={names} onName={(correction, what) => void put(correction, what)} />}
      {form === "answer" && (
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
  of: string; // hash of the version that it was made from
  taught: string[];
  onDiscard: () => void;
  onDeployed: (made: Deployment) => void;
}

function Draft({ client, draft, of, taught, onDiscard, onDeployed }: DraftProps) {
  const { value: preview, problem, reload } = useLoaded(() => learning.preview(client, draft), [client, draft]);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Problem>();

  async function deploy() {
    setBusy(true);
    setFailure(undefined);
    try {
      onDeployed(await api.deploy(client, draft, `Learnt: ${taught.join("; ")}`.slice(0, 1000), of));
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
        <Allowed to="deployConfig"><button type="button" className="primary" disabled={busy || !preview} onClick={() => void deploy()}>{busy ? "Going live…" : "Make it live"}</button></Allowed>
        <button type="button" disabled={busy} onClick={onDiscard}>Discard</button>
      </div>
      {failure && <ProblemView problem={failure} />}
    </section>
  );
}

function Changes({ preview }: { preview: Preview }) {
  const { turns, changed, examples, told: otherwise } = preview;
  return (
    <>
      <p role="status">
        {changed === 0 ? `None of the last month’s ${turns} messages would be taken otherwise.` : `${changed} of the last month’s ${turns} messages would be taken otherwise.`}
        {otherwise.changed > 0 && ` Words in ${otherwise.changed} ${otherwise.changed === 1 ? "message" : "messages"} would be read otherwise.`}
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
      {otherwise.changed > 0 && (
        <ul aria-label="What would be read otherwise">
          {otherwise.examples.map(({ conversation, at, text, was, becomes }, index) => (
            <li key={index}>
              <span><a href={address("conversations", conversation)}>{text}</a> <span className="fine"><Ago at={at} /></span></span>
              <span>{told(less(was, becomes))} → <b>{told(less(becomes, was))}</b></span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

const percent = (share: number) => `${Math.round(100 * share)} %`;
const taking = ({ intent, confidence, acts }: Taking) => (acts ? `${inWords(intent)} (${percent(confidence)})` : `asked, perhaps ${inWords(intent)}`);
const told = (all: Told[]) => all.map(({ name, value }) => `${inWords(name)}: ${value}`).join(", ") || "nothing";
const less = (all: Told[], known: Told[]) => all.filter((one) => !known.some(({ name, value }) => name === one.name && value === one.value));
