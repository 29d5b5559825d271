import type { ComponentType, ReactNode } from "react";
import type { IconName } from "../../../trace/icon";
import { Problem, type Client } from "../client";
import { may, type Session } from "./session";

export interface SignedIn {
  client: Client;
  session: Session;
}

export interface PageProps extends SignedIn {
  route: string[]; // the address behind the place's own part
  change: (session: Session) => void; // works in another place from here on, or by another token
}

// What an engine adds to the console, or what is below them. Its folder has a `places.tsx` whose default export is a list of these; nothing else
// has to know of it.
export interface Place {
  route: string; // the first part of its address, as in #/route/…
  label: string;
  icon: IconName;
  order: number; // in the navigation; the lowest is where one comes without an address
  Page: ComponentType<PageProps>;
  Badge?: ComponentType<SignedIn>; // behind the label in the navigation
  Around?: ComponentType<SignedIn & { children: ReactNode }>; // around everything, whichever place is open
  needs?: string; // the permission without which there is nothing to be seen
  isFor?: (session: Session) => boolean; // who sees it besides; otherwise everybody
  forget?: () => void; // when somebody signs out or works elsewhere: what this browser must not keep for the next
}

type Modules = Record<string, { default?: Place[] }>;

// Throws a Problem where the engines' places do not fit together.
export function placesOfEngines(): Place[] {
  return arrange(import.meta.glob<Modules[string]>("../engines/*/places.tsx", { eager: true }));
}

// Whether somebody sees a place, or whatever else says so by these two.
export function isOpenTo(session: Session, { needs, isFor }: Pick<Place, "needs" | "isFor">): boolean {
  return (!needs || may(session, needs)) && (!isFor || isFor(session));
}

// An address that nobody has leads to the first place, from its beginning.
export function placeAt(places: Place[], [first, ...rest]: string[]): { place: Place; route: string[] } {
  const place = places.find(({ route }) => route === first);
  return place ? { place, route: rest } : { place: places[0], route: [] };
}

function arrange(modules: Modules): Place[] {
  const owners = new Map<string, string>();
  for (const [path, { default: places }] of Object.entries(modules)) {
    const file = path.replace(/^[./]+/, "");
    if (!Array.isArray(places)) throw misfit(`${file} exports no places`, "Its default export has to be a list of places.");
    for (const { route } of places) {
      if (!/^[a-z][a-z0-9-]*$/.test(route)) throw misfit(`“${route}” is no route`, `${file} gives it. A route is small letters, digits and “-”.`);
      const owner = owners.get(route);
      if (owner) throw misfit(`Two places have the route “${route}”`, `${owner} and ${file} give it. Give one of the two another route.`);
      owners.set(route, file);
    }
  }
  const all = Object.values(modules).flatMap(({ default: places }) => places ?? []);
  if (all.length === 0) throw misfit("The console has no place", "No engines/*/places.tsx gives one.");
  return all.sort((one, other) => one.order - other.order || (one.route < other.route ? -1 : 1));
}

function misfit(title: string, detail: string): Problem {
  return new Problem(0, title, detail);
}
