import type { Finds } from "../../shell/finds";
import { fits } from "../../parts/filters";
import { foundAt } from "../../shell/finds";
import { isAtOperator } from "../../shell/session";
import { tenants } from "./api";

export default {
  finders: [{
    label: "Businesses",
    icon: "people",
    needs: "house.manage",
    isFor: isAtOperator,
    find: async (client, words, signal) => (await tenants.list(client, signal)).filter(({ id, name }) => fits(`${name} ${id}`, words)).map(({ id, name, state }) => foundAt("businesses", id, name || id, state)),
  }],
  acts: [{ label: "Make a business", icon: "people", route: ["businesses", "new"], needs: "house.manage", isFor: isAtOperator }],
} satisfies Finds;
