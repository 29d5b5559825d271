import { useState, type FormEvent } from "react";
import { ProblemView } from "../parts/problem";
import { useAct } from "../parts/use-act";
import { signIn, tenantsFor, type Session, type Tenant } from "./session";

const kName = "frontdesk:console:name";

// The machine's way in: whoever can read the key, signs in under any name, as an admin of the business.
export function KeySignIn({ onSignedIn, onPassword }: { onSignedIn: (session: Session) => void; onPassword: () => void }) {
  const [key, setKey] = useState("");
  const [name, setName] = useState(localStorage.getItem(kName) ?? "");
  const [tenants, setTenants] = useState<Tenant[]>();
  const [tenant, setTenant] = useState("");
  const { act, busy, failure: problem } = useAct();

  function submit(event: FormEvent) {
    event.preventDefault();
    void act(async () => {
      const known = tenants ?? (await tenantsFor(key.trim()));
      const chosen = known.find(({ id }) => id === tenant) ?? (known.length === 1 ? known[0] : undefined);
      if (!chosen) {
        setTenants(known);
        setTenant(known[0]?.id ?? "");
        return;
      }
      localStorage.setItem(kName, name.trim());
      onSignedIn(await signIn(key.trim(), chosen, name.trim()));
    });
  }

  return (
    <main className="sign-in">
      <form onSubmit={submit}>
        <h1>frontdesk console</h1>
        <label>
          Operator key
          <input type="password" autoComplete="off" required value={key} autoFocus spellCheck={false}
            onChange={(event) => {
              setKey(event.target.value);
              setTenants(undefined);
            }} />
        </label>
        <p className="hint">
          It stands in the file <code>operator.key</code> of the server’s data folder, readable only by whoever runs it.
        </p>
        <label>
          Your name, as customers see it
          <input value={name} onChange={(event) => setName(event.target.value)} autoComplete="given-name" maxLength={60} required />
        </label>
        {tenants && (
          <label>
            Business
            <select value={tenant} onChange={(event) => setTenant(event.target.value)} autoFocus>
              {tenants.map(({ id, name }) => (
                <option key={id} value={id}>{name || id}</option>
              ))}
            </select>
          </label>
        )}
        {tenants?.length === 0 && <p className="hint">No business is set up yet. Deploy one with <code>frontdesk deploy FILE</code>.</p>}
        {problem && <ProblemView problem={problem} />}
        <button className="primary" disabled={busy}>{busy ? "Signing in…" : tenants ? "Open" : "Sign in"}</button>
        <button type="button" className="quiet" onClick={onPassword}>Use e-mail and password instead</button>
      </form>
    </main>
  );
}
