// Colleagues are invited with their roles, get a letter with a link each, and come in by it.
import { goTo, insist, press } from "../house.mjs";

const kInvited = [["Ben", "ben@house.example"], ["Cleo", "cleo@house.example"]];

export default {
  name: "people with roles",
  async walk(house) {
    const page = house.pages.ada;
    for (const [name, email] of kInvited) {
      await goTo(page, "people");
      await goTo(page, "people/invite");
      await page.getByLabel("E-mail address").fill(email);
      await page.getByLabel("Name", { exact: true }).fill(name);
      await page.getByLabel("In Trattoria Lume").selectOption("tenant_admin");
      await insist(async () => {
        if (await page.locator(".once").isVisible()) return;
        await press(page.getByRole("button", { name: "Invite" }));
      }, () => page.locator(".once").waitFor());
    }
    for (const [name, email] of kInvited) {
      const { text } = await house.letter(email, "Your link to frontdesk");
      await house.comesIn(name.toLowerCase(), () => /http\S+/.exec(text)[0], email);
    }
  },
  state: async (house) => (await house.ask("ada", "people", "")).items.map(({ name, email, roles, state }) => ({ name, email, roles, state })),
};
