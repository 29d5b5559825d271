import { useState, type FormEvent } from "react";
import { Client } from "../client";
import { Loading } from "../parts/bits";
import { ProblemView } from "../parts/problem";
import { useAct } from "../parts/use-act";
import { useLoaded } from "../parts/use-loaded";
import { userOf, type Entered, type Session, type User } from "./session";
import { ChoosePlace, goOn } from "./sign-in";

interface Link {
  purpose: "welcome" | "invitation" | "password";
  email: string;
  name: string;
}

const kHeadings = { welcome: "The first account", invitation: "Welcome to frontdesk", password: "A new password" };
const nobody = new Client("");

// Where a link leads that lets somebody in once.
export function Welcome({ token, onSignedIn }: { token: string; onSignedIn: (session: Session) => void }) {
  const { value: link, problem } = useLoaded((signal) => nobody.call<Link>("/v1/links/look", { method: "POST", body: { token }, signal }), [token]);
  const [user, setUser] = useState<User>();

  // The link is over, so it does not stay in the address.
  function leave(session?: Session) {
    history.replaceState(null, "", location.pathname);
    dispatchEvent(new HashChangeEvent("hashchange"));
    if (session) onSignedIn(session);
  }
  if (user) return <ChoosePlace user={user} onSignedIn={leave} onOther={() => leave()} />;
  if (link) return <AcceptForm link={link} token={token} onEntered={(entered) => goOn(entered, leave, setUser)} />;
  return (
    <main className="sign-in">
      <form>
        <h1>frontdesk console</h1>
        {problem ? <ProblemView problem={problem} /> : <Loading what="the link" />}
        {problem && <button type="button" className="quiet" onClick={() => leave()}>Sign in</button>}
      </form>
    </main>
  );
}

function AcceptForm({ link, token, onEntered }: { link: Link; token: string; onEntered: (user: User) => Promise<void> }) {
  const isFirst = link.purpose === "welcome";
  const [email, setEmail] = useState(link.email);
  const [name, setName] = useState(link.name);
  const [password, setPassword] = useState("");
  const { act, busy, failure: problem } = useAct();

  function submit(event: FormEvent) {
    event.preventDefault();
    void act(async () => {
      const body = { token, password, name: name.trim(), ...(isFirst && { email: email.trim() }) };
      await onEntered(await userOf(await nobody.call<Entered>("/v1/links/accept", { method: "POST", body })));
    });
  }
  return (
    <main className="sign-in">
      <form onSubmit={submit}>
        <h1>{kHeadings[link.purpose]}</h1>
        {isFirst && <p>Whoever makes it looks after this server and all its businesses, and invites the others.</p>}
        <label>E-mail address
          <input type="email" name="email" autoComplete="username" required maxLength={254} readOnly={!isFirst} autoFocus={isFirst} value={email} onChange={(event) => setEmail(event.target.value)} />
        </label>
        <label>Your name, as customers and colleagues see it
          <input name="name" autoComplete="name" required maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        <label>Password
          <input type="password" name="password" autoComplete="new-password" required minLength={12} maxLength={1024} aria-describedby="password-hint" value={password} onChange={(event) => setPassword(event.target.value)} />
        </label>
        <p id="password-hint" className="hint">12 letters or more; a few words in a row are easy to keep in mind.</p>
        {problem && <ProblemView problem={problem} />}
        <button className="primary" disabled={busy}>{busy ? "Signing in…" : "Set the password and sign in"}</button>
      </form>
    </main>
  );
}
