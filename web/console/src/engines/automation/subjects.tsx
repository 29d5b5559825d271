import { useEffect, useState } from "react";
import type { Client } from "../../client";
import { useMay } from "../../parts/allowed";
import { Empty, Loading } from "../../parts/bits";
import { ProblemView } from "../../parts/problem";
import { useLoaded } from "../../parts/use-loaded";
import { address } from "../../shell/router";
import type { SubjectProps } from "../desk/decision";
import { api } from "./api";
import { Changes } from "./diff";
import { TestChat } from "./test-chat";
import "./proposal.css";

const kLookAfterMs = 2_000;

// What the engine shows of the approvals that it asks for.
export default { "config.deploy": Proposal };

function Proposal({ client, approval, onSeen }: SubjectProps) {
  return approval.state === "approved" ? <Approved client={client} hash={approval.subject_hash} /> : <Proposed client={client} approval={approval} onSeen={onSeen} />;
}

// A file that was put up, against what is live, and a chat with it.
function Proposed({ client, approval: { id, state }, onSeen }: SubjectProps) {
  const { value: draft, problem, reload } = useLoaded((signal) => api.proposal(client, id, signal), [client, id, state]);
  const [isTried, setTried] = useState(false);
  const mayTry = useMay()("openTestConversation");
  useEffect(() => {
    if (draft) onSeen(draft.hash);
  }, [draft]);
  if (!draft) return problem ? <ProblemView problem={problem} onRetry={reload} /> : <Loading what="what would change" />;
  return (
    <div className="proposal">
      <div className="page-title">
        <h3>{draft.changes.length ? "What would change in what is live" : "It means the same as what is live"}</h3>
        {state === "pending" && mayTry && <button type="button" aria-expanded={isTried} onClick={() => setTried(!isTried)}>Try it out</button>}
      </div>
      {isTried && <TestChat client={client} hash={draft.hash} />}
      {draft.changes.length === 0 && <Empty title="No change in meaning">Comments, layout and the order of keys may differ.</Empty>}
      <Changes changes={draft.changes} />
    </div>
  );
}

// It goes live by work, a moment after it was approved.
function Approved({ client, hash }: { client: Client; hash: string }) {
  const [isThere, setThere] = useState(false);
  const { value: versions } = useLoaded((signal) => api.versions(client, signal), [client, hash], isThere ? undefined : kLookAfterMs);
  const version = versions?.find((one) => one.hash === hash);
  useEffect(() => setThere(!!version), [version]);
  return (
    <div className="proposal">
      <p role="status">
        {!version && <>It is about to go live. Where that cannot be done, it stands under <a href={address("work")}>Work</a>.</>}
        {version && <>It went live as <a href={address("configuration", hash)}>version {version.number}</a>{version.state !== "live" && "; another one is live by now"}.</>}
      </p>
    </div>
  );
}
