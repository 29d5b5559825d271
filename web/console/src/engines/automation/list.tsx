import { useState } from "react";
import { Ago } from "../../parts/bits";
import { fits, useFilters } from "../../parts/filters";
import { List } from "../../parts/list";
import type { Loaded } from "../../parts/use-loaded";
import { address } from "../../shell/router";
import type { Version } from "./api";
import { NothingDeployed } from "./nothing-deployed";

const kInPage = 50;

// Versions are few and come whole; they are shown a page at a time all the same.
export function VersionList({ versions, chosen }: { versions: Loaded<Version[]>; chosen?: string }) {
  const filters = useFilters({ q: "" }, ["q"]);
  const { q } = filters.wanted;
  const [shown, setShown] = useState(kInPage);
  const fitting = (versions.value ?? []).filter(({ number, note, by, hash }) => fits(`Version ${number} ${note} ${by} ${hash}`, q));
  return (
    <List<Version> title="Versions" what="versions" route="configuration" chosen={chosen}
      found={{ ...versions, more: fitting.length > shown ? () => setShown(shown + kInPage) : undefined }}
      aside={<a href={address("configuration", "history")}>History</a>}
      search={{ label: "Search versions", placeholder: "Search notes, names, numbers", value: filters.now.q, onChange: (q) => filters.set({ q }) }}
      isFiltered={filters.isAny} onClear={filters.clear}
      empty={<NothingDeployed />}
      parts={[{ label: "Versions", items: fitting.slice(0, shown) }]}
      entry={({ hash, number, state, created_at, note, by }) => ({
        id: hash,
        who: `Version ${number}`,
        aside: state === "live" ? <span className="pill good">live</span> : <Ago at={created_at} />,
        text: note || "No note",
        foot: <>{by && `${by} · `}<code>{hash.slice(0, 12)}</code></>,
      })} />
  );
}
