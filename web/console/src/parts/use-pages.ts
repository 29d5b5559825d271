import { useState } from "react";
import { useLoaded, type Loaded } from "./use-loaded";

export type Cursor = number | string;

export interface Page<T> {
  items: T[];
  next: Cursor | null; // what `before` is for the page behind it
}

export interface Pages<P extends Page<unknown>> extends Loaded<P["items"]> {
  more?: () => void; // absent where nothing is behind
  first?: P;
}

// As many pages as were asked for, one behind the other. All are loaded anew together, so that nothing falls between two
// of them when something comes in front.
export function usePages<P extends Page<unknown>>(load: (before: Cursor | undefined, signal: AbortSignal) => Promise<P>, keys: unknown[], everyMs?: number): Pages<P> {
  const key = JSON.stringify(keys.filter((one) => typeof one === "string"));
  const [wanted, setWanted] = useState({ key, pages: 1 });
  const pages = wanted.key === key ? wanted.pages : 1;
  const { value, problem, reload } = useLoaded(async (signal) => {
    const items: P["items"] = [];
    const first = await load(undefined, signal);
    let last = first;
    items.push(...first.items);
    for (let page = 1; page < pages && last.next !== null; page++) {
      last = await load(last.next, signal);
      items.push(...last.items);
    }
    return { items, first, next: last.next };
  }, keys, everyMs);
  const more = () => {
    setWanted({ key, pages: pages + 1 });
    reload();
  };
  return { value: value?.items, first: value?.first, problem, reload, more: value?.next ? more : undefined };
}
