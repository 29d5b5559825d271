import { useState, type FormEvent } from "react";
import { Client } from "../../client";
import { Allowed } from "../../parts/allowed";
import { Ask } from "../../parts/ask";
import { Ago, Empty, Loading } from "../../parts/bits";
import { ProblemView } from "../../parts/problem";
import { useAct } from "../../parts/use-act";
import { useLoaded } from "../../parts/use-loaded";
import type { SignedIn } from "../../shell/places";
import { may } from "../../shell/session";
import { switches, type StoppedTool, type WebKey } from "./switches-api";

const kHouse = "house.manage"; // what is the operator's, as the keys of businesses are

// What acts at once, without a deployment: tools that nobody may call, and the keys that open conversations.
export function Switches({ client, session }: SignedIn) {
  return (
    <div className="sections">
      <StoppedTools client={client} />
      {may(session, kHouse) && <WebKeys session={session} />}
    </div>
  );
}

function StoppedTools({ client }: { client: Client }) {
  const { value, problem, reload } = useLoaded((signal) => switches.stopped(client, signal), [client], 5_000);
  const { act, busy, failure } = useAct(reload);
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
            <Allowed to="resumeTool"><button type="button" disabled={busy} onClick={() => void act(() => switches.resume(client, tool.name))}>Resume {tool.name}</button></Allowed>
          </li>
        ))}
      </ul>
      {failure && <ProblemView problem={failure} />}
      <Allowed to="stopTool" otherwise={<p className="fine">Admins of the business stop tools and resume them.</p>}>
        <StopForm client={client} stopped={value ?? []} onStopped={reload} />
      </Allowed>
    </section>
  );
}

const kEarlier = " "; // no tool's name

// Of the live file's tools one is chosen; one that only an earlier version has is named, as conversations that began with
// that version call it still.
function StopForm({ client, stopped, onStopped }: { client: Client; stopped: StoppedTool[]; onStopped: () => void }) {
  const { value: tools, problem, reload } = useLoaded((signal) => switches.tools(client, signal), [client]);
  const [chosen, setChosen] = useState("");
  const [earlier, setEarlier] = useState("");
  const [reason, setReason] = useState("");
  const { act, busy, failure } = useAct(onStopped);
  const name = chosen === kEarlier ? earlier.trim() : chosen;

  function stop(event: FormEvent) {
    event.preventDefault();
    void act(async () => {
      await switches.stop(client, name, reason.trim());
      setChosen("");
      setEarlier("");
      setReason("");
    });
  }
  if (!tools) return problem ? <ProblemView problem={problem} onRetry={reload} /> : <Loading what="the tools" />;
  return (
    <form onSubmit={stop}>
      <label>Tool
        <select required value={chosen} onChange={(event) => setChosen(event.target.value)}>
          <option value="" disabled>choose</option>
          {tools.map(({ name, description }) => (
            <option key={name} value={name} disabled={stopped.some((one) => one.name === name)}>{`${name}: ${description}`}</option>
          ))}
          <option value={kEarlier}>One of an earlier version…</option>
        </select>
      </label>
      {chosen === kEarlier && (
        <label>Its name<input required maxLength={200} value={earlier} autoFocus onChange={(event) => setEarlier(event.target.value)} spellCheck={false} autoCapitalize="off" autoComplete="off" aria-describedby="tool-hint" /></label>
      )}
      {chosen === kEarlier && <p id="tool-hint" className="hint">As it stands under “tools” in the version that open conversations began with.</p>}
      <label>Why<input required maxLength={400} value={reason} placeholder="The booking system is being moved" aria-describedby="why-hint" onChange={(event) => setReason(event.target.value)} /></label>
      <p id="why-hint" className="hint">Guests who need it are told this.</p>
      <button className="primary" disabled={busy}>Stop the tool</button>
      {failure && <ProblemView problem={failure} />}
    </form>
  );
}

// Of whoever came by the operator key the page asks for it once more, keeps it while it is open, and stores it nowhere.
function WebKeys({ session: { tenant, user } }: Pick<SignedIn, "session">) {
  const [asked, setAsked] = useState(""); // which is to be retired
  const [operatorKey, setOperatorKey] = useState("");
  const [keys, setKeys] = useState<WebKey[]>();
  const { act, busy, failure } = useAct();
  const operator = () => new Client(user?.token ?? operatorKey.trim());
  const refresh = async () => setKeys(await switches.keys(operator(), tenant));

  return (
    <section aria-labelledby="web-keys">
      <h2 id="web-keys">Publishable keys</h2>
      <p className="fine">A widget opens conversations with one of these. A retired key opens none; conversations that are open go on.</p>
      <form onSubmit={(event) => {
        event.preventDefault();
        void act(refresh);
      }}>
        {!user && <label>Operator key<input type="password" autoComplete="off" required value={operatorKey} spellCheck={false}
          onChange={(event) => {
            setOperatorKey(event.target.value);
            setKeys(undefined);
          }} /></label>}
        <button disabled={busy}>Show the keys</button>
      </form>
      {failure && <ProblemView problem={failure} />}
      {keys && (
        <>
          <ul aria-label="Publishable keys">
            {keys.map(({ key, state }) => (
              <li key={key}>
                <span><code>{key}</code> {state === "retired" && <span className="pill soft">retired</span>}</span>
                {state === "in_use" && asked !== key && <button type="button" disabled={busy} onClick={() => setAsked(key)}>Retire {key}</button>}
                {state === "in_use" && asked === key && (
                  <Ask label="Retire" question="Pages that use it open no conversation any more." yes="Retire it" no="Keep it" busy={busy}
                    onYes={() => void act(async () => setKeys(await switches.retire(operator(), tenant, key)))} onNo={() => setAsked("")} />
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
