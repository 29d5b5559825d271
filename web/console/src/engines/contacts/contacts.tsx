import { useState, type FormEvent } from "react";
import { Icon } from "../../../../trace/icon";
import type { Client } from "../../client";
import { Allowed, useMay } from "../../parts/allowed";
import { Ago, Clock, Empty, focusOnce, Loading, OwnerPill } from "../../parts/bits";
import { useLater } from "../../parts/filters";
import { Ask } from "../../parts/ask";
import { ListAndPage } from "../../parts/list-and-page";
import { ProblemView } from "../../parts/problem";
import { listKeys, useShortcuts } from "../../parts/shortcuts";
import { useAct } from "../../parts/use-act";
import { useLoaded } from "../../parts/use-loaded";
import { usePages } from "../../parts/use-pages";
import { address, go } from "../../shell/router";
import { contacts, type Contact, type Mark, type Sign, type WholeContact } from "./api";

const kRefreshMs = 10_000;
const kTypedMs = 300;
const kSigns: Record<Sign, string> = { phone: "Phone", email: "E-mail", external: "Customer number" };

const nameOf = ({ name, marks }: Contact) => name || marks[0]?.value || "Somebody without a name";
const times = (count: number) => (count === 1 ? "1 conversation" : `${count} conversations`);

// #/contacts, …/{id}
export function Contacts({ client, id }: { client: Client; id?: string }) {
  const [typed, setTyped] = useState("");
  const q = useLater(typed.trim(), kTypedMs);
  const { value, problem, reload, more } = usePages((before, signal) => contacts.list(client, q, before, signal), [client, q], kRefreshMs);
  useShortcuts(listKeys("contacts", id));
  const list = (
    <section className="list" aria-label="Contacts">
      <div className="list-head"><h2>Contacts</h2></div>
      <div className="search">
        <input type="search" id="search" aria-label="Search contacts" placeholder="Name, phone, e-mail, number" maxLength={200} value={typed} onChange={(event) => setTyped(event.target.value)} />
      </div>
      {problem && <ProblemView problem={problem} onRetry={reload} />}
      {!value && !problem && <Loading what="contacts" />}
      {value?.length === 0 && (q
        ? <Empty title="Nobody fits">No name, phone number, address or customer number has these letters.</Empty>
        : <Empty title="Nobody is known yet">A guest appears here when the bot has noted a name, a phone number or an e-mail address of theirs.</Empty>)}
      <ul aria-label="Contacts">
        {value?.map((contact) => (
          <li key={contact.id}>
            <a className="entry" href={address("contacts", contact.id)} data-id={contact.id} aria-current={contact.id === id ? "true" : undefined}>
              <span className="entry-head"><b className="who">{nameOf(contact)}</b><Ago at={contact.updated_at} /></span>
              <span className="entry-text">{contact.marks.map(({ value }) => value).join(", ")}</span>
              <span className="entry-foot">{times(contact.conversations)}</span>
            </a>
          </li>
        ))}
      </ul>
      {more && <button type="button" className="more" onClick={more}>Show older ones</button>}
    </section>
  );
  return (
    <ListAndPage list={list} isChosen={!!id}>
      <section className="page" aria-label="Contact">
        {id && <a className="back" href={address("contacts")}><Icon name="back" /> All contacts</a>}
        {id ? <ContactView key={id} client={client} id={id} onChanged={reload} />
          : <Empty title="Choose a contact"><kbd>j</kbd> and <kbd>k</kbd> move through the list.</Empty>}
      </section>
    </ListAndPage>
  );
}

