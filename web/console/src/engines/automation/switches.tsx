import { useState, type FormEvent } from "react";
import { Client, type Problem } from "../../client";
import { Ago, Empty, Loading } from "../../parts/bits";
import { ProblemView } from "../../parts/problem";
import { asProblem, useLoaded } from "../../parts/use-loaded";
import { switches, type WebKey } from "./switches-api";

// What acts at once, without a deployment: tools that nobody may call, and the keys that open conversations.
export function Switches({ client, tenant }: { client: Client; tenant: string }) {
  return (
    <div className="sections">
      <StoppedTools client={client} />
      <WebKeys tenant={tenant} />
    </div>
  );
}

function StoppedTools({ client }: { client: Client }) {
  const { value, problem, reload } = useLoaded((signal) => switches.stopped(client, signal), [client], 5_000);
  const [name, setName] = useState("");
  const [reason, setReason] = useState("");
  const { act, busy, failure } = useAct(reload);

  function stop(event: FormEvent) {
    event.preventDefault();
    void act(async () => {
      await switches.stop(client, name.trim(), reason.trim());
      setName("");
      setReason("");
    });
  }

  return (
    <section aria-labelledby="stopped-tools">
      <h2 id="stopped-tools">Stopped tools</h2>
      <p className="fine">A stopped tool is called by no conversation; whoever needs it gets a person.</p>
      {problem && <ProblemView problem={problem} onRetry={reload} />}
      {!value && !problem && <Loading what="stopped tools" />}
      {value?.length === 0 && <Empty title="Every tool may be called" />}
      <ul aria-label="Stopped tools">
        {value?.map((tool) => (
          <li key={tool.name}>
            <span><b>{tool.name}</b> <span>{tool.reason}</span> <span className="fine">{tool.by}, <Ago at={tool.stopped_at} /></span></span>
            <button type="button" disabled={busy} onClick={() => void act(() => switches.resume(client, tool.name))}>Resume {tool.name}</button>
          </li>
        ))}
      </ul>
      <form onSubmit={stop}>
        <label>Tool<input required value={name} placeholder="book_table" aria-describedby="tool-hint" onChange={(event) => setName(event.target.value)} spellCheck={false} autoCapitalize="off" /></label>
        <p id="tool-hint" className="hint">Its name as it stands under “tools” in the configuration.</p>
        <label>Why<input required maxLength={400} value={reason} placeholder="The booking system is being moved" aria-describedby="why-hint" onChange={(event) => setReason(event.target.value)} /></label>
        <p id="why-hint" className="hint">Guests who need it are told this.</p>
        <button className="primary" disabled={busy}>Stop the tool</button>
      </form>
      {failure && <ProblemView problem={failure} />}
    </section>
  );
}

// Keys are the operator's: the page asks for their key, keeps it while it is open, and stores it nowhere.
function WebKeys({ tenant }: { tenant: string }) {
  const [operatorKey, setOperatorKey] = useState("");
  const [keys, setKeys] = useState<WebKey[]>();
  const { act, busy, failure } = useAct();
  const operator = () => new Client(operatorKey.trim());
  const refresh = async () => setKeys(await switches.keys(operator(), tenant));

  return (
    <section aria-labelledby="web-keys">
      <h2 id="web-keys">Publishable keys</h2>
      <p className="fine">A widget opens conversations with one of these. A retired key opens none; conversations that are open go on.</p>
      <form onSubmit={(event) => {
        event.preventDefault();
        void act(refresh);
      }}>
        <label>Operator key<input type="password" autoComplete="off" required value={operatorKey} spellCheck={false}
          onChange={(event) => {
            setOperatorKey(event.target.value);
            setKeys(undefined);
          }} /></label>
        <button disabled={busy}>Show the keys</button>
      </form>
      {failure && <ProblemView problem={failure} />}
      {keys && (
        <>
          <ul aria-label="Publishable keys">
            {keys.map(({ key, state }) => (
              <li key={key}>
                <span><code>{key}</code> {state === "retired" && <span className="pill soft">retired</span>}</span>
                {state === "in_use" && (
                  <button type="button" disabled={busy} onClick={() => {
                    if (confirm(`Retire ${key}? Pages that use it open no conversation any more.`))
                      void act(async () => setKeys(await switches.retire(operator(), tenant, key)));
                  }}>Retire {key}</button>
                )}
              </li>
            ))}
          </ul>
          <button type="button" className="primary" disabled={busy} onClick={() => void act(async () => {
            await switches.issue(operator(), tenant);
            await refresh();
          })}>Issue a key</button>
        </>
      )}
    </section>
  );
}

// One thing at a time, with what went wrong of the last.
function useAct(after: () => void = () => {}) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Problem>();
  async function act(work: () => Promise<unknown>) {
    setBusy(true);
    setFailure(undefined);
    try {
      await work();
      after();
    } catch (error) {
      setFailure(asProblem(error));
    } finally {
      setBusy(false);
    }
  }
  return { act, busy, failure };
}
