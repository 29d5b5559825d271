import { useId, useState, type FormEvent } from "react";
import { inWords, type Correction, type Named, type Turn } from "./learning-api";

// Which of a guest's words are another name for what: the words are picked in the message, from the first to the last.
export function Naming({ turn, names, onName }: { turn: Turn; names: Named[]; onName: (correction: Correction, what: string) => void }) {
  const words = turn.text.split(/\s+/).filter(Boolean);
  const [picked, setPicked] = useState<[number, number] | undefined>(words.length === 1 ? [0, 0] : undefined);
  const [meant, setMeant] = useState("");
  const label = useId();
  const said = picked ? bare(words.slice(picked[0], picked[1] + 1).join(" ")) : "";

  function pick(index: number) {
    if (!picked) setPicked([index, index]);
    else if (picked[0] === picked[1] && picked[0] === index) setPicked(undefined);
    else if (picked[0] !== picked[1]) setPicked([index, index]);
    else setPicked([Math.min(picked[0], index), Math.max(picked[1], index)]);
  }
  function put(event: FormEvent) {
    event.preventDefault();
    const thing = names[Number(meant)];
    if (!said || !meant || !thing) return;
    onName({ text: turn.text, name: { words: said, kind: thing.kind, name: thing.name, of: thing.of } }, `“${said}” means ${thing.label}`);
  }
  return (
    <form className="naming" onSubmit={put}>
      <div role="group" aria-labelledby={label} className="naming-words">
        <span id={label}>Words that were misread, from the first to the last</span>
        <p>
          {words.map((word, index) => (
            <button key={index} type="button" aria-pressed={!!picked && index >= picked[0] && index <= picked[1]} onClick={() => pick(index)}>{word}</button>
          ))}
        </p>
      </div>
      <label>What they mean
        <select required value={meant} onChange={(event) => setMeant(event.target.value)}>
          <option value="" disabled>choose</option>
          {groupsOf(names, turn.asked).map(([group, members]) => (
            <optgroup key={group} label={group}>
              {members.map((index) => <option key={index} value={index}>{names[index].label}</option>)}
            </optgroup>
          ))}
        </select>
      </label>
      <button className="primary" disabled={!said || !meant}>Put into the draft</button>
    </form>
  );
}

// By what they are values of; what was asked for comes first.
function groupsOf(names: Named[], asked: string | null): [string, number[]][] {
  const groups = new Map<string, number[]>();
  const order = names.map((_, index) => index).sort((a, b) => Number(names[b].of === asked) - Number(names[a].of === asked) || a - b);
  for (const index of order) {
    const { kind, of } = names[index];
    const group = kind === "counted" ? `${inWords(of)}, counted` : kind === "part_of_day" ? "part of the day" : inWords(of);
    groups.set(group, [...(groups.get(group) ?? []), index]);
  }
  return [...groups];
}

// Without the marks around it.
function bare(text: string): string {
  return text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
}
