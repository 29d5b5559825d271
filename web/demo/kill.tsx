import { useEffect, useRef, useState } from "react";
import { entriesOf, type Turn } from "../trace/turns";
import type { Followed } from "../trace/use-feed";
import type { KillWords } from "./words";

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
export function Kill({ followed, askSlowly, words, language }: { followed: Followed; askSlowly: () => void; words: KillWords; language: string }) {
  const [course, press] = useCourse(followed, askSlowly, words);
  const isUnderWay = course.stage === "asked" || course.stage === "killed" || course.stage === "back";
  return (
    <div className="kill" lang={language}>
      <button type="button" aria-disabled={isUnderWay} title={words.title} onClick={() => !isUnderWay && press()}>
        {words.button}
      </button>
      <div role="status" aria-label={words.course}>
        <ol>
          {linesOf(course, words).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ol>
      </div>
    </div>
  );
}

function linesOf(course: Course, words: KillWords): string[] {
  const after = (line: string, ms: number) => line.replace("{{s}}", `${(ms / 1000).toFixed(1)} s`);
  const lines: string[] = [];
  if (course.stage === "idle") return lines;
  lines.push(words.asked);
  if (course.killed) lines.push(after(words.killed, course.killed));
  if (course.back) lines.push(after(words.back, course.back));
  if (course.answered) lines.push(after(words.answered, course.answered));
  if (course.stage === "failed") lines.push(course.why);
  return lines;
}

function useCourse(followed: Followed, askSlowly: () => void, words: KillWords): [Course, () => void] {
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
        .then(({ status }) => (status < 400 ? end("killed") : end("failed", words.refused.replace("{{s}}", String(status)))))
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
    const timer = setTimeout(() => setCourse((now) => ({ ...now, stage: "failed", why: words.stuck })), kPatienceMs);
    return () => clearTimeout(timer);
  }, [course.stage]);

  return [course, press];
}

function turnBehind(followed: Followed, after: number): Turn | undefined {
  return entriesOf(followed.events).find((entry): entry is Turn => entry.kind === "turn" && entry.seq > after);
}
