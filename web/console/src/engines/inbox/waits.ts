import type { IconName } from "../../../../trace/icon";

// Something that waits for whoever is signed in, and where it is handled.
export interface Wait {
  id: string;
  title: string;
  text: string;
  foot: string;
  since: string;
  to: string; // an address
}

export interface Waits {
  items?: Wait[]; // undefined: not known yet
  count: number; // of all, where more wait than there are items
  news: number; // what of it nobody here has looked at
}

// What an engine adds to the inbox. Its folder has a `waits.ts` whose default export is one of these; nothing else has to
// know of it.
export interface Waiting {
  label: string;
  icon: IconName;
  useWaits: () => Waits; // a hook, used wherever one is in the console
}

const kWaiting = Object.values(import.meta.glob<{ default: Waiting }>(["../*/waits.ts", "!./waits.ts"], { eager: true })).map((module) => module.default).sort((one, other) => (one.label < other.label ? -1 : 1));

export interface Kind extends Waits, Pick<Waiting, "label" | "icon"> {}

// Of all engines; the same ones each time, so that hooks stay in their order.
export function useKinds(): Kind[] {
  return kWaiting.map(({ label, icon, useWaits }) => ({ label, icon, ...useWaits() }));
}
