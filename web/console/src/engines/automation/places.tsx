import type { Place } from "../../shell/places";
import { forgetEdits } from "./edits";
import { Learning } from "./learning";
import { Configuration } from "./page";
import { Switches } from "./switches";

export default [
  {
    route: "configuration",
    label: "Configuration",
    icon: "page",
    order: 20,
    needs: "config.read",
    Page: Configuration,
    forget: forgetEdits,
  },
  {
    route: "learning",
    label: "Learning",
    icon: "mind",
    order: 30,
    needs: "config.read",
    Page: ({ client, route: [conversation] }) => <Learning client={client} conversation={conversation} />,
  },
  {
    route: "switches",
    label: "Tools and keys",
    icon: "shield",
    order: 40,
    needs: "config.read",
    Page: ({ client, session }) => <Switches client={client} session={session} />,
  },
] satisfies Place[];
