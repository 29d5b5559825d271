import { Clock } from "../../parts/bits";
import { address } from "../../shell/router";
import type { Deployment } from "./api";

// A file that is in order, and goes live when somebody else has approved it.
export function PutUp({ made: { approval, due_at } }: { made: Deployment }) {
  return (
    <p className="others loud" role="status">
      It waits for a second person, and goes live when they approve it{due_at && <>; until <Clock at={due_at} /></>}.{" "}
      <a href={address("decisions", approval!)}>See the decision</a>
    </p>
  );
}
