import { useEffect, useMemo, useState } from "react";
import { Client } from "../client";
import { Configuration } from "../engines/automation/page";
import { Learning } from "../engines/automation/learning";
import { forgetEdits } from "../engines/automation/edits";
import { Switches } from "../engines/automation/switches";
import { AttentionProvider } from "../engines/chatbot/attention";
import { forgetDrafts } from "../engines/chatbot/drafts";
import { Conversations } from "../engines/chatbot/page";
import { Frame } from "./frame";
import { useRoute } from "./router";
import { keepSession, recallSession, type Session } from "./session";
import { SignIn } from "./sign-in";

const kTitles: Record<string, string> = { conversations: "Conversations", configuration: "Configuration", learning: "Learning", switches: "Tools and keys" };

export function App() {
  const [session, setSession] = useState<Session | undefined>(recallSession);
  const [place = "conversations", ...rest] = useRoute();

  function change(next: Session | undefined) {
    keepSession(next);
    setSession(next);
  }
  const client = useMemo(() => session && new Client(session.token, () => change(undefined)), [session]);

  useEffect(() => {
    document.title = [session && kTitles[place], session?.tenantName, "frontdesk console"].filter(Boolean).join(" · ");
  }, [session, place]);

  if (!session || !client) return <SignIn onSignedIn={change} />;
  return (
    <AttentionProvider client={client} tenant={session.tenant}>
    <Frame session={session} place={place} onSignOut={() => {
        forgetDrafts();
        forgetEdits();
        change(undefined);
      }}>
      {place === "configuration" ? (
        <Configuration client={client} route={rest} />
      ) : place === "learning" ? (
        <Learning client={client} conversation={rest[0]} />
      ) : place === "switches" ? (
        <Switches client={client} tenant={session.tenant} />
      ) : (
        <Conversations client={client} by={session.name} id={rest[0]} />
      )}
    </Frame>
    </AttentionProvider>
  );
}
