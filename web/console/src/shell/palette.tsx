import { Fragment, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { Icon, type IconName } from "../../../trace/icon";
import { fits, useLater } from "../parts/filters";
import { ProblemView } from "../parts/problem";
import { useAct } from "../parts/use-act";
import type { Client } from "../client";
import { actsFor, findersFor, kFoundMax, type Found } from "./finds";
import type { Place, SignedIn } from "./places";
import { address } from "./router";
import { openPlace, placesOf, type Session } from "./session";

const kAskMs = 150;

interface Option {
  id: string;
  title: string;
  text?: string;
  icon: IconName;
  run: () => void;
}

interface Group {
  label: string;
  options: Option[];
}

interface PaletteProps extends SignedIn {
  places: Place[];
  onChange: (session: Session) => void;
}

// Leads by words to every place of the console and whatever is in it; ctrl-K or cmd-K opens it from anywhere.
export function Palette(props: PaletteProps) {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const press = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      setOpen((before) => !before);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
  return (
    <>
      <button type="button" className="to-find" onClick={() => setOpen(true)}><Icon name="find" /> <span>Find</span> <kbd>Ctrl K</kbd></button>
      {isOpen && <Finding {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

function Finding({ client, session, places, onChange, onClose }: PaletteProps & { onClose: () => void }) {
  const [typed, setTyped] = useState("");
  const words = typed.trim();
  const [chosen, setChosen] = useState(0);
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const { act, busy, failure } = useAct();
  const there = useThere(client, session, words);

  function lead(to: string) {
    onClose();
    location.hash = to;
  }
  const groups = useMemo(() => {
    const elsewhere = session.user ? placesOf(session.user).filter((place) => place.id !== session.tenant) : [];
    const known: Group[] = [
      { label: "Places", options: places.map(({ route, label, icon }) => ({ id: route, title: label, icon, run: () => lead(address(route)) })) },
      { label: "Acts", options: actsFor(session).map(({ label, icon, route }) => ({ id: route.join("/"), title: label, icon, run: () => lead(address(...route)) })) },
      { label: "Work elsewhere", options: elsewhere.map((place) => ({ id: place.id, title: place.name || place.id, icon: "swap", run: () => void act(async () => onChange(await openPlace(session.user!, place))) })) },
    ];
    const fitting = known.map(({ label, options }) => ({ label, options: options.filter(({ title }) => fits(title, words)) }));
    const found = there.found.map(({ label, icon, items }) => ({ label, options: items.map(({ id, title, text, to }) => ({ id, title, text, icon, run: () => lead(to) })) }));
    return [...fitting, ...found].filter(({ options }) => options.length > 0);
  }, [session, places, words, there]);
  const options = groups.flatMap((group) => group.options);
  const at = Math.min(chosen, options.length - 1);

  useEffect(() => setChosen(0), [words]);
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    dialog.current?.showModal();
    return () => before?.focus?.();
  }, []);
  useEffect(() => {
    void list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [at, groups]);

  function press(event: KeyboardEvent) {
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1 };
    if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      if (!busy) options[at]?.run();
    } else if (event.key in moves && options.length) {
      event.preventDefault();
      setChosen((moves[event.key] + options.length) % options.length);
    }
  }
  let index = 0;
  return (
    <dialog ref={dialog} className="palette" aria-label="Find" onClose={onClose} onClick={(event) => event.target === dialog.current && onClose()}>
      <input role="combobox" type="text" autoFocus aria-label="Find places, people, conversations, work and what can be done" placeholder="Where to?" value={typed} maxLength={200}
        aria-expanded={options.length > 0} aria-controls={`${id}-list`} aria-autocomplete="list" aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
        autoComplete="off" spellCheck={false} autoCapitalize="off" onChange={(event) => setTyped(event.target.value)} onKeyDown={press} />
      {failure && <ProblemView problem={failure} />}
      <div ref={list} id={`${id}-list`} role="listbox" aria-label="Found" hidden={options.length === 0}>
        {groups.map(({ label, options }) => (
          <div key={label} role="group" aria-label={label}>
            <p className="list-part" aria-hidden="true">{label}</p>
            {options.map((option) => {
              const place = index++;
              return (
                <div key={option.id} id={`${id}-${place}`} role="option" aria-selected={place === at} onPointerMove={() => setChosen(place)} onClick={option.run}>
                  <Icon name={option.icon} /> <b>{option.title}</b> {option.text && <span>{option.text}</span>}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      <p role="status" className="fine">{there.busy ? "Looking…" : options.length ? <><span className="unseen">{options.length} found. </span><kbd>↑</kbd> <kbd>↓</kbd> choose, <kbd>Enter</kbd> opens, <kbd>Esc</kbd> closes</> : "Nothing fits. Try fewer words, or the beginning of one."}</p>
      {there.missing.map((label) => <Fragment key={label}><p className="fine">{label} could not be looked through.</p></Fragment>)}
    </dialog>
  );
}

interface There {
  busy: boolean;
  found: { label: string; icon: IconName; items: Found[] }[];
  missing: string[]; // what could not be asked
}
const kNothing: There = { busy: false, found: [], missing: [] };

// What the server finds, each kind as soon as all have answered; nothing of other words than those that stand there.
function useThere(client: Client, session: Session, words: string): There {
  const asked = useLater(words, kAskMs);
  const [state, setState] = useState<{ of: string; there: There }>({ of: "", there: kNothing });
  useEffect(() => {
    if (!asked) return;
    const stopper = new AbortController();
    const finders = findersFor(session);
    void Promise.allSettled(finders.map(({ find }) => find(client, asked, stopper.signal))).then((answers) => {
      if (stopper.signal.aborted) return;
      const found = finders.flatMap(({ label, icon }, index) => {
        const answer = answers[index];
        return answer.status === "fulfilled" && answer.value.length > 0 ? [{ label, icon, items: answer.value.slice(0, kFoundMax) }] : [];
      });
      setState({ of: asked, there: { busy: false, found, missing: finders.filter((_, index) => answers[index].status === "rejected").map(({ label }) => label) } });
    });
    return () => stopper.abort();
  }, [client, session, asked]);
  if (!words) return kNothing;
  return state.of === words ? state.there : { ...kNothing, busy: true };
}
