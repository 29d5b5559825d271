import type { Client } from "../../client";
import { Empty, Loading } from "../../parts/bits";
import { ProblemView } from "../../parts/problem";
import { useLoaded } from "../../parts/use-loaded";
import { go } from "../../shell/router";
import { api, type Change, type Version } from "./api";

// What differs between two versions in meaning; layout, order of keys and comments do not count.
export function Diff({ client, versions, from, to }: { client: Client; versions: Version[]; from: string; to: string }) {
  const { value: changes, problem, reload } = useLoaded((signal) => api.diff(client, from, to, signal), [client, from, to]);
  const choose = (label: string, value: string, change: (hash: string) => void) => (
    <label>
      {label}
      <select value={value} onChange={(event) => change(event.target.value)}>
        {versions.map(({ hash, number, note, state }) => (
          <option key={hash} value={hash}>{`Version ${number}${state === "live" ? " (live)" : ""}${note ? `: ${note}` : ""}`}</option>
        ))}
      </select>
    </label>
  );
  return (
    <>
      <header className="page-head">
        <div className="page-title"><h2>What changes between two versions</h2></div>
        <div className="choices">
          {choose("From", from, (hash) => go("configuration", hash, "compare", to))}
          {choose("To", to, (hash) => go("configuration", from, "compare", hash))}
        </div>
      </header>
      {problem && <ProblemView problem={problem} onRetry={reload} />}
      {!changes && !problem && <Loading what="the differences" />}
      {changes?.length === 0 && <Empty title={from === to ? "These are the same version" : "They mean the same"}>{from === to && "Choose another one above."}</Empty>}
      {changes && <Changes changes={changes} />}
    </>
  );
}

const kOps = { add: ["added", "good"], remove: ["removed", "bad"], change: ["changed", "warn"] } as const;

export function Changes({ changes }: { changes: Change[] }) {
  return (
    <ul className="changes" aria-label="Changes">
      {changes.map((change) => <ChangeView key={change.op + change.pointer} change={change} />)}
    </ul>
  );
}

function ChangeView({ change }: { change: Change }) {
  const [word, tone] = kOps[change.op] ?? [change.op, "soft"];
  return (
    <li className="change">
      <p><span className={`pill ${tone}`}>{word}</span> {change.text}</p>
      <p className="fine"><code>{change.pointer || "/"}</code></p>
      {!saysAll(change) && <div className="sides">
        {change.before !== undefined && <pre className="before" tabIndex={0} role="group" aria-label="Before">{show(change.before)}</pre>}
        {change.after !== undefined && <pre className="after" tabIndex={0} role="group" aria-label="After">{show(change.after)}</pre>}
      </div>}
    </li>
  );
}

// The text quotes short values itself.
function saysAll({ before, after, text }: Change): boolean {
  return [before, after].every((value) => value === undefined || (typeof value !== "object" && text.includes(String(value))));
}

function show(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
