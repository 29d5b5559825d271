// Whoever has started the server makes the first account by the link that the start has printed.
import { insist } from "../house.mjs";
import assert from "node:assert/strict";

export default {
  name: "the first account",
  async walk(house) {
    await insist(() => {}, () => assert.ok(house.product.welcomeLink));
    await house.comesIn("ada", () => house.product.welcomeLink, "ada@house.example", async (page) => {
      await page.getByLabel("E-mail address").fill("ada@house.example");
      await page.getByLabel("Your name").fill("Ada");
    });
  },
  state: async (house) => {
    const { name, email, roles } = await house.ask("ada", "me");
    return { name, email, roles };
  },
};
