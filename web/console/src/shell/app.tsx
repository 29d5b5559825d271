import { Fragment, useEffect, useMemo, useState, type ReactNode } from "react";
import { Client } from "../client";
import { MayProvider } from "../parts/allowed";
import { Frame } from "./frame";
import { isOpenTo, placeAt, type Place } from "./places";
import { address, useRoute } from "./router";
import { keepSession, openPlace, recallSession, type Session } from "./session";
import { SignIn } from "./sign-in";
import { StepUp } from "./step-up";
import { Welcome } from "./welcome";

export function App({ places }: { places: Place[] }) {
  const [session, setSession] = useState<Session | undefined>(recallSession);
  const all = useRoute();
  const theirs = useMemo(() => places.filter((place) => !session || isOpenTo(session, place)), [places, session]);
  const { place, route } = placeAt(theirs, all);

  function change(next: Session | undefined) {
    if (session && next && next.tenant !== session.tenant) leave();
    keepSession(next);
    setSession(next);
  }
  // Nothing of the place that somebody works in stays, nor does the address of anything in it.
  function leave() {
    for (const { forget } of places) forget?.();
    history.pushState(null, "", address(place.route));
    dispatchEvent(new HashChangeEvent("hashchange"));
  }
  const client = useMemo(() => session && new Client(session.token, () => change(undefined)), [session]);
  useRenewal(session, change);

  useEffect(() => {
    document.title = [session && place.label, session?.tenantName, "frontdesk console"].filter(Boolean).join(" · ");
  }, [session, place]);

  function signOut() {
    for (const { forget } of places) forget?.();
    if (session?.user) new Client(session.user.token).call("/v1/sign-out", { method: "POST" }).catch(() => {}); // its time comes anyway
    change(undefined);
  }
  const [first, link] = all;
  if (first === "welcome" && link) return <Welcome key={link} token={link} onSignedIn={change} />;
  if (!session || !client) return <SignIn onSignedIn={change} />;
  const signedIn = { client, session };
  return (
    <Fragment key={session.tenant}>
      <MayProvider session={session}>{theirs.reduceRight<ReactNode>(
        (inner, { Around }) => (Around ? <Around {...signedIn}>{inner}</Around> : inner),
        <Frame {...signedIn} places={theirs} place={place} onChange={change} onSignOut={signOut}>
          <place.Page key={place.route} {...signedIn} route={route} change={change} />
        </Frame>,
      )}</MayProvider>
      <StepUp />
    </Fragment>
  );
}

// Roles may have changed since this tab was last open.
function useRenewal(session: Session | undefined, change: (session: Session | undefined) => void): void {
  useEffect(() => {
    if (!session?.user) return;
    const here = { id: session.tenant, name: session.tenantName };
    const isStillThere = () => recallSession()?.token === session.token; // who has gone on meanwhile is not led back
    openPlace(session.user, here).then(
      (fresh) => isStillThere() && JSON.stringify(fresh) !== JSON.stringify(session) && change(fresh),
      (problem) => isStillThere() && problem.status === 401 && change(undefined),
    );
  }, []);
}
