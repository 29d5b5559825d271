import type { Finds } from "../../shell/finds";
import { foundAt, kFoundMax } from "../../shell/finds";
import { api, nameOf } from "./api";

export default {
  finders: [{
    label: "Conversations",
    icon: "speech",
    needs: "conversations.read",
    find: async (client, q, signal) =>
      (await api.list(client, { q }, undefined, signal, kFoundMax)).items.map((one) => foundAt("conversations", one.id, nameOf(one), one.last_message?.text)),
  }],
} satisfies Finds;
