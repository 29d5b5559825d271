import { useEffect, useMemo, useState, type ReactNode } from "react";
import { Client } from "../client";
import { Frame } from "./frame";
import { placeAt, type Place } from "./places";
import { useRoute } from "./router";
import { keepSession, recallSession, type Session } from "./session";
import { SignIn } from "./sign-in";

export function App({ places }: { places: Place[] }) {
  const [session, setSession] = useState<Session | undefined>(recallSession);
  const { place, route } = placeAt(places, useRoute());

  function change(next: Session | undefined) {
    keepSession(next);
    setSession(next);
  }
  const client = useMemo(() => session && new Client(session.token, () => change(undefined)), [session]);

  useEffect(() => {
    document.title = [session && place.label, session?.tenantName, "frontdesk console"].filter(Boolean).join(" · ");
  }, [session, place]);

  function signOut() {
    for (const { forget } of places) forget?.();
    change(undefined);
  }
  if (!session || !client) return <SignIn onSignedIn={change} />;
  const signedIn = { client, session };
  return places.reduceRight<ReactNode>(
    (inner, { Around }) => (Around ? <Around {...signedIn}>{inner}</Around> : inner),
    <Frame {...signedIn} places={places} place={place} onSignOut={signOut}>
      <place.Page key={place.route} {...signedIn} route={route} />
    </Frame>,
  );
}
