// A client is entered as a lead, is researched, is away for a while and comes back.
import { changeTo, goTo, insist, press } from "../house.mjs";

export default {
  name: "engagements",
  async walk(house) {
    const page = house.pages.ada;
    const card = page.getByRole("region", { name: "Engagement", exact: true });
    const pill = (words) => card.locator(".page-title .pill", { hasText: words }).waitFor();
    const move = (words) => card.getByRole("group", { name: "Move to" }).getByRole("button", { name: words });
    await changeTo(page, "Operator");
    await goTo(page, "board/new");
    await page.getByLabel("Client").fill("Osteria Nova");
    await page.getByLabel("Contact").fill("nina@nova.example");
    await insist(() => press(page.getByRole("button", { name: "Begin it" })), () => card.getByRole("heading", { name: "Osteria Nova" }).waitFor());
    await insist(() => press(move("Researched")), () => pill("Researched"));
    await insist(async () => {
      const ask = card.getByRole("form", { name: "Pause" });
      if (!(await ask.isVisible())) await press(move("Pause…"));
      if (!(await ask.isVisible())) return;
      await ask.getByLabel("Why").fill("They open in spring");
      await ask.getByLabel("Until").fill(inDays(40));
      await ask.getByRole("button", { name: "Pause it" }).click();
    }, () => pill("Paused"));
    await insist(() => press(move("Researched")), () => pill("Researched"));
  },
  state: async (house) => {
    const { items } = await house.ask("ada", "engagements", "");
    const cards = await Promise.all(items.map(({ id }) => house.ask("ada", `engagements/${id}`, "")));
    return cards.map(({ client, contact, stage, owner, changes }) => ({ client, contact, stage, owner, changes: changes.map(({ stage, actor, cause, reason }) => ({ stage, actor, cause, reason })) }));
  },
};

function inDays(days) {
  const day = new Date(Date.now() + days * 86_400_000);
  return day.toISOString().slice(0, 10);
}
