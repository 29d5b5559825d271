import { useMemo, useState, type FormEvent } from "react";
import { Client } from "../../client";
import { Ago, Loading } from "../../parts/bits";
import { ProblemView } from "../../parts/problem";
import { useAct } from "../../parts/use-act";
import { useLoaded } from "../../parts/use-loaded";
import type { PageProps } from "../../shell/places";
import { openPlace, type Entered, type User } from "../../shell/session";
import { account, type MySession } from "./api";

export function Account({ client, session, change }: PageProps) {
  const user = session.user!; // who has none does not see this place
  const own = useMemo(() => new Client(user.token, () => client.signOut()), [user.token, client]);
  const tenant = { id: session.tenant, name: session.tenantName };
  return (
    <div className="sections">
      <section aria-labelledby="me">
        <h2 id="me">{user.name}</h2>
        <p>Signed in as {user.email}</p>
      </section>
      <Sessions client={own} />
      <Password client={own} onEntered={async (entered) => change(await openPlace(entered, tenant))} user={user} />
    </div>
  );
}

function Sessions({ client }: { client: Client }) {
  const { value, problem, reload } = useLoaded((signal) => account.sessions(client, signal), [client]);
  const { act, busy, failure } = useAct(reload);
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">Where you are signed in</h2>
      {problem && <ProblemView problem={problem} onRetry={reload} />}
      {!value && !problem && <Loading what="your sessions" />}
      <ul aria-label="Sessions">
        {value?.map((each) => (
          <li key={each.id}>
            <span><b>{deviceOf(each)}</b> <span className="fine">{each.address}, <Ago at={each.seen_at} /></span></span>
            {each.is_here ? <span className="pill good">here</span>
              : <button type="button" disabled={busy} onClick={() => void act(() => account.end(client, each.id))}>End {deviceOf(each)}</button>}
          </li>
        ))}
      </ul>
      {value && value.length > 1 && (
        <button type="button" disabled={busy} onClick={() => void act(() => account.endOthers(client))}>End all others</button>
      )}
      {failure && <ProblemView problem={failure} />}
    </section>
  );
}

// What a browser calls itself is long; two words of it tell people which it is.
function deviceOf({ device }: MySession): string {
  const browser = /Edg|OPR|Firefox|Chrome|Safari/.exec(device)?.[0];
  const system = /Android|iPhone|iPad|Windows|Mac OS|Linux/.exec(device)?.[0];
  const names: Record<string, string> = { Edg: "Edge", OPR: "Opera" };
  return [browser && (names[browser] ?? browser), system && `on ${system}`].filter(Boolean).join(" ") || device.slice(0, 40) || "A program";
}

function Password({ client, user, onEntered }: { client: Client; user: User; onEntered: (entered: Entered) => Promise<void> }) {
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  const { act, busy, failure } = useAct();

  function submit(event: FormEvent) {
    event.preventDefault();
    void act(async () => {
      const entered = await account.changePassword(client, old, fresh);
      setOld("");
      setFresh("");
      await onEntered(entered);
    });
  }
  return (
    <section aria-labelledby="password">
      <h2 id="password">Password</h2>
      <p className="fine">With a new one you are signed out everywhere else.</p>
      <form onSubmit={submit}>
        <input type="text" name="username" autoComplete="username" readOnly hidden value={user.email} />
        <label>Present password<input type="password" autoComplete="current-password" required maxLength={1024} value={old} onChange={(event) => setOld(event.target.value)} /></label>
        <label>New password<input type="password" autoComplete="new-password" required minLength={12} maxLength={1024} value={fresh} onChange={(event) => setFresh(event.target.value)} /></label>
        <button className="primary" disabled={busy}>Change the password</button>
      </form>
      {failure && <ProblemView problem={failure} />}
    </section>
  );
}
