import { useEffect, useRef, useState, type FormEvent } from "react";
import type { Client, Problem } from "../../client";
import { Loading } from "../../parts/bits";
import { ProblemView } from "../../parts/problem";
import { asProblem, useLoaded } from "../../parts/use-loaded";
import { address } from "../../shell/router";
import { api, type Base, type Deployment, type Draft, type Finding } from "./api";
import { Changes } from "./diff";
import { keepEdit, recallEdit } from "./edits";
import { PutUp } from "./put-up";
import { TestChat } from "./test-chat";

const kCheckAfterMs = 500;
const kNoBases: Base[] = [];

// A version's text to change: checked while one writes, deployed when nothing stands against it.
export function EditForm({ client, hash, onDeployed }: { client: Client; hash: string; onDeployed: (hash: string) => void }) {
  const { value: version, problem, reload } = useLoaded((signal) => api.version(client, hash, signal), [client, hash]);
  const [recalled] = useState(() => recallEdit(hash));
  const [text, setText] = useState(recalled);
  const [note, setNote] = useState("");
  const [failure, setFailure] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const [waiting, setWaiting] = useState<{ of: string; made: Deployment }>();
  const [draft, setDraft] = useState<{ of: string; made: Draft }>();
  const area = useRef<HTMLTextAreaElement>(null);
  const preview = useRef<HTMLElement>(null);
  const yaml = text ?? version?.yaml ?? "";
  const bases = version?.bases ?? kNoBases;
  const check = useCheck(client, yaml, bases);
  useEffect(() => keepEdit(hash, text === version?.yaml ? undefined : text), [hash, text, version]);

  async function deploy(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    try {
      const made = await api.deploy(client, { yaml, bases }, note.trim(), version?.state === "live" ? version.hash : undefined);
      if (made.approval) {
        setWaiting({ of: yaml, made });
        setBusy(false);
        return; // the text stays: it may be sent back
      }
      keepEdit(hash, undefined);
      onDeployed(made.hash);
    } catch (error) {
      setFailure(asProblem(error));
      setBusy(false);
    }
  }

  // What the text means now: what it changes, and a chat with it. Nothing goes live by that.
  async function tryOut() {
    setBusy(true);
    setFailure(undefined);
    try {
      setDraft({ of: yaml, made: await api.draft(client, { yaml, bases }) });
      setTimeout(() => preview.current?.scrollIntoView({ block: "nearest" })); // below the text where the page is narrow
    } catch (error) {
      setFailure(asProblem(error));
    }
    setBusy(false);
  }

  if (!version) return problem ? <ProblemView problem={problem} onRetry={reload} /> : <Loading what="the version" />;
  const errors = check.findings?.filter(({ severity }) => severity === "error").length ?? 0;
  const cannot = busy || errors > 0 || check.busy;
  return (
    <div className={`trying ${draft ? "open" : ""}`}>
    <form className="edit" onSubmit={deploy}>
      <header className="page-head">
        <div className="page-title"><h2>Edit version {version.number}</h2></div>
        <div className="actions">
          <label className="wide">
            Note
            <input value={note} onChange={(event) => setNote(event.target.value)} placeholder="What this version changes" maxLength={200} />
          </label>
          <button type="button" disabled={cannot} onClick={tryOut}>Try it out</button>
          <button className="primary" disabled={cannot || yaml === version.yaml || yaml === waiting?.of}>{busy ? "Deploying…" : "Deploy"}</button>
          <a className="button" href={address("configuration", hash)} onClick={() => keepEdit(hash, undefined)}>Discard</a>
        </div>
        {recalled !== undefined && text === recalled && recalled !== version.yaml && <p className="fine" role="status">This is what you had changed here and not deployed yet.</p>}
        {waiting && <PutUp made={waiting.made} />}
        {waiting && waiting.of !== yaml && <p className="fine" role="status">The text was changed since. Deployed again, it takes the place of what waits.</p>}
        {failure && <ProblemView problem={failure} />}
      </header>
      <Findings check={check} unchanged={yaml === version.yaml} onChoose={(finding) => area.current && select(area.current, finding)} />
      <Editor area={area} text={yaml} onChange={setText} />
    </form>
    {draft && (
      <aside className="preview" aria-label="Preview" ref={preview}>
        {draft.of !== yaml && <p className="others loud" role="status">The text was changed since. Press “Try it out” again to talk with what it says now.</p>}
        <h3>{draft.made.changes.length ? "What would change for guests" : "It means the same as what is live"}</h3>
        <Changes changes={draft.made.changes} />
        <TestChat key={draft.made.hash} client={client} hash={draft.made.hash} />
      </aside>
    )}
    </div>
  );
}

interface Check {
  findings?: Finding[];
  problem?: Problem;
  busy: boolean;
}

function useCheck(client: Client, yaml: string, bases: Base[]): Check {
  const [check, setCheck] = useState<Check>({ busy: true });
  useEffect(() => {
    if (!yaml) return;
    const stopper = new AbortController();
    setCheck((before) => ({ ...before, busy: true }));
    const timer = setTimeout(async () => {
      try {
        const findings = await api.check(client, { yaml, bases }, stopper.signal);
        setCheck({ findings, busy: false });
      } catch (error) {
        if (!stopper.signal.aborted) setCheck({ problem: asProblem(error), busy: false });
      }
    }, kCheckAfterMs);
    return () => {
      stopper.abort();
      clearTimeout(timer);
    };
  }, [client, yaml, bases]);
  return check;
}

function Findings({ check, unchanged, onChoose }: { check: Check; unchanged: boolean; onChoose: (finding: Finding) => void }) {
  const { findings, problem, busy } = check;
  if (problem) return <ProblemView problem={problem} />;
  const clean = unchanged ? "Nothing is changed yet." : "No findings: this can be deployed.";
  return (
    <div className="findings">
      <p role="status" className="fine">
        {busy || !findings ? "Checking…" : findings.length ? `${findings.length} finding${findings.length > 1 ? "s" : ""}` : clean}
      </p>
      {findings && findings.length > 0 && (
        <ul aria-label="Findings">
          {findings.map((finding, index) => (
            <li key={index}>
              <button type="button" onClick={() => onChoose(finding)}>
                <span className={`pill ${finding.severity === "error" ? "bad" : "warn"}`}>{finding.severity}</span>{" "}
                <span className="fine">line {finding.line}</span> {finding.problem} <span className="remedy">{finding.remedy}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Editor({ area, text, onChange }: { area: React.RefObject<HTMLTextAreaElement | null>; text: string; onChange: (text: string) => void }) {
  const gutter = useRef<HTMLPreElement>(null);
  const lines = text.split("\n").length;
  return (
    <div className="yaml editor">
      <pre className="gutter" aria-hidden="true" ref={gutter}>{Array.from({ length: lines }, (_, index) => index + 1).join("\n")}</pre>
      <textarea ref={area} aria-label="Configuration file" value={text} spellCheck={false} wrap="off" autoCapitalize="off"
        onChange={(event) => onChange(event.target.value)} onScroll={(event) => gutter.current!.scrollTop = event.currentTarget.scrollTop} />
    </div>
  );
}

// Puts the cursor where the finding points, in the middle of the view.
function select(area: HTMLTextAreaElement, { line, column }: Finding): void {
  const before = area.value.split("\n").slice(0, line - 1);
  const start = before.reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
  const end = area.value.indexOf("\n", start);
  area.focus();
  area.setSelectionRange(start, end < 0 ? area.value.length : end);
  const height = parseFloat(getComputedStyle(area).lineHeight);
  area.scrollTop = Math.max(0, (line - 1) * height - area.clientHeight / 2);
}
