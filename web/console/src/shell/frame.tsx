import { useEffect, useRef, type ReactNode } from "react";
import { Icon } from "../../../trace/icon";
import { useFocusKept } from "../parts/use-focus-kept";
import { Palette } from "./palette";
import { PlaceSwitch } from "./place-switch";
import type { Place, SignedIn } from "./places";
import { address } from "./router";
import type { Session } from "./session";

interface FrameProps extends SignedIn {
  places: Place[];
  place: Place; // the open one
  onChange: (session: Session) => void;
  onSignOut: () => void;
  children: ReactNode;
}

export function Frame({ client, session, places, place, onChange, onSignOut, children }: FrameProps) {
  useFocusKept();
  const nav = useRef<HTMLElement>(null);
  useEffect(() => void nav.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: "nearest", inline: "nearest" }), [place]);
  return (
    <div className="frame">
      <a className="skip" href="#content" onClick={(event) => {
        event.preventDefault();
        document.getElementById("content")?.focus();
      }}>Skip to the content</a>
      <header className="rail">
        <p className="brand">
          <svg viewBox="0 0 32 32" aria-hidden="true"><path d="M9 21a7 7 0 0 1 14 0ZM7 24h18M16 14v-3" /></svg>
          <span>frontdesk</span>
        </p>
        <PlaceSwitch session={session} onChange={onChange} />
        <Palette client={client} session={session} places={places} onChange={onChange} />
        <nav ref={nav} aria-label="Console">
          {places.map(({ route, label, icon, Badge }) => (
            <a key={route} href={address(route)} aria-current={route === place.route ? "page" : undefined}>
              <Icon name={icon} /> {label}{Badge && <Badge client={client} session={session} />}
            </a>
          ))}
        </nav>
        <div className="whose">
          <p>{session.user ? `Signed in as ${session.name}` : session.name}</p>
          <button type="button" onClick={onSignOut}><Icon name="exit" /> <span>{session.user ? "Sign out" : "Sign out or change business"}</span></button>
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        <h1 className="unseen">{place.label}</h1>
        {children}
      </main>
    </div>
  );
}
