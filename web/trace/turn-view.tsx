import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon";
import type { FormItem, GuardItem, Item, ModelItem, ReadingItem, Step, Told, ToolItem, Turn } from "./turns";

// One turn in words: what was understood, what was asked of the business's systems, what held the bot back.
export function TurnView({ turn, heading = "h3" }: { turn: Turn; heading?: "h2" | "h3" | "h4" }) {
  const Heading = heading;
  return (
    <article className="turn">
      <header>
        <Heading>{turn.inputs.length ? turn.inputs.map((text, index) => <q key={index} dir="auto">{text}</q>) : "Without new words"}</Heading>
        <Status turn={turn} />
      </header>
      <ol>
        {turn.items.map((item, index) => (item.kind === "step" || item.kind === "config" ? null : <ItemView key={index} item={item} />))}
        {turn.status === "running" && (
          <Row icon="dots" tone="soft">
            working…
          </Row>
        )}
      </ol>
      <Engine turn={turn} />
    </article>
  );
}

const kStatuses: Record<Turn["status"], [string, string]> = {
  running: ["working", "busy"],
  done: ["done", "good"],
  interrupted: ["waits for an answer", "warn"],
  failed: ["failed", "bad"],
  cancelled: ["stopped", "warn"],
};

function Status({ turn }: { turn: Turn }) {
  const [word, tone] = kStatuses[turn.status] ?? [turn.status, "soft"];
  return (
    <p className="turn-status">
      <span className={`pill ${tone}`}>{word}</span>
      {turn.ms !== undefined && <span>{duration(turn.ms)}</span>}
    </p>
  );
}

type Shown = Exclude<Item, Step | { kind: "config" }>;

function ItemView({ item }: { item: Shown }) {
  switch (item.kind) {
    case "model":
      return <ModelView item={item} />;
    case "tool":
      return <ToolView item={item} />;
    case "guard":
      return <GuardView item={item} />;
    case "handoff":
      return (
        <Row icon="person" tone="warn" meta={item.queue && `queue ${item.queue}`} more={item.summary && <Summary text={item.summary} />}>
          Handed over: {item.reason}
        </Row>
      );
    case "reading":
      return <ReadingView item={item} />;
    case "form":
      return <FormView item={item} />;
    case "unanswered":
      return (
        <Row icon="mind" tone="warn">
          Asked for something that the file does not answer
        </Row>
      );
    case "said":
      return (
        <Row icon="speech" tone="plain">
          Said <q dir="auto">{item.message.text}</q>
        </Row>
      );
  }
}

// The same turn in the engine's own words, for whoever looks for a fault.
function Engine({ turn }: { turn: Turn }) {
  const lines = turn.items.flatMap((item) => engineLine(item) ?? []);
  if (!lines.length) return null;
  return (
    <details className="engine">
      <summary>How the engine did it{turn.steps !== undefined && `: ${count(turn.steps, "step")}`}</summary>
      <ul>{lines.map((line, index) => <li key={index}>{line}</li>)}</ul>
    </details>
  );
}

function engineLine(item: Item): string | undefined {
  switch (item.kind) {
    case "step":
      return `step ${item.step + 1} · ${item.node} · ${duration(item.ms)}`;
    case "model":
      return [`model ${item.provider ?? ""}`.trim(), item.intent && `${item.intent.name} ${Math.round(item.intent.confidence * 100)} %`, item.flow && `flow ${item.flow}`,
        item.tool_calls?.length && `calls ${item.tool_calls.join(", ")}`, item.ms !== undefined && duration(item.ms), item.tokens && count(item.tokens, "token")].filter(Boolean).join(" · ");
    case "guard":
      return `guard ${item.guard} · ${item.decision}`;
    case "reading":
      return [`reading ${item.act}`, item.language, ...(item.wishes ?? []).map(({ intent, confidence }) => `${intent} ${Math.round(confidence * 100)} %`)].join(" · ");
    case "form":
      return [`form ${item.flow ?? "over"}`, item.asks && `asks ${item.asks} (${item.why})`, item.open?.length && `open ${item.open.join(", ")}`,
        item.then?.length && `queued ${item.then.map(({ flow }) => flow).join(", ")}`].filter(Boolean).join(" · ");
    case "config":
      return `configuration ${String(item.version).slice(0, 12)}`;
    default:
      return undefined;
  }
}

