import { Icon } from "../../../../trace/icon";
import type { Client } from "../../client";
import { Ago, Clock, Empty } from "../../parts/bits";
import { useFilters } from "../../parts/filters";
import { ListAndPage } from "../../parts/list-and-page";
import { List, Unchosen, type EntryProps } from "../../parts/list";
import { usePages } from "../../parts/use-pages";
import { address } from "../../shell/router";
import { api, type Approval, type ApprovalState } from "./api";
import { useAtHand } from "./at-hand";
import { Decision, StatePill } from "./decision";

const kRefreshMs = 5_000;
const kTabs: [string, ApprovalState | ""][] = [
  ["All", ""], ["Waiting", "pending"], ["Approved", "approved"], ["Rejected", "rejected"], ["Withdrawn", "withdrawn"], ["Expired", "expired"], ["Void", "voided"],
];

// #/decisions, …/{id}
export function Decisions({ client, id }: { client: Client; id?: string }) {
  const filters = useFilters<{ q: string; state: ApprovalState | "" }>({ q: "", state: "" }, ["q"]);
  const { q, state } = filters.wanted;
  const pages = usePages((before, signal) => api.approvals(client, { q, state }, before, signal), [client, q, state], kRefreshMs);
  const atHand = useAtHand();
  function renew() {
    pages.reload();
    atHand.reload();
  }
  const waiting = filters.isAny ? [] : (atHand.pending ?? []);
  const others = pages.value?.filter((one) => filters.isAny || one.state !== "pending") ?? [];
  const list = (
    <List<Approval> title="Decisions" what="decisions" route="decisions" chosen={id} found={{ ...pages, reload: renew }}
      search={{ label: "Search decisions", placeholder: "Search what was asked for", value: filters.now.q, onChange: (q) => filters.set({ q }) }}
      tabs={{ value: filters.now.state, all: kTabs, onChange: (state) => filters.set({ state: state as ApprovalState | "" }) }}
      isFiltered={filters.isAny} onClear={filters.clear}
      empty={<Empty title="Nothing is to be decided">What needs a second person, such as a changed file that is to go live, appears here.</Empty>}
      parts={[{ label: "Waiting", isHeaded: true, items: waiting }, { label: state ? kTabs.find(([, value]) => value === state)![0] : filters.isAny ? "Found" : "Decided", isHeaded: true, items: others }]}
      entry={entryOf} />
  );
  return (
    <ListAndPage list={list} isChosen={!!id}>
      <section className="page" aria-label="Decision">
        {id && <a className="back" href={address("decisions")}><Icon name="back" /> All decisions</a>}
        {id ? <Decision key={id} client={client} id={id} onChanged={renew} /> : <Unchosen title="Choose a decision" />}
      </section>
    </ListAndPage>
  );
}

function entryOf(approval: Approval): EntryProps {
  const { id, is_own, asked_by, answered_at, asked_at, summary } = approval;
  return { id, who: is_own ? "You" : asked_by, aside: <Ago at={answered_at ?? asked_at} />, text: summary, foot: <><StatePill approval={approval} /> <Foot approval={approval} /></> };
}

function Foot({ approval: { state, due_at, answered_by, reason } }: { approval: Approval }) {
  if (state === "pending") return <>until <Clock at={due_at} /></>;
  if (state === "approved" || state === "rejected") return <>by {answered_by}{reason && `: ${reason}`}</>;
  return <>{reason}</>;
}
