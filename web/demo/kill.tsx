import { useEffect, useRef, useState } from "react";
import { entriesOf, type Turn } from "../trace/turns";
import type { Followed } from "../trace/use-feed";

const kIntoTheTurnMs = 900; // the turn takes two seconds
const kPatienceMs = 20_000;

type Stage = "idle" | "asked" | "killed" | "back" | "answered" | "failed";

// What has happened, each with its moment in milliseconds since the question.
interface Course {
  stage: Stage;
  after: number; // the stored event behind which the question stands
  asked: number;
  killed: number;
  back: number;
  answered: number;
  why: string;
}

const kNothing: Course = { stage: "idle", after: 0, asked: 0, killed: 0, back: 0, answered: 0, why: "" };

// A button that asks something slow, ends the server with kill -9 in the middle of the turn, and says how it goes on.
export function Kill({ followed, askSlowly }: { followed: Followed; askSlowly: () => void }) {
  const [course, press] = useCourse(followed, askSlowly);
  const isUnderWay = course.stage === "asked" || course.stage === "killed" || course.stage === "back";
  return (
    <div className="kill">
      <button type="button" aria-disabled={isUnderWay} title="in the middle of an answer, with kill -9" onClick={() => !isUnderWay && press()}>
        Kill the server now
      </button>
      <div role="status" aria-label="The killed turn">
        <ol>
          {linesOf(course).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ol>
      </div>
    </div>
  );
}

function linesOf(course: Course): string[] {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const lines: string[] = [];
  if (course.stage === "idle") return lines;
  lines.push("Asked for an old order; the restaurant looks for two seconds.");
  if (course.killed) lines.push(`Killed after ${seconds(course.killed)}, in the middle of the turn: no server is running.`);
  if (course.back) lines.push(`Started again after ${seconds(course.back)}; the turn goes on where it stood.`);
  if (course.answered) lines.push(`Answered after ${seconds(course.answered)}, once.`);
  if (course.stage === "failed") lines.push(course.why);
  return lines;
}

function useCourse(followed: Followed, askSlowly: () => void): [Course, () => void] {
  const [course, setCourse] = useState(kNothing);
  const wasDown = useRef(false);
  const turn = turnBehind(followed, course.after);
  const since = () => Date.now() - course.asked;

  const press = () => {
    wasDown.current = false;
    setCourse({ ...kNothing, stage: "asked", after: followed.events.at(-1)?.seq ?? 0, asked: Date.now() });
    askSlowly();
  };

  useEffect(() => {
    if (course.stage !== "asked" || !turn) return;
    const timer = setTimeout(() => {
      const end = (stage: Stage, why = "") => setCourse((now) => ({ ...now, stage, why, killed: stage === "killed" ? since() : 0 }));
      // A server that is killed does not answer.
      fetch("/demo/kill", { method: "POST" })
        .then(({ status }) => (status < 400 ? end("killed") : end("failed", `The server did not let itself be killed (${status}).`)))
        .catch(() => end("killed"));
    }, kIntoTheTurnMs);
    return () => clearTimeout(timer);
  }, [course.stage, turn?.inputs[0]]);

  useEffect(() => {
    if (course.stage !== "killed") return;
    if (followed.state !== "live") wasDown.current = true;
    else if (wasDown.current) setCourse((now) => ({ ...now, stage: "back", back: since() }));
  }, [course.stage, followed.state]);

  useEffect(() => {
    if (course.stage === "back" && turn && turn.status !== "running") setCourse((now) => ({ ...now, stage: "answered", answered: since() }));
  }, [course.stage, turn?.status]);

  useEffect(() => {
    if (course.stage === "idle" || course.stage === "answered" || course.stage === "failed") return;
    const why = "It does not go on: does a person have this conversation? Start anew and try again.";
    const timer = setTimeout(() => setCourse((now) => ({ ...now, stage: "failed", why })), kPatienceMs);
    return () => clearTimeout(timer);
  }, [course.stage]);

  return [course, press];
}

function turnBehind(followed: Followed, after: number): Turn | undefined {
  return entriesOf(followed.events).find((entry): entry is Turn => entry.kind === "turn" && entry.seq > after);
}
