import { Ago, Loading } from "../../parts/bits";
import { ProblemView } from "../../parts/problem";
import type { Loaded } from "../../parts/use-loaded";
import { address } from "../../shell/router";
import type { Version } from "./api";

export function VersionList({ versions, chosen }: { versions: Loaded<Version[]>; chosen?: string }) {
  const { value, problem, reload } = versions;
  return (
    <section className="list" aria-label="Versions">
      <div className="list-head"><h2>Versions</h2><a href={address("configuration", "history")}>History</a></div>
      {problem && <ProblemView problem={problem} onRetry={reload} />}
      {!value && !problem && <Loading what="versions" />}
      <ul>
        {value?.map((version) => (
          <li key={version.hash}>
            <a className="entry" href={address("configuration", version.hash)} aria-current={version.hash === chosen ? "true" : undefined}>
              <span className="entry-head">
                <b>Version {version.number}</b>
                {version.state === "live" ? <span className="pill good">live</span> : <Ago at={version.created_at} />}
              </span>
              <span className="entry-text">{version.note || "No note"}</span>
              <span className="entry-foot">{version.by && `${version.by} · `}<code>{version.hash.slice(0, 12)}</code></span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
