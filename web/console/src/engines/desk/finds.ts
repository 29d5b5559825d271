import type { Finds } from "../../shell/finds";
import { foundAt, kFoundMax } from "../../shell/finds";
import { api } from "./api";

export default {
  finders: [
    {
      label: "Decisions",
      icon: "check",
      needs: "approvals.read",
      find: async (client, q, signal) => (await api.approvals(client, { q, state: "" }, undefined, signal, kFoundMax)).items.map(({ id, summary, state }) => foundAt("decisions", id, summary, state)),
    },
    {
      label: "Work",
      icon: "clock",
      needs: "work.read",
      find: async (client, q, signal) =>
        (await api.work(client, { q, kind: "", state: "" }, undefined, signal, kFoundMax)).items.map(({ number, kind, key, state }) => foundAt("work", String(number), `${kind} ${key}`, state.replace("_", " "))),
    },
  ],
  acts: [{ label: "Check that nothing was changed in the audit", icon: "list", route: ["audit", "check"], needs: "audit.read" }],
} satisfies Finds;
