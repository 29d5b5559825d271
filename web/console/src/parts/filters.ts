import { useEffect, useState } from "react";

const kTypedMs = 300;

// What was typed, when nothing more has been for a while.
export function useLater<T>(value: T, ms = kTypedMs): T {
  const [late, setLate] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLate(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return late;
}

export interface Filters<F> {
  now: F; // as it stands in the fields
  wanted: F; // as it is asked for: what is typed counts when nothing more has been for a while
  set: (change: Partial<F>) => void;
  clear: () => void;
  isAny: boolean;
}

// The filters of a list by name, all of them words; `typed` are those that come a letter at a time.
export function useFilters<F extends { [name in keyof F]: string }>(none: F, typed: (keyof F)[]): Filters<F> {
  const [now, setNow] = useState(none);
  const late = useLater(now);
  const wanted = Object.fromEntries(Object.entries(now).map(([name, value]) => [name, typed.includes(name as keyof F) ? (late[name as keyof F] as string).trim() : value])) as F;
  return {
    now, wanted,
    set: (change) => setNow((before) => ({ ...before, ...change })),
    clear: () => setNow(none),
    isAny: Object.values(wanted).some(Boolean),
  };
}

// All the names that were met since the page was opened, in their order.
export function useSeen(names: string[]): string[] {
  const [seen, setSeen] = useState<string[]>([]);
  const fresh = [...new Set(names)].filter((name) => name && !seen.includes(name));
  if (fresh.length) setSeen([...seen, ...fresh].sort());
  return seen;
}

// Whether a text has all of these words, anywhere: the search of a list that is at hand as a whole.
export function fits(text: string, words: string): boolean {
  return words.toLowerCase().split(/\s+/).every((word) => text.toLowerCase().includes(word));
}
