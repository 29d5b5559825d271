import type { Finds } from "../../shell/finds";
import { fits } from "../../parts/filters";
import { foundAt } from "../../shell/finds";
import { address } from "../../shell/router";
import { api } from "./api";
import { switches } from "./switches-api";

const kEdit = "Edit and deploy what is live";

export default {
  finders: [
    {
      label: "Versions",
      icon: "page",
      needs: "config.read",
      find: async (client, words, signal) => (await api.versions(client, signal)).filter(({ number, note, hash }) => fits(`Version ${number} ${note} ${hash}`, words)).map(({ number, hash, note, state }) => foundAt("configuration", hash, `Version ${number}`, note || state)),
    },
    {
      label: "Tools",
      icon: "tool",
      needs: "config.read",
      find: async (client, words, signal) => (await switches.tools(client, signal)).filter(({ name, description }) => fits(`${name} ${name.replace(/_/g, " ")} ${description}`, words)).map(({ name, description }) => ({ id: name, title: name, text: description, to: address("switches") })),
    },
    {
      label: "Deploy",
      icon: "page",
      needs: "config.write",
      find: async (client, words, signal) => {
        if (!fits(kEdit, words)) return [];
        const live = (await api.versions(client, signal)).find(({ state }) => state === "live");
        return live ? [{ id: "edit", title: kEdit, text: `Version ${live.number}`, to: address("configuration", live.hash, "edit") }] : [];
      },
    },
  ],
  acts: [
    { label: "See what went live, and when", icon: "page", route: ["configuration", "history"], needs: "config.read" },
    { label: "Stop or resume a tool", icon: "shield", route: ["switches"], needs: "config.write" },
  ],
} satisfies Finds;
