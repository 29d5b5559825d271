import { Icon } from "../../../../trace/icon";
import { Empty, Since } from "../../parts/bits";
import { fits, useFilters } from "../../parts/filters";
import { List } from "../../parts/list";
import { useMarks } from "../../parts/marks";
import { useKinds, type Kind, type Wait } from "./waits";

type Item = Wait & Pick<Kind, "label" | "icon">;

// Everything that waits for this person, who has waited longest first; each opens where it is handled.
export function Inbox() {
  const kinds = useKinds();
  const filters = useFilters({ q: "", label: "" }, ["q"]);
  const { q, label } = filters.wanted;
  const isKnown = kinds.every(({ items }) => items);
  const all: Item[] = kinds.flatMap(({ label, icon, items }) => (items ?? []).map((item) => ({ ...item, label, icon })));
  const items = all.filter((item) => (!label || item.label === label) && fits(`${item.title} ${item.text} ${item.foot}`, q)).sort((one, other) => (one.since < other.since ? -1 : 1));
  const hidden = countOf(kinds) - all.length;
  return (
    <div className="inbox">
      <List<Item> title="Inbox" what="what waits for you" route="inbox" hasNoPage
        found={{ value: isKnown ? items : undefined, reload() {} }}
        aside={!!countOf(kinds) && <span className="fine">{countOf(kinds) === 1 ? "1 waits" : `${countOf(kinds)} wait`}</span>}
        search={{ label: "Search the inbox", placeholder: "Search what waits", value: filters.now.q, onChange: (q) => filters.set({ q }) }}
        tabs={{ value: label, all: [["All", "", countOf(kinds)], ...kinds.map(({ label, count }) => [label, label, count] as [string, string, number])], onChange: (label) => filters.set({ label }) }}
        isFiltered={filters.isAny && all.length > 0} onClear={filters.clear}
        empty={<Empty title="Nothing waits for you">Who asks for a person, and whatever you can decide, appears here by itself, the longest first.</Empty>}
        note={hidden > 0 && <p className="list-note fine">{hidden} more wait behind these; they move up as you go on.</p>}
        parts={[{ label: "What waits", items }]}
        entry={({ id, title, text, foot, since, to, label, icon }) => ({ id, to, who: title, aside: <Since at={since} />, text, foot: <><Icon name={icon} /> {label} · {foot}</> })} />
    </div>
  );
}

function countOf(kinds: Kind[]): number {
  return kinds.reduce((sum, { count }) => sum + count, 0);
}

// In the navigation, and so on every page: also what counts in the window's title.
export function InboxCount() {
  const kinds = useKinds();
  useMarks(kinds.reduce((sum, { news }) => sum + news, 0));
  const count = countOf(kinds);
  return count > 0 && <b className="count">{count}<span className="unseen"> waiting</span></b>;
}