function ContactView({ client, id, onChanged }: { client: Client; id: string; onChanged: () => void }) {
  const { value: contact, problem, reload } = useLoaded((signal) => contacts.show(client, id, signal), [client, id]);
  const may = useMay();
  const [asked, setAsked] = useState<"erase" | Contact>(); // to be forgotten, or made one with this one
  const { act, busy, failure } = useAct(() => setAsked(undefined));

  // Whoever was joined with another is that one from now on.
  const change = (work: () => Promise<WholeContact>) => void act(async () => {
    const whole = await work();
    onChanged();
    if (whole.id === id) reload();
    else go("contacts", whole.id);
  });
  function erase() {
    void act(async () => {
      await contacts.erase(client, id);
      onChanged();
      go("contacts");
    });
  }

  if (!contact) return problem ? <ProblemView problem={problem} onRetry={reload} /> : <Loading what="the contact" />;
  return (
    <div className="sections">
      <section aria-labelledby="contact">
        <div className="page-title"><h2 id="contact" tabIndex={-1} ref={focusOnce}>{nameOf(contact)}</h2></div>
        <dl className="facts"><div><dt>Known since</dt><dd><Clock at={contact.created_at} /></dd></div></dl>
        {failure && <ProblemView problem={failure} />}
        <ul aria-label="Known by">
          {contact.marks.map((mark) => (
            <li key={`${mark.sign} ${mark.value}`}>
              <span>{kSigns[mark.sign]} <b>{mark.value}</b> <span className={`pill ${mark.is_proved ? "good" : "soft"}`}>{mark.is_proved ? "stated by us" : "as they said"}</span></span>
              <Allowed to="editContact"><button type="button" disabled={busy} onClick={() => change(() => contacts.edit(client, id, { drop: [sent(mark)] }))}>Remove {mark.value}</button></Allowed>
            </li>
          ))}
        </ul>
        <Allowed to="editContact">
        <NameForm key={contact.name} name={contact.name} busy={busy} onSave={(name) => change(() => contacts.edit(client, id, { name }))} />
        <MarkForm busy={busy} onAdd={(mark) => change(() => contacts.edit(client, id, { add: [mark] }))} />
        </Allowed>
      </section>
      {contact.alike.length > 0 && (
        <section aria-labelledby="alike">
          <h2 id="alike">May be the same</h2>
          <ul aria-label="May be the same">
            {contact.alike.map((other) => (
              <li key={other.id}>
                <a href={address("contacts", other.id)}>{nameOf(other)}</a>
                {may("joinContacts") && asked !== other && <button type="button" disabled={busy} onClick={() => setAsked(other)}>It is the same as {nameOf(other)}</button>}
                {asked === other && (
                  <Ask label="Make one" question={`${nameOf(other)} and this contact become one. It cannot be undone.`} yes="Make them one" no="Leave them two" busy={busy}
                    onYes={() => change(() => contacts.join(client, id, other.id))} onNo={() => setAsked(undefined)} />
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="notes">
        <h2 id="notes">Notes</h2>
        <Allowed to="editContact"><NoteForm busy={busy} onNote={(note) => change(() => contacts.edit(client, id, { note }))} /></Allowed>
        {contact.notes.length === 0 && !may("editContact") && <p className="fine">Nobody has noted anything.</p>}
        <ul aria-label="Notes">
          {contact.notes.map(({ author, words, at }) => (
            <li key={`${at} ${words}`}><span>{words} <span className="fine">{author.startsWith("conversation:") ? "the bot" : author}, <Ago at={at} /></span></span></li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="conversations">
        <h2 id="conversations">{times(contact.conversations)}</h2>
        <ul aria-label="Conversations">
          {contact.latest.map((one) => (
            <li key={one.id}><a href={address("conversations", one.id)}>Conversation of <Clock at={one.created_at} /></a><OwnerPill owner={one.status} /></li>
          ))}
        </ul>
      </section>
      {may("eraseContact") && asked !== "erase" && <div className="actions"><button type="button" disabled={busy} onClick={() => setAsked("erase")}>Forget this customer</button></div>}
      {asked === "erase" && (
        <Ask label="Forget" question="All that is known of this customer is forgotten. It cannot be undone." yes="Forget them" no="Keep them" busy={busy}
          onYes={erase} onNo={() => setAsked(undefined)} />
      )}
    </div>
  );
}

const sent = ({ sign, value }: Mark) => ({ sign, value });

function NameForm({ name, busy, onSave }: { name: string; busy: boolean; onSave: (name: string) => void }) {
  const [typed, setTyped] = useState(name);
  function save(event: FormEvent) {
    event.preventDefault();
    onSave(typed.trim());
  }
  return (
    <form onSubmit={save}>
      <label>Name<input maxLength={80} value={typed} autoComplete="off" onChange={(event) => setTyped(event.target.value)} /></label>
      <button disabled={busy || typed.trim() === name}>Save the name</button>
    </form>
  );
}

function MarkForm({ busy, onAdd }: { busy: boolean; onAdd: (mark: { sign: Sign; value: string }) => void }) {
  const [sign, setSign] = useState<Sign>("phone");
  const [value, setValue] = useState("");
  function add(event: FormEvent) {
    event.preventDefault();
    onAdd({ sign, value: value.trim() });
    setValue("");
  }
  return (
    <form onSubmit={add}>
      <label>Known by
        <select value={sign} onChange={(event) => setSign(event.target.value as Sign)}>
          {Object.entries(kSigns).map(([each, words]) => <option key={each} value={each}>{words}</option>)}
        </select>
      </label>
      <label>{kSigns[sign]} of the customer<input required maxLength={200} value={value} autoComplete="off" onChange={(event) => setValue(event.target.value)} /></label>
      <button disabled={busy || !value.trim()}>Add it</button>
    </form>
  );
}

function NoteForm({ busy, onNote }: { busy: boolean; onNote: (note: string) => void }) {
  const [words, setWords] = useState("");
  function note(event: FormEvent) {
    event.preventDefault();
    onNote(words.trim());
    setWords("");
  }
  return (
    <form onSubmit={note}>
      <label>A note for the team<textarea required maxLength={1000} value={words} onChange={(event) => setWords(event.target.value)} /></label>
      <button className="primary" disabled={busy || !words.trim()}>Write it down</button>
    </form>
  );
}
