import type { Client } from "../../client";
import { Clock, Empty, focusOnce, Loading } from "../../parts/bits";
import { ProblemView } from "../../parts/problem";
import { useLoaded } from "../../parts/use-loaded";
import { address } from "../../shell/router";
import { api } from "./api";

// Every time that something went live: what, when, and who did it.
export function History({ client }: { client: Client }) {
  const { value, problem, reload } = useLoaded((signal) => api.history(client, signal), [client], 10_000);
  return (
    <>
      <header className="page-head"><div className="page-title"><h2 tabIndex={-1} ref={focusOnce}>What went live, and when</h2></div></header>
      {problem && <ProblemView problem={problem} onRetry={reload} />}
      {!value && !problem && <Loading what="the history" />}
      {value?.length === 0 && <Empty title="Nothing went live yet" />}
      <ol className="changes" aria-label="History" reversed>
        {value?.map(({ number, hash, version, rollback, at, by, note }) => (
          <li key={number} className="change">
            <p><span className={`pill ${rollback ? "warn" : "good"}`}>{rollback ? "went back to" : "deployed"}</span> <a href={address("configuration", hash)}>Version {version}</a></p>
            <p className="fine"><Clock at={at} /> · {by === "start" ? "at a start of the server" : by}{note && ` · ${note}`}</p>
          </li>
        ))}
      </ol>
    </>
  );
}
