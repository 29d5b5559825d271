import type { Finds } from "../../shell/finds";
import { foundAt, kFoundMax } from "../../shell/finds";
import { people } from "./api";

export default {
  finders: [{
    label: "People",
    icon: "person",
    needs: "people.manage",
    find: async (client, q, signal) => (await people.list(client, q, undefined, signal, kFoundMax)).items.map(({ id, name, email }) => foundAt("people", id, name, email)),
  }],
  acts: [
    { label: "Invite somebody", icon: "people", route: ["people", "invite"], needs: "people.manage" },
    { label: "Make an API key", icon: "key", route: ["keys", "new"], needs: "keys.manage" },
    { label: "Change my password", icon: "person", route: ["account"], isFor: ({ user }) => !!user },
  ],
} satisfies Finds;
