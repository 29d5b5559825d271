import { useState, type FormEvent } from "react";
import { ProblemView } from "../parts/problem";
import { useAct } from "../parts/use-act";
import { KeySignIn } from "./key-sign-in";
import { Icon } from "../../../trace/icon";
import { enter, openPlace, placesOf, type Session, type Tenant, type User } from "./session";

export function SignIn({ onSignedIn }: { onSignedIn: (session: Session) => void }) {
  const [byKey, setByKey] = useState(false);
  const [user, setUser] = useState<User>();
  if (byKey) return <KeySignIn onSignedIn={onSignedIn} onPassword={() => setByKey(false)} />;
  if (user) return <ChoosePlace user={user} onSignedIn={onSignedIn} onOther={() => setUser(undefined)} />;
  return <PasswordSignIn onKey={() => setByKey(true)} onEntered={(entered) => goOn(entered, onSignedIn, setUser)} />;
}

// Who works in one place only, or for one business, need not say where.
export async function goOn(user: User, onSignedIn: (session: Session) => void, onChoice: (user: User) => void) {
  const places = user.tenants.length > 0 ? user.tenants : placesOf(user);
  if (places.length === 1) onSignedIn(await openPlace(user, places[0]));
  else onChoice(user);
}

function PasswordSignIn({ onEntered, onKey }: { onEntered: (user: User) => Promise<void>; onKey: () => void }) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const { act, busy, failure: problem } = useAct();

  function submit(event: FormEvent) {
    event.preventDefault();
    void act(async () => {
      await onEntered(await enter(email.trim(), password));
    });
  }
  return (
    <main className="sign-in">
      <form onSubmit={submit}>
        <h1>frontdesk console</h1>
        <label>E-mail address
          <input type="email" name="email" autoComplete="username" required autoFocus maxLength={254} value={email} onChange={(event) => setEmail(event.target.value)} />
        </label>
        <label>Password
          <input type="password" name="password" autoComplete="current-password" required maxLength={1024} value={password} onChange={(event) => setPassword(event.target.value)} />
        </label>
        {problem && <ProblemView problem={problem} />}
        <button className="primary" disabled={busy}>{busy ? "Signing in…" : "Sign in"}</button>
        <button type="button" className="quiet" onClick={onKey}>Use the operator key instead</button>
      </form>
    </main>
  );
}

export function ChoosePlace({ user, onSignedIn, onOther }: { user: User; onSignedIn: (session: Session) => void; onOther: () => void }) {
  const places = placesOf(user);
  const { act, busy, failure } = useAct();
  const open = (place: Tenant) => void act(async () => onSignedIn(await openPlace(user, place)));
  return (
    <main className="sign-in">
      <div>
        <h1>Welcome, {user.name}</h1>
        {places.length > 0 ? (
          <>
            <p id="where">Where do you work now? You can change it at any time.</p>
            <ul className="places" aria-labelledby="where">
              {places.map((place, index) => (
                <li key={place.id}><button type="button" autoFocus={index === 0} disabled={busy} onClick={() => open(place)}>{place.name || place.id} <Icon name="next" /></button></li>
              ))}
            </ul>
          </>
        ) : (
          <p>You have no role in a business yet. Whoever invited you can give you one.</p>
        )}
        {failure && <ProblemView problem={failure} />}
        <button type="button" className="quiet" onClick={onOther}>Sign in as somebody else</button>
      </div>
    </main>
  );
}
