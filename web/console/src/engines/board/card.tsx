import type { Client } from "../../client";
import { Allowed } from "../../parts/allowed";
import { Clock, focusOnce, Loading } from "../../parts/bits";
import { ProblemView } from "../../parts/problem";
import { useLoaded } from "../../parts/use-loaded";
import type { Tenant } from "../../shell/session";
import { api, type Change } from "./api";
import { Moves } from "./moves";
import { StagePill } from "./stages";

const kRefreshMs = 10_000;

// One engagement: where it is, what can come next, and how it came there.
export function CardView({ client, id, businesses, onMoved }: { client: Client; id: string; businesses: Tenant[]; onMoved: () => void }) {
  const { value: card, problem, reload } = useLoaded((signal) => api.show(client, id, signal), [client, id], kRefreshMs);
  if (!card) return problem ? <ProblemView problem={problem} onRetry={reload} /> : <Loading what="the engagement" />;
  const business = businesses.find(({ id }) => id === card.tenant);
  return (
    <>
      <header className="page-head">
        <div className="page-title">
          <h2 tabIndex={-1} ref={focusOnce}>{card.client}</h2>
          <StagePill stage={card.stage} />
        </div>
        <dl className="facts">
          {card.contact && <div><dt>Contact</dt><dd>{card.contact}</dd></div>}
          <div><dt>Looked after by</dt><dd>{card.owner}</dd></div>
          {card.tenant && <div><dt>Business</dt><dd>{business?.name || card.tenant}</dd></div>}
          <div><dt>Here since</dt><dd><Clock at={card.since} /></dd></div>
          {card.until && <div><dt>Goes on by itself</dt><dd><Clock at={card.until} /></dd></div>}
        </dl>
        {problem && <ProblemView problem={problem} onRetry={reload} />}
        <Allowed to="moveEngagement">
          <Moves key={card.stage} client={client} card={card} businesses={businesses} onMoved={() => {
            reload();
            onMoved();
          }} />
        </Allowed>
      </header>
      <section className="history" aria-labelledby="history">
        <h3 id="history">How it came here</h3>
        <ol aria-labelledby="history" reversed>
          {[...card.changes].reverse().map((change) => <ChangeLine key={change.number} change={change} />)}
        </ol>
      </section>
    </>
  );
}

const kByHand = "staff"; // a cause that says no more than who it was

function ChangeLine({ change: { stage, actor, cause, reason, until, at } }: { change: Change }) {
  return (
    <li className="change">
      <p><StagePill stage={stage} /> {until && <span className="fine">until <Clock at={until} /></span>}</p>
      {reason && <p>{reason}</p>}
      <p className="fine"><Clock at={at} /> · {actor}{cause !== kByHand && ` · because of ${cause}`}</p>
    </li>
  );
}
