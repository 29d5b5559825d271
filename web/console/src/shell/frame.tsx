import type { ReactNode } from "react";
import { Icon } from "../../../trace/icon";
import { useAttention } from "../engines/chatbot/attention";
import { address } from "./router";
import type { Session } from "./session";

const kPlaces = [
  { route: "conversations", label: "Conversations", icon: "speech" },
  { route: "configuration", label: "Configuration", icon: "page" },
  { route: "learning", label: "Learning", icon: "mind" },
  { route: "switches", label: "Tools and keys", icon: "shield" },
] as const;

export function Frame({ session, place, onSignOut, children }: { session: Session; place: string; onSignOut: () => void; children: ReactNode }) {
  const { unread } = useAttention();
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
          {kPlaces.map(({ route, label, icon }) => (
            <a key={route} href={address(route)} aria-current={place === route ? "page" : undefined}>
              <Icon name={icon} /> {label}{route === "conversations" && unread.size > 0 && <b className="count">{unread.size}<span className="unseen"> new</span></b>}
            </a>
          ))}
        </nav>
        <div className="whose">
          <p><b>{session.tenantName}</b><span>{session.name}</span></p>
          <button type="button" onClick={onSignOut}><Icon name="exit" /> <span>Sign out or change business</span></button>
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        <h1 className="unseen">{kPlaces.find(({ route }) => route === place)?.label ?? "Console"}</h1>
        {children}
      </main>
    </div>
  );
}
