import { useEffect, useMemo, useState, type FormEvent, type ReactNode } from "react";
import { Icon } from "../../../../trace/icon";
import { Client, Problem } from "../../client";
import { Ask } from "../../parts/ask";
import { Ago, bringOnce, Empty, Loading } from "../../parts/bits";
import { useFilters } from "../../parts/filters";
import { List, Unchosen } from "../../parts/list";
import { ListAndPage } from "../../parts/list-and-page";
import { ProblemView } from "../../parts/problem";
import { useAct } from "../../parts/use-act";
import { useLoaded, type Loaded } from "../../parts/use-loaded";
import { usePages } from "../../parts/use-pages";
import type { PageProps } from "../../shell/places";
import { address, go } from "../../shell/router";
import { isAtOperator, type Held, type Tenant } from "../../shell/session";
import { people, type Person, type PersonLink } from "./api";
import { RolesField, wordsOf } from "./roles";

const kRefreshMs = 10_000;
const kStates: Record<Person["state"], [string, string]> = { invited: ["Invited", "warn"], active: ["Active", "good"], disabled: ["Disabled", "soft"] };

// Where the caller works: one business, or, for who looks after all, everywhere.
interface Scope {
  client: Client;
  tenants: Tenant[];
  ofOperator: boolean;
}

export function People({ client, session, route: [id] }: PageProps) {
  const { user } = session;
  const atOperator = isAtOperator(session);
  const isOperator = !!user?.roles.some(({ role }) => role === "operator_admin");
  const [wide, setWide] = useState(false);
  const everywhere = wide || atOperator;
  const filters = useFilters({ q: "" }, ["q"]);
  const { q } = filters.wanted;
  const scope = useMemo<Scope>(() => everywhere && user
    ? { client: new Client(user.token, () => client.signOut()), tenants: user.tenants, ofOperator: true }
    : { client, tenants: [{ id: session.tenant, name: session.tenantName }], ofOperator: false }, [client, everywhere, user]);
  const pages = usePages((before, signal) => people.list(scope.client, q, before, signal), [scope, q], kRefreshMs);
  const isInviting = id === "invite";
  const chosen = useLoaded((signal) => (id && !isInviting ? people.find(scope.client, id, signal) : Promise.resolve(null)), [scope, id], kRefreshMs);
  function refresh() {
    pages.reload();
    chosen.reload();
  }
  const list = (
    <List<Person> title="People" what="people" route="people" chosen={id} found={pages}
      aside={<a href={address("people", "invite")}>Invite</a>}
      lead={isOperator && !atOperator && (
        <label className="check scope">
          <input type="checkbox" checked={everywhere} onChange={(event) => setWide(event.target.checked)} /> Everybody, in all businesses
        </label>
      )}
      search={{ label: "Search people", placeholder: "Search names and addresses", value: filters.now.q, onChange: (q) => filters.set({ q }) }}
      isFiltered={filters.isAny} onClear={filters.clear}
      empty={<Empty title="Nobody has a role here yet"><a href={address("people", "invite")}>Invite whoever shall answer conversations.</a></Empty>}
      parts={[{ label: "People", items: pages.value ?? [] }]}
      entry={({ id, name, state, email, roles }) => ({ id, who: name, aside: <StatePill state={state} />, text: email, foot: wordsOf(roles, scope.tenants) })} />
  );
  return (
    <ListAndPage list={list} isChosen={!!id}>
      <section className="page" aria-label="Person">
        {id && <a className="back" href={address("people")}><Icon name="back" /> All people</a>}
        {isInviting && <InviteForm scope={scope} onDone={refresh} />}
        {!id && <Unchosen title="Choose a person">Or <a href={address("people", "invite")}>invite</a> somebody new.</Unchosen>}
        {id && !isInviting && <Chosen found={chosen}>{(person) => <PersonPage key={`${person.id} ${everywhere} ${JSON.stringify(person.roles)}`} scope={scope} person={person} isMe={person.id === user?.id} onDone={refresh} />}</Chosen>}
      </section>
    </ListAndPage>
  );
}

function Chosen({ found: { value, problem, reload }, children }: { found: Loaded<Person | null>; children: (person: Person) => ReactNode }) {
  if (value === null) return <Empty title="There is no such person here" />;
  if (!value) return problem ? <ProblemView problem={problem} onRetry={reload} /> : <Loading what="the person" />;
  return children(value);
}

function StatePill({ state }: { state: Person["state"] }) {
  const [label, tone] = kStates[state];
  return <span className={`pill ${tone}`}>{label}</span>;
}

// Told once: whoever has it comes in by it.
function LinkOnce({ link, name }: { link: PersonLink; name: string }) {
  const url = location.origin + link.path;
  const [copied, setCopied] = useState(false);
  return (
    <div className="once" role="status" tabIndex={-1} ref={bringOnce}>
      <p><b>Send this link to {name}.</b> It lets in whoever opens it, once, until {new Date(link.expires_at).toLocaleString()}. It is not shown again.</p>
      <code>{url}</code>
      <button type="button" onClick={() => void navigator.clipboard?.writeText(url).then(() => setCopied(true), () => {})}>{copied ? "Copied" : "Copy the link"}</button>
    </div>
  );
}

