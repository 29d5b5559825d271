import type { ReactNode } from "react";
import { address } from "../shell/router";
import { Empty, Loading } from "./bits";
import { ProblemView } from "./problem";
import { focusKeys, listKeys, useShortcuts } from "./shortcuts";
import type { Page, Pages } from "./use-pages";

// The shape of every list: a heading; a search and filters; what they find, a page at a time; and a sentence where there
// is nothing that says what to do.
interface ListProps<T> {
  title: string;
  route: string; // of the place: what an entry's address begins with
  chosen?: string; // the id of the open one
  aside?: ReactNode; // beside the heading
  lead?: ReactNode; // above the search
  search?: Search;
  filters?: ReactNode; // more of them, folded
  tabs?: Tabs;
  isFiltered: boolean;
  onClear: () => void; // the search and all filters
  found: Pages<Page<unknown>>;
  what: string; // comes: "Loading decisions…"
  empty: ReactNode; // where nothing is there and nothing is filtered
  note?: ReactNode; // above the entries
  parts: Part<T>[];
  entry: (item: T) => EntryProps;
  hasNoPage?: boolean; // its entries open elsewhere: keys move through them and open none
  isWide?: boolean; // its parts stand beside each other where there is room
}

export interface Search {
  label: string;
  placeholder: string;
  value: string;
  onChange: (words: string) => void;
}

export interface Tabs {
  value: string;
  all: [label: string, value: string, count?: number][];
  onChange: (value: string) => void;
}

export interface Part<T> {
  label: string;
  isHeaded?: boolean; // the label is seen, and not only heard
  count?: number; // of all that there are, also those that are not shown
  items: T[];
  none?: string; // what stands in place of no items; otherwise the part is left out then
  more?: ReactNode; // behind the items
}

export interface EntryProps {
  id: string;
  who: ReactNode;
  aside?: ReactNode; // beside it: when, or a state
  text?: ReactNode;
  foot?: ReactNode;
  isNew?: boolean;
  to?: string; // where it is opened, if not in the list's own place
}

export function List<T>({ title, route, chosen, aside, lead, search, filters, tabs, isFiltered, onClear, found, what, empty, note, parts, entry, hasNoPage, isWide }: ListProps<T>) {
  useShortcuts(hasNoPage ? focusKeys() : listKeys(route, chosen));
  const shown = parts.filter(({ items, none }) => items.length > 0 || none);
  return (
    <section className={`list ${isWide ? "wide" : ""}`} aria-label={title}>
      <div className="list-head"><h2>{title}</h2>{aside}</div>
      {lead}
      {(search || filters) && (
        <div className="search">
          {search && <SearchField {...search} />}
          {filters && <details className="more-filters"><summary>Filters</summary>{filters}</details>}
        </div>
      )}
      {tabs && (
        <div className="filters" role="group" aria-label="Show">
          {tabs.all.map(([label, value, count]) => (
            <button key={value} type="button" aria-pressed={tabs.value === value} onClick={() => tabs.onChange(value)}>{label}{!!count && <b className="count">{count}</b>}</button>
          ))}
        </div>
      )}
      {found.problem && <ProblemView problem={found.problem} onRetry={found.reload} />}
      {!found.value && !found.problem && <Loading what={what} />}
      {found.value && shown.length === 0 && (isFiltered ? <NothingFits onClear={onClear} /> : empty)}
      {note}
      <div className="list-parts">
        {shown.map(({ label, isHeaded, count, items, none, more }) => (
          <div key={label} className="list-of">
            {isHeaded && <h3 className="list-part">{label} {count !== undefined && <span className="fine">{count}</span>}</h3>}
            {items.length === 0 && <p className="list-note fine">{none}</p>}
            {items.length > 0 && <ul aria-label={label}>{items.map((item) => <Entry key={entry(item).id} route={route} chosen={chosen} {...entry(item)} />)}</ul>}
            {more}
          </div>
        ))}
      </div>
      {found.more && <button type="button" className="more" onClick={found.more}>Show older ones</button>}
    </section>
  );
}

function SearchField({ label, placeholder, value, onChange }: Search) {
  return <input type="search" id="search" aria-label={label} placeholder={placeholder} value={value} maxLength={200} spellCheck={false} autoCapitalize="off" onChange={(event) => onChange(event.target.value)} />;
}

function NothingFits({ onClear }: { onClear: () => void }) {
  return (
    <div className="empty">
      <p><b>Nothing fits</b></p>
      <p>Try fewer words, or other filters.</p>
      <button type="button" onClick={onClear}>Clear search and filters</button>
    </div>
  );
}

function Entry({ id, who, aside, text, foot, isNew, to, route, chosen }: EntryProps & { route: string; chosen?: string }) {
  return (
    <li>
      <a className={`entry ${isNew ? "new" : ""}`} href={to ?? address(route, id)} data-id={id} aria-current={id === chosen ? "true" : undefined}>
        <span className="entry-head"><b className="entry-name">{isNew && <span className="dot"><span className="unseen">New: </span></span>}<bdi>{who}</bdi></b>{aside}</span>
        {text && <span className="entry-text" dir="auto">{text}</span>}
        {foot && <span className="entry-foot">{foot}</span>}
      </a>
    </li>
  );
}

// What is shown beside a list before anything of it was chosen.
export function Unchosen({ title, children }: { title: string; children?: ReactNode }) {
  return <Empty title={title}>{children ?? <><kbd>j</kbd> and <kbd>k</kbd> move through the list.</>}</Empty>;
}
