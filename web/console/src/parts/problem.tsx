import { Icon } from "../../../trace/icon";
import type { Problem } from "../client";

// An error as a sentence, with the request id that finds it in the log.
export function ProblemView({ problem, onRetry }: { problem: Problem; onRetry?: () => void }) {
  return (
    <div className="problem" role="alert">
      <Icon name="warn" />
      <div>
        <p><b>{problem.title || problem.message}</b></p>
        {problem.detail && <p>{problem.detail}</p>}
        {problem.instance && <p className="fine">Request {problem.instance}</p>}
        {onRetry && <button type="button" onClick={onRetry}>Try again</button>}
      </div>
    </div>
  );
}
