import { useState, type FormEvent } from "react";
import type { Client } from "../../client";
import { focusOnce, Loading } from "../../parts/bits";
import { ProblemView } from "../../parts/problem";
import { useLoaded } from "../../parts/use-loaded";
import { api, type Verdict } from "./api";

// Whether the audit is as it was written; with a head that was noted earlier also whether anything was cut off since.
export function VerdictView({ client }: { client: Client }) {
  const [noted, setNoted] = useState("");
  const { value: verdict, problem, reload } = useLoaded((signal) => api.verdict(client, noted, signal), [client, noted]);

  function check(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const next = String(new FormData(event.currentTarget).get("noted")).trim();
    if (next === noted) reload();
    else setNoted(next);
  }
  return (
    <>
      <header className="page-head">
        <div className="page-title"><h2 tabIndex={-1} ref={focusOnce}>Was anything changed?</h2></div>
        {problem && <ProblemView problem={problem} onRetry={reload} />}
        {!verdict && !problem && <Loading what="every entry" />}
        {verdict && <p role="status" className={`verdict ${verdict.is_whole ? "" : "bad"}`}>{inWords(verdict, noted)}</p>}
      </header>
      <div className="verdict-more">
        {verdict?.is_whole && verdict.entries > 0 && (
          <section aria-labelledby="head">
            <h3 id="head">The head, to note</h3>
            <p className="fine">Keep it somewhere else. By it can be told later that no entry up to now was cut off or put back.</p>
            <p><code className="head">{verdict.entries}:{verdict.head}</code></p>
          </section>
        )}
        <form onSubmit={check}>
          <label>A head that you noted earlier<input name="noted" pattern="\s*[0-9]{1,18}:[0-9a-f]{64}\s*" title="A number, a colon and 64 digits, as it was shown" autoComplete="off" spellCheck={false} autoCapitalize="off" /></label>
          <button>Check again</button>
        </form>
      </div>
    </>
  );
}

function inWords({ is_whole, entries, broken }: Verdict, noted: string): string {
  if (!is_whole) return `Something was changed: ${broken?.what ?? "it was changed"}. Whoever looks after the server has to know of it.`;
  if (!entries) return "Nothing was done yet, so there is nothing that could have been changed.";
  const all = entries === 1 ? "The one entry is" : `All ${entries} entries are`;
  return `Nothing was changed. ${all} as written${noted ? ", and the head that you noted is one of them" : ""}.`;
}