const kActs: Record<string, string> = {
  statement: "a statement",
  question: "a question",
  refusal: "a refusal",
  thanks: "thanks",
  greeting: "a greeting",
  small_talk: "small talk",
  farewell: "a good-bye",
  leave: "giving up what was begun",
  restart: "beginning again",
  complaint: "a complaint",
  abuse: "abuse",
  distress: "distress",
};

// What one wish is the next row tells; several, and what is not wanted, stand here.
function ReadingView({ item: { act, language, is_served, wishes = [], denied = [], asked, told } }: { item: ReadingItem }) {
  return (
    <Row icon="speech" tone={is_served === false ? "warn" : "plain"}>
      Read as {kActs[act] ?? inWords(act)}, in {languageName(language)}{is_served === false && ", which the bot does not serve"}
      {wishes.length > 1 && <>. Wants {wishes.map(({ intent, words }, index) => <span key={index}>{index > 0 && ", then "}<b>{inWords(intent)}</b> <q>{words}</q></span>)}</>}
      {denied.length > 0 && <>. Does not want {denied.map(({ intent, words }, index) => <span key={index}>{index > 0 && ", nor "}<b>{inWords(intent)}</b> <q>{words}</q></span>)}</>}
      {told && told.length > 0 && <>. Tells <ToldWords told={told} /></>}
      {asked && !told?.some(({ name }) => name === asked) && <>. Nothing in it was taken for what was asked for: {inWords(asked)}</>}
    </Row>
  );
}

function ToldWords({ told }: { told: Told[] }) {
  return told.map(({ name, value, words }, index) => (
    <span key={index}>{index > 0 && ", "}{inWords(name)} <b>{value}</b>{words && <> by <q>{words}</q></>}</span>
  ));
}

// Why a form asks for what it asks for.
function reasonFor({ why, instead_of }: FormItem): string {
  switch (why) {
    case "doubt":
      return "what was said can mean more than one thing";
    case "bounds":
      return "what was said is out of its bounds";
    case "not_possible":
      return "what was told before is not possible";
    case "instead":
      return `the customer does not have ${inWords(instead_of ?? "")}`;
    case "again":
      return "it is still not answered";
    default:
      return "it is needed and nobody has told it yet";
  }
}

// What a form made of the message, and what it goes on with.
function FormView({ item }: { item: FormItem }) {
  const { told = [], known = [], asks, open = [], then = [] } = item;
  const later = open.filter((name) => name !== asks);
  return (
    <Row icon="list" tone="plain">
      {told.length > 0 && <div>Took <ToldWords told={told} /></div>}
      {known.length > 0 && <div>Knew already: {known.map(({ name, value }, index) => <span key={index}>{index > 0 && ", "}{inWords(name)} <b>{brief(value)}</b></span>)}</div>}
      {asks && <div>Asks for <b>{inWords(asks)}</b>: {reasonFor(item)}{later.length > 0 && `; then for ${later.map(inWords).join(", ")}`}</div>}
      {then.map(({ flow, words }, index) => <div key={index}>Keeps for afterwards: <b>{inWords(flow)}</b> <q>{words}</q></div>)}
    </Row>
  );
}

function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

// What the rows that follow tell in words.
const kOwnCalls = new Set(["start_flow", "fetch_person"]);

function ModelView({ item }: { item: ModelItem }) {
  const { intent, error } = item;
  const tool_calls = (item.tool_calls ?? []).filter((name) => !kOwnCalls.has(name));
  if (error) {
    return (
      <Row icon="mind" tone="bad">
        No model could answer
        <div className="failure">{reason(error)}</div>
      </Row>
    );
  }
  const unsure = !intent || intent.name === "none" || intent.name === "";
  if (unsure && !tool_calls.length && !intent) return <Row icon="mind" tone="plain">Thought about it</Row>;
  return (
    <Row icon="mind" tone="plain">
      {unsure ? (intent ? "Nothing that it knows fits well enough" : "Thought about it") : <>Understood: <b>{inWords(intent.name)}</b></>}
      {intent && <Confidence value={intent.confidence} />}
      {tool_calls.length > 0 && <>, wants to {tool_calls.map(inWords).join(", ")}</>}
    </Row>
  );
}

// "book_table" is what the file calls it, "book table" what one says.
function inWords(name: string): string {
  return name.replace(/^fact\./, "").replace(/[_-]+/g, " ");
}

