import type { IconName } from "../../../trace/icon";
import type { Client } from "../client";
import { isOpenTo, type Place } from "./places";
import { address } from "./router";
import type { Session } from "./session";

// What one can be led to: by ctrl-K from anywhere.
export interface Found {
  id: string;
  title: string;
  text?: string;
  to: string; // an address
}

// A kind of things that an engine finds by words. Nobody is shown what they may not see: it is asked for in their own
// name, and not at all where the permission is missing.
export interface Finder extends Pick<Place, "needs" | "isFor"> {
  label: string;
  icon: IconName;
  find: (client: Client, words: string, signal: AbortSignal) => Promise<Found[]>;
}

// Something that can be done, and where: it is begun there, never by having been found.
export interface Act extends Pick<Place, "needs" | "isFor"> {
  label: string;
  icon: IconName;
  route: string[];
}

export interface Finds {
  finders?: Finder[];
  acts?: Act[];
}

// From each engine's `finds.ts`.
const kFinds = Object.values(import.meta.glob<{ default: Finds }>("../engines/*/finds.ts", { eager: true })).map((module) => module.default);

export function findersFor(session: Session): Finder[] {
  return kFinds.flatMap(({ finders }) => finders ?? []).filter((finder) => isOpenTo(session, finder));
}

export function actsFor(session: Session): Act[] {
  return kFinds.flatMap(({ acts }) => acts ?? []).filter((act) => isOpenTo(session, act));
}

export const kFoundMax = 6; // of a kind

export function foundAt(route: string, id: string, title: string, text?: string): Found {
  return { id, title, text, to: address(route, id) };
}