function InviteForm({ scope, onDone }: { scope: Scope; onDone: () => void }) {
  const first = (): Held[] => (scope.ofOperator ? [] : [{ role: "agent", tenant: scope.tenants[0].id }]);
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [roles, setRoles] = useState<Held[]>(first);
  const [done, setDone] = useState<{ person: Person; link: PersonLink | null }>();
  const [known, setKnown] = useState<Problem>(); // they have an account: who it is, in words
  const { act, busy, failure } = useAct(onDone);
  useEffect(() => setRoles(first()), [scope]);

  function invite(ifKnown: "refuse" | "add_roles") {
    setDone(undefined);
    setKnown(undefined);
    void act(async () => {
      try {
        setDone(await people.invite(scope.client, { email: email.trim(), name: name.trim(), roles, if_known: ifKnown }));
      } catch (error) {
        if (!(error instanceof Problem && error.type === "/problems/people/known")) throw error;
        setKnown(error);
        return;
      }
      setEmail("");
      setName("");
      setRoles(first()); // the next one is not given what this one was
    });
  }
  return (
    <div className="sections">
      <section aria-labelledby="invite">
        <h2 id="invite">Invite somebody</h2>
        <form onSubmit={(event: FormEvent) => {
          event.preventDefault();
          invite("refuse");
        }}>
          <label>E-mail address<input type="email" required maxLength={254} value={email} autoComplete="off" onChange={(event) => setEmail(event.target.value)} /></label>
          <label>Name<input required maxLength={80} value={name} autoComplete="off" onChange={(event) => setName(event.target.value)} /></label>
          <RolesField roles={roles} tenants={scope.tenants} ofOperator={scope.ofOperator} onChange={setRoles} />
          <button className="primary" disabled={busy || roles.length === 0}>Invite</button>
        </form>
        {known && (
          <Ask label="Known already" question={`Somebody with the address ${email.trim()} has an account already. Shall they have this role besides those that they have?`}
            yes="Give them the role" no="Leave them as they are" busy={busy} onYes={() => invite("add_roles")} onNo={() => setKnown(undefined)} />
        )}
        {failure && <ProblemView problem={failure} />}
        {done?.link && <LinkOnce link={done.link} name={done.person.name} />}
        {done && !done.link && <p role="status" className="once" tabIndex={-1} ref={bringOnce}><a href={address("people", done.person.id)}>{done.person.name}</a> has the role from now on.</p>}
      </section>
    </div>
  );
}

function PersonPage({ scope, person, isMe, onDone }: { scope: Scope; person: Person; isMe: boolean; onDone: () => void }) {
  const [roles, setRoles] = useState(person.roles);
  const [link, setLink] = useState<PersonLink>();
  const [asked, setAsked] = useState(false);
  const { act, busy, failure } = useAct(() => {
    setAsked(false);
    onDone();
  });
  const isDisabled = person.state === "disabled";
  const isSame = JSON.stringify([...roles].sort(byText)) === JSON.stringify([...person.roles].sort(byText));

  return (
    <div className="sections">
      <section aria-labelledby="person">
        <div className="page-title"><h2 id="person">{person.name}</h2><StatePill state={person.state} />{isMe && <span className="fine">This is you</span>}</div>
        <dl className="facts">
          <div><dt>E-mail</dt><dd>{person.email}</dd></div>
          <div><dt>Last here</dt><dd>{person.seen_at ? <Ago at={person.seen_at} /> : person.state === "invited" ? "never" : "not known here"}</dd></div>
        </dl>
        {failure && <ProblemView problem={failure} />}
        <form onSubmit={(event) => {
          event.preventDefault();
          void act(async () => {
            const { roles: left } = await people.giveRoles(scope.client, person.id, roles);
            if (!scope.ofOperator && left.length === 0) go("people");
          });
        }}>
          <RolesField roles={roles} tenants={scope.tenants} ofOperator={scope.ofOperator} onChange={setRoles} />
          <button className="primary" disabled={busy || isSame}>Save the roles</button>
        </form>
        <div className="actions">
          {!isDisabled && <button type="button" disabled={busy} onClick={() => void act(async () => setLink(await people.link(scope.client, person.id)))}>{person.state === "invited" ? "New invitation" : "Link for a new password"}</button>}
          {isDisabled
            ? <button type="button" disabled={busy} onClick={() => void act(() => people.enable(scope.client, person.id))}>Let {person.name} in again</button>
            : !asked && <button type="button" disabled={busy} onClick={() => setAsked(true)}>Disable {person.name}</button>}
        </div>
        {asked && !isDisabled && (
          <Ask label="Disable" question={`${person.name} is kept out, and signed out everywhere at once.`} yes="Keep them out" no="Leave them in" busy={busy}
            onYes={() => void act(() => people.disable(scope.client, person.id))} onNo={() => setAsked(false)} />
        )}
        {link && <LinkOnce link={link} name={person.name} />}
      </section>
    </div>
  );
}

function byText(one: Held, other: Held): number {
  return `${one.tenant} ${one.role}` < `${other.tenant} ${other.role}` ? -1 : 1;
}
