import { useState } from "react";
import { Icon } from "../../../../trace/icon";
import type { Client } from "../../client";
import { useMay } from "../../parts/allowed";
import { Ago, Clock, Empty, focusOnce, Loading } from "../../parts/bits";
import { fits, useFilters, useSeen } from "../../parts/filters";
import { ListAndPage } from "../../parts/list-and-page";
import { List, Unchosen, type EntryProps } from "../../parts/list";
import { newId } from "../../parts/new-id";
import { wordsFor } from "../../parts/words";
import { ProblemView } from "../../parts/problem";
import { useAct } from "../../parts/use-act";
import { useLoaded } from "../../parts/use-loaded";
import { usePages, type Page } from "../../parts/use-pages";
import { address } from "../../shell/router";
import { api, type Errand, type Piece, type WorkState } from "./api";
import { useAtHand } from "./at-hand";
import { errandEntry, errandIn, ErrandView, isUnderWay } from "./errand";

const kRefreshMs = 5_000;
const kStates: Record<WorkState, [string, string]> = {
  failed: ["failed", "bad"],
  waiting: ["waiting", "warn"],
  running: ["running", "busy"],
  done: ["done", "good"],
  given_up: ["given up", "soft"],
};
type Shown = WorkState | "" | "long";
const kTabs: [string, Shown][] = [["All", ""], ["Long work", "long"], ["Failed", "failed"], ["Waiting", "waiting"], ["Running", "running"], ["Done", "done"], ["Given up", "given_up"]];

// #/work, …/{number} of a piece, …/e{number} of an errand
export function Work({ client, id }: { client: Client; id?: string }) {
  const filters = useFilters<{ q: string; kind: string; state: Shown }>({ q: "", kind: "", state: "" }, ["q", "kind"]);
  const { q, kind, state } = filters.wanted;
  const isLong = state === "long";
  const pages = usePages<Page<Piece | Errand>>((before, signal) => (isLong ? api.errands(client, { state: "", kind }, before, signal) : api.work(client, { q, kind, state }, before, signal)), [client, q, kind, state], kRefreshMs);
  const long = useLoaded((signal) => api.errands(client, { state: "", kind: "" }, undefined, signal), [client], kRefreshMs);
  const atHand = useAtHand();
  const underWay = filters.isAny ? [] : (long.value?.items.filter(isUnderWay) ?? []);
  const failed = filters.isAny ? [] : (atHand.failed ?? []);
  const rest = pages.value?.filter((one) => (isErrand(one) ? fits(`${one.title} ${one.error}`, q) : filters.isAny || one.state !== "failed")) ?? [];
  const kinds = useSeen([...failed, ...(pages.value ?? [])].map((one) => one.kind));
  const isHeaded = underWay.length + failed.length > 0;
  function renew() {
    pages.reload();
    long.reload();
    atHand.reload();
  }
  const list = (
    <List<Piece | Errand> title="Work" what="work" route="work" chosen={id} found={{ ...pages, reload: renew }}
      search={{ label: "Search work", placeholder: "Search keys and what went wrong", value: filters.now.q, onChange: (q) => filters.set({ q }) }}
      filters={
        <label>
          Kind <input value={filters.now.kind} maxLength={100} placeholder="any" list="kinds" spellCheck={false} autoCapitalize="off" onChange={(event) => filters.set({ kind: event.target.value })} />
          <datalist id="kinds">{kinds.map((name) => <option key={name} value={name} />)}</datalist>
        </label>
      }
      tabs={{ value: filters.now.state, all: kTabs, onChange: (state) => filters.set({ state: state as Shown }) }}
      isFiltered={isLong ? !!(q || kind) : filters.isAny} onClear={filters.clear}
      empty={isLong ? <Empty title="There is no long work">What takes more than a moment, such as reading all older conversations, says here how far it is.</Empty> : <Empty title="There is no work">What is done later or by somebody else, such as a message that is to be sent, appears here.</Empty>}
      parts={[{ label: "Long work under way", isHeaded: true, items: underWay }, { label: "Failed", isHeaded: true, items: failed }, { label: isLong ? "Long work" : isHeaded ? "The rest" : "Work", isHeaded, items: rest }]}
      entry={(one) => (isErrand(one) ? errandEntry(one) : entryOf(one))} />
  );
  const errand = errandIn(id);
  return (
    <ListAndPage list={list} isChosen={!!id}>
      <section className="page" aria-label={errand ? "Long work" : "Piece of work"}>
        {id && <a className="back" href={address("work")}><Icon name="back" /> All work</a>}
        {!id && <Unchosen title="Choose a piece of work" />}
        {errand && <ErrandView key={id} client={client} number={errand} onChanged={renew} />}
        {id && !errand && <PieceView key={id} client={client} number={Number(id)} onChanged={renew} />}
      </section>
    </ListAndPage>
  );
}

