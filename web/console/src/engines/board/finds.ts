import type { Finds } from "../../shell/finds";
import { foundAt, kFoundMax } from "../../shell/finds";
import { isAtOperator } from "../../shell/session";
import { api } from "./api";
import { wordsOf } from "./stages";

export default {
  finders: [{
    label: "Engagements",
    icon: "board",
    needs: "engagements.read",
    isFor: isAtOperator,
    find: async (client, q, signal) => (await api.list(client, { q }, undefined, signal, kFoundMax)).items.map(({ id, client: name, stage }) => foundAt("board", id, name, wordsOf(stage))),
  }],
  acts: [{ label: "Begin an engagement", icon: "board", route: ["board", "new"], needs: "engagements.write", isFor: isAtOperator }],
} satisfies Finds;
