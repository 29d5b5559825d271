import { Icon } from "../../../../trace/icon";
import { useMay } from "../../parts/allowed";
import { Ago, Clock, Empty } from "../../parts/bits";
import { useFilters } from "../../parts/filters";
import { ListAndPage } from "../../parts/list-and-page";
import { List, Unchosen, type EntryProps, type Part } from "../../parts/list";
import { usePages } from "../../parts/use-pages";
import type { PageProps } from "../../shell/places";
import { address, go } from "../../shell/router";
import { api, type BoardPage, type Engagement, type Stage } from "./api";
import { CardView } from "./card";
import { NewForm } from "./form";
import { kSections, wordsOf } from "./stages";

const kRefreshMs = 10_000;

// #/board, …/new, …/{id}
export function Board({ client, session, route: [id] }: PageProps) {
  const filters = useFilters({ q: "", section: "" }, ["q"]);
  const { q, section } = filters.wanted;
  const pages = usePages((before, signal) => api.list(client, { q }, before, signal), [client, q], kRefreshMs);
  const isNew = id === "new";
  const mayOpen = useMay()("openEngagement");
  const list = (
    <List<Engagement> title="Engagements" what="engagements" route="board" chosen={id} found={pages} isWide={!id}
      aside={mayOpen && <a href={address("board", "new")}>New engagement</a>}
      search={{ label: "Search engagements", placeholder: "Search clients", value: filters.now.q, onChange: (q) => filters.set({ q }) }}
      tabs={{ value: section, all: [["All", ""], ...kSections.map(([label, stages]) => [label, label, countOf(pages.first, stages)] as [string, string, number])], onChange: (section) => filters.set({ section }) }}
      isFiltered={filters.isAny} onClear={filters.clear}
      empty={
        <Empty title="There is no engagement yet">
          {mayOpen ? <>An engagement takes a client from the first lead to a bot that is live. <a href={address("board", "new")}>Begin one</a> with whoever is interested.</> : "They appear here as soon as somebody has begun one."}
        </Empty>
      }
      parts={columns(pages.value ?? [], pages.first, section, q)}
      entry={entryOf} />
  );
  return (
    <div className={id ? "board" : "board whole"}>
      <ListAndPage list={list} isChosen={!!id}>
        <section className="page" aria-label="Engagement">
          {id && <a className="back" href={address("board")}><Icon name="back" /> All engagements</a>}
          {isNew && mayOpen && <NewForm client={client} onOpened={(made) => {
            pages.reload();
            go("board", made.id);
          }} />}
          {isNew && !mayOpen && <Unchosen title="Others begin engagements here">You can read them.</Unchosen>}
          {id && !isNew && <CardView key={id} client={client} id={id} businesses={session.user?.tenants ?? []} onMoved={pages.reload} />}
          {!id && <Unchosen title="Choose an engagement" />}
        </section>
      </ListAndPage>
    </div>
  );
}

function countOf(page: BoardPage | undefined, stages: Stage[]): number {
  return page?.counts.filter(({ stage }) => stages.includes(stage)).reduce((sum, { count }) => sum + count, 0) ?? 0;
}

// A column a stage, in the order of the way. Those of nobody are left out, but where one section is looked at.
function columns(all: Engagement[], page: BoardPage | undefined, section: string, words: string): Part<Engagement>[] {
  const isThere = all.length > 0;
  return kSections.filter(([label]) => !section || section === label).flatMap(([, stages]) => stages.map((stage) => {
    const items = all.filter((one) => one.stage === stage);
    return { label: wordsOf(stage), isHeaded: true, items, count: words ? items.length : countOf(page, [stage]), none: isThere && section ? "Nobody is here" : undefined };
  }));
}

function entryOf({ id, client, contact, since, owner, tenant, until, stage }: Engagement): EntryProps {
  return {
    id,
    who: client,
    aside: <Ago at={since} />,
    text: contact || undefined,
    foot: stage === "paused" && until ? <>until <Clock at={until} /></> : [owner, tenant].filter(Boolean).join(" · "),
  };
}
