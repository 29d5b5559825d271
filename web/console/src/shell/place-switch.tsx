import { useEffect, useId, useRef, useState } from "react";
import { Icon } from "../../../trace/icon";
import { ProblemView } from "../parts/problem";
import { useAct } from "../parts/use-act";
import { openPlace, placesOf, type Session, type Tenant } from "./session";

// Says at all times where one works; who can work elsewhere changes it here.
export function PlaceSwitch({ session, onChange }: { session: Session; onChange: (session: Session) => void }) {
  const { user } = session;
  const places = user ? placesOf(user) : [];
  const [isOpen, setOpen] = useState(false);
  const { act, busy, failure } = useAct();
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();

  useEffect(() => {
    if (!isOpen) return;
    const elsewhere = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    const close = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener("pointerdown", elsewhere);
    document.addEventListener("focusin", elsewhere);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("pointerdown", elsewhere);
      document.removeEventListener("focusin", elsewhere);
      document.removeEventListener("keydown", close);
    };
  }, [isOpen]);

  const open = (place: Tenant) => void act(async () => onChange(await openPlace(user!, place)));
  if (places.length < 2) return <p className="place"><b>{session.tenantName}</b></p>;
  return (
    <div className="place" ref={box}>
      <button type="button" ref={button} aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
        <b>{session.tenantName}</b> <Icon name="swap" /><span className="unseen">Change the place</span>
      </button>
      <div id={id} className="place-list" hidden={!isOpen}>
        <ul aria-label="Places">
          {places.map((place) => (
            <li key={place.id}>
              <button type="button" disabled={busy} aria-current={place.id === session.tenant ? "true" : undefined}
                onClick={() => (place.id === session.tenant ? setOpen(false) : open(place))}>{place.name || place.id}</button>
            </li>
          ))}
        </ul>
        {failure && <ProblemView problem={failure} />}
      </div>
    </div>
  );
}