function Confidence({ value }: { value: number }) {
  const percent = Math.round(value * 100);
  return (
    <span className="confidence">
      <meter min={0} max={100} value={percent} aria-label="Confidence" /> {percent >= 90 ? "sure" : percent >= 60 ? "fairly sure" : "unsure"}
    </span>
  );
}

const kEffects: Record<string, string> = {
  read: "reads only",
  idempotent_write: "writes, exactly once",
  at_most_once: "writes, at most once",
  needs_review: "a person decides",
};

function ToolView({ item }: { item: ToolItem }) {
  const failed = item.status === "error";
  const isRead = item.effect === "read";
  return (
    <Row icon="tool" tone={failed ? "bad" : "good"} more={<ToolDetails item={item} />}>
      {failed ? "Tried to " : isRead ? "Looked up: " : "Did: "}
      <b>{inWords(item.name)}</b> <span className="arguments">{brief(item.arguments)}</span>
      {failed && <div className="failure">{reason(item.error)}</div>}
    </Row>
  );
}

function ToolDetails({ item }: { item: ToolItem }) {
  const failed = item.status === "error";
  return (
    <details>
      <summary>{failed ? "What was sent, and the error" : "What was sent, what came back"}</summary>
      <p className="meta">{[kEffects[item.effect] ?? item.effect, duration(item.ms), item.attempts > 1 && `${item.attempts} attempts`].filter(Boolean).join(" · ")}</p>
      <p className="label">Arguments</p>
      <Json label="Arguments" value={item.arguments} />
      <p className="label">{failed ? "Error" : "Result"}</p>
      <Json label={failed ? "Error" : "Result"} value={failed ? item.error : item.result} />
      {item.key && (
        <>
          <p className="label">Idempotency key</p>
          <p className="key">{item.key}</p>
        </>
      )}
    </details>
  );
}

const kGuards: Record<string, string> = {
  consent: "Read-back",
  loop: "Loop guard",
  budget: "Budget",
  schema: "Schema",
  policy: "House rule",
  repair: "Not understood",
  switch: "A tool is stopped",
  order: "Order of work",
  draft: "Test",
};

// What the read-back came to; the words that were read back, or answered, follow or stand in the turn's heading.
const kConsent: Record<string, string> = {
  asked: "nothing is written before the customer says yes to exactly this.",
  given: "the customer said yes; exactly what was read back is released.",
  refused: "the customer said no; nothing was written.",
  changed: "the customer said something else; nothing was written.",
};

function GuardView({ item: { guard, decision, text } }: { item: GuardItem }) {
  const told = guard === "consent" ? kConsent[decision] : undefined;
  return (
    <Row icon="shield" tone={guard === "consent" && decision === "given" ? "good" : "warn"} meta={told ? undefined : decision}>
      <b>{kGuards[guard] ?? guard}</b>: {told ?? text}
    </Row>
  );
}

interface RowProps {
  icon: IconName;
  tone: string;
  meta?: string;
  more?: ReactNode;
  children: ReactNode;
}

function Row({ icon, tone, meta, more, children }: RowProps) {
  return (
    <li className={`row ${tone}`}>
      <Icon name={icon} />
      <div>
        <div className="what">{children}</div>
        {meta && <div className="meta">{meta}</div>}
        {more}
      </div>
    </li>
  );
}

function Summary({ text }: { text: string }) {
  return (
    <details>
      <summary>Summary for the person</summary>
      <p className="summary">{text}</p>
    </details>
  );
}

function Json({ label, value }: { label: string; value: unknown }) {
  const text = typeof value === "string" ? value : value === undefined ? "nothing" : JSON.stringify(value, null, 2);
  return (
    <pre tabIndex={0} role="group" aria-label={label}>
      {text}
    </pre>
  );
}

function reason(error: unknown): string {
  if (typeof error === "string") return error;
  const { detail, title, slug } = (error ?? {}) as Record<string, string | undefined>;
  return detail ?? title ?? slug ?? "";
}

// The values of an arguments object, as one would say them.
function brief(value: unknown): string {
  if (value === null || typeof value !== "object") return String(value ?? "");
  const texts = Object.values(value).map((one) => (typeof one === "object" ? JSON.stringify(one) : String(one)));
  const text = texts.join(" · ");
  return text.length > 90 ? text.slice(0, 89) + "…" : text;
}

function duration(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return ms >= 10 || Number.isInteger(ms) ? `${Math.round(ms)} ms` : `${ms.toFixed(1)} ms`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
