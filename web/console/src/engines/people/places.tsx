import type { Place } from "../../shell/places";
import { Account } from "./account";
import { ApiKeys } from "./keys";
import { People } from "./people";

export default [
  { route: "people", label: "People", icon: "people", order: 44, Page: People, needs: "people.manage" },
  { route: "keys", label: "API keys", icon: "key", order: 45, Page: ApiKeys, needs: "keys.manage" },
  { route: "account", label: "My account", icon: "person", order: 46, Page: Account, isFor: ({ user }) => !!user },
] satisfies Place[];
