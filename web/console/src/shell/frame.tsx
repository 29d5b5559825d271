import type { ReactNode } from "react";
import { Icon } from "../../../trace/icon";
import type { Place, SignedIn } from "./places";
import { address } from "./router";

interface FrameProps extends SignedIn {
  places: Place[];
  place: Place; // the open one
  onSignOut: () => void;
  children: ReactNode;
}

export function Frame({ client, session, places, place, onSignOut, children }: FrameProps) {
  return (
    <div className="frame">
      <a className="skip" href="#content" onClick={(event) => {
        event.preventDefault();
        document.getElementById("content")?.focus();
      }}>Skip to the content</a>
      <header className="rail">
        <p className="brand">
          <svg viewBox="0 0 32 32" aria-hidden="true"><path d="M9 21a7 7 0 0 1 14 0ZM7 24h18M16 14v-3" /></svg>
          frontdesk
        </p>
        <nav aria-label="Console">
          {places.map(({ route, label, icon, Badge }) => (
            <a key={route} href={address(route)} aria-current={route === place.route ? "page" : undefined}>
              <Icon name={icon} /> {label}{Badge && <Badge client={client} session={session} />}
            </a>
          ))}
        </nav>
        <div className="whose">
          <p><b>{session.tenantName}</b><span>{session.name}</span></p>
          <button type="button" onClick={onSignOut}><Icon name="exit" /> <span>Sign out or change business</span></button>
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        <h1 className="unseen">{place.label}</h1>
        {children}
      </main>
    </div>
  );
}
