import { useState, type FormEvent } from "react";
import type { Client } from "../../client";
import { focusOnce } from "../../parts/bits";
import { newId } from "../../parts/new-id";
import { ProblemView } from "../../parts/problem";
import { useAct } from "../../parts/use-act";
import { tenants, type Tenant } from "./api";

// Makes a business: a place of its own, with nothing in it yet.
export function NewForm({ client, onMade }: { client: Client; onMade: (made: Tenant) => Promise<void> }) {
  const [id, setId] = useState("");
  const [key] = useState(newId); // sent twice, it is made once
  const { act, busy, failure } = useAct();

  function make(event: FormEvent) {
    event.preventDefault();
    void act(async () => onMade(await tenants.create(client, id.trim(), `${key}-${id.trim()}`)));
  }
  return (
    <div className="sections">
      <section aria-labelledby="new-business">
        <h2 id="new-business" tabIndex={-1} ref={focusOnce}>Make a business</h2>
        <form onSubmit={make}>
          <label>Its id<input required maxLength={63} value={id} pattern="\s*[a-z0-9]([a-z0-9\-]*[a-z0-9])?\s*" title="Small letters, digits and - within" placeholder="trattoria-lume" spellCheck={false} autoCapitalize="off" autoComplete="off"
            aria-describedby="id-hint" onChange={(event) => setId(event.target.value)} /></label>
          <p id="id-hint" className="hint">Small letters, digits and “-”. It is the <code>client_id</code> of its file, stays for good, and never comes to another business.</p>
          <button className="primary" disabled={busy || !id.trim()}>Make it</button>
        </form>
        {failure && <ProblemView problem={failure} />}
      </section>
    </div>
  );
}
