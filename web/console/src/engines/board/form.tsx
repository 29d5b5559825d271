import { useState, type FormEvent } from "react";
import type { Client } from "../../client";
import { focusOnce } from "../../parts/bits";
import { newId } from "../../parts/new-id";
import { ProblemView } from "../../parts/problem";
import { useAct } from "../../parts/use-act";
import { api, type Engagement } from "./api";

// Begins an engagement, as a lead.
export function NewForm({ client, onOpened }: { client: Client; onOpened: (made: Engagement) => void }) {
  const [name, setName] = useState("");
  const [contact, setContact] = useState("");
  const [key] = useState(newId); // sent twice, it is begun once
  const { act, busy, failure } = useAct();

  function open(event: FormEvent) {
    event.preventDefault();
    void act(async () => onOpened(await api.open(client, { client: name.trim(), contact: contact.trim() }, key)));
  }
  return (
    <div className="sections">
      <section aria-labelledby="new-engagement">
        <h2 id="new-engagement" tabIndex={-1} ref={focusOnce}>New engagement</h2>
        <form onSubmit={open}>
          <label>Client<input required maxLength={200} value={name} autoComplete="off" placeholder="What the business is called" onChange={(event) => setName(event.target.value)} /></label>
          <label>Contact<input maxLength={200} value={contact} autoComplete="off" placeholder="A name, an address, a number" onChange={(event) => setContact(event.target.value)} /></label>
          <button className="primary" disabled={busy || !name.trim()}>Begin it</button>
        </form>
        {failure && <ProblemView problem={failure} />}
      </section>
    </div>
  );
}