const isErrand = (one: Piece | Errand): one is Errand => "started_at" in one;

function entryOf(piece: Piece): EntryProps {
  return {
    id: String(piece.number),
    who: wordsFor(piece.kind),
    aside: <Ago at={piece.asked_at} />,
    text: isOver(piece) ? piece.key : piece.last_error || piece.key,
    foot: <><StatePill piece={piece} /> <Foot piece={piece} /></>,
  };
}

function StatePill({ piece: { state, attempts } }: { piece: Piece }) {
  const [word, tone] = state === "waiting" && !attempts ? ["waiting", "soft"] : (kStates[state] ?? [state, "soft"]);
  return <span className={`pill ${tone}`}>{word}</span>;
}

function Foot({ piece: { state, attempts, due, settled_at } }: { piece: Piece }) {
  const times = attempts > 0 ? tries(attempts) : "";
  if (state === "waiting") return <>{times && `${times}, `}due <Clock at={due} /></>;
  if (settled_at) return <Clock at={settled_at} />;
  return <>{times}</>;
}

const tries = (attempts: number) => (attempts === 1 ? "tried once" : `tried ${attempts} times`);
const isOver = ({ state }: Piece) => state === "done" || state === "given_up";

function PieceView({ client, number, onChanged }: { client: Client; number: number; onChanged: () => void }) {
  const { value: piece, problem, reload } = useLoaded((signal) => (number > 0 ? api.piece(client, number, signal) : Promise.resolve(null)), [client, number], kRefreshMs);
  const [asked, setAsked] = useState(false);
  const may = useMay();
  const { act, busy, failure } = useAct();
  const [key, setKey] = useState(newId); // until one came through

  const change = (verb: (client: Client, number: number, key: string) => Promise<unknown>) => void act(async () => {
    try {
      await verb(client, number, key);
      setKey(newId());
    } finally {
      setAsked(false);
      reload();
      onChanged();
    }
  });

  if (piece === null) return <Empty title="There is no such piece of work">It may have been done long ago and be forgotten.</Empty>;
  if (!piece) return problem ? <ProblemView problem={problem} onRetry={reload} /> : <Loading what="the piece of work" />;
  return (
    <header className="page-head">
      <div className="page-title">
        <h2 tabIndex={-1} ref={focusOnce}>{wordsFor(piece.kind)}</h2>
        <StatePill piece={piece} />
      </div>
      <dl className="facts">
        <div><dt>Asked for</dt><dd><Clock at={piece.asked_at} /></dd></div>
        {!piece.settled_at && <div><dt>Due</dt><dd><Clock at={piece.due} /></dd></div>}
        {piece.settled_at && <div><dt>{piece.state === "done" ? "Done" : "Settled"}</dt><dd><Clock at={piece.settled_at} /></dd></div>}
        <div><dt>Tried</dt><dd>{piece.attempts === 0 ? "not yet" : piece.attempts === 1 ? "once" : `${piece.attempts} times`}</dd></div>
        <div><dt>Kind</dt><dd><code>{piece.kind}</code></dd></div>
        <div><dt>Key</dt><dd><code>{piece.key}</code></dd></div>
        {piece.lane && <div><dt>Lane</dt><dd><code>{piece.lane}</code></dd></div>}
      </dl>
      {piece.last_error && (
        <div className="why-failed">
          <h3>{piece.state === "failed" ? "Why it failed" : "What went wrong the last time"}</h3>
          <p>{piece.last_error}</p>
        </div>
      )}
      {piece.state === "failed" && !may("tryWorkAgain") && !may("giveWorkUp") && <p>Somebody who manages work tries it again, or gives it up.</p>}
      {piece.state === "failed" && (may("tryWorkAgain") || may("giveWorkUp")) && (
        <div className="actions">
          {may("tryWorkAgain") && <button type="button" className="primary" disabled={busy} onClick={() => change(api.again)}>Try again</button>}
          {may("giveWorkUp") && !asked && <button type="button" disabled={busy} onClick={() => setAsked(true)}>Give up</button>}
        </div>
      )}
      {piece.state === "failed" && asked && (
        <div className="ask" role="group" aria-label="Give up">
          <p>It is never done then.{piece.lane && " What stands behind it in its lane goes on."}</p>
          <button type="button" autoFocus disabled={busy} onClick={() => change(api.giveUp)}>Give it up</button>
          <button type="button" onClick={() => setAsked(false)}>Keep it</button>
        </div>
      )}
      {failure && <ProblemView problem={failure} />}
      {problem && <ProblemView problem={problem} onRetry={reload} />}
    </header>
  );
}
