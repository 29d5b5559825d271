import { useEffect, useRef } from "react";
import { go } from "../shell/router";

export interface Shortcut {
  key: string;
  does: string;
  run?: () => void; // absent: not possible now
}

// Single keys while nothing is being written; a sheet lists them.
export function useShortcuts(shortcuts: Shortcut[]): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const target = event.target as HTMLElement;
      if (target.closest("input, textarea, select, [contenteditable], dialog[open]")) return;
      const found = latest.current.find(({ key, run }) => key === event.key && run);
      if (!found) return;
      event.preventDefault();
      found.run!();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}

export function ShortcutSheet({ shortcuts, open, onClose }: { shortcuts: Shortcut[]; open: boolean; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open) dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} className="sheet" aria-labelledby="sheet-title" onClose={onClose}>
      <h2 id="sheet-title">Keys</h2>
      <dl className="record">
        {shortcuts.map(({ key, does }) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{does}</dd></div>)}
      </dl>
      <p className="fine">They work while you are not writing.</p>
      <button type="button" onClick={onClose}>Close</button>
    </dialog>
  );
}

// The keys of a list: to the next entry, to the one before, into the search. An entry is opened by that.
export function listKeys(route: string, chosen: string | undefined): Shortcut[] {
  const move = (step: 1 | -1) => () => {
    const next = neighbour(chosen, step);
    if (next) go(route, next);
  };
  return [
    { key: "j", does: "the next one", run: move(1) },
    { key: "k", does: "the one before", run: move(-1) },
    kSearch,
  ];
}

const kSearch: Shortcut = { key: "/", does: "search", run: () => document.getElementById("search")?.focus() };

// The same for a list whose entries open elsewhere: they are gone to, and Enter opens.
export function focusKeys(): Shortcut[] {
  const move = (step: 1 | -1) => () => {
    const entries = [...document.querySelectorAll<HTMLElement>(".entry[data-id]")];
    const at = entries.indexOf(document.activeElement as HTMLElement);
    (at < 0 ? entries[step > 0 ? 0 : entries.length - 1] : entries[at + step])?.focus();
  };
  return [{ key: "j", does: "the next one", run: move(1) }, { key: "k", does: "the one before", run: move(-1) }, kSearch];
}

// In the list as it stands.
function neighbour(id: string | undefined, step: 1 | -1): string | undefined {
  const ids = [...document.querySelectorAll<HTMLElement>(".entry[data-id]")].map((entry) => entry.dataset.id!);
  const at = id ? ids.indexOf(id) : -1;
  if (at < 0) return step > 0 ? ids[0] : ids.at(-1);
  return ids[at + step];
}
