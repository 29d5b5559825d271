// A guest asks for a person in the widget, is found in the inbox, and answered.
import { goTo, insist, press } from "../house.mjs";

const kWish = "I want to talk to a person";
const kAnswer = "Good evening, this is Ben. How can I help?";

export default {
  name: "a conversation that is handed over",
  async walk(house) {
    const guest = await house.enters("guest", house.url);
    const { ben } = house.pages;
    await insist(() => guest.getByLabel("Your message").waitFor(), () => {});
    await guest.getByLabel("Your message").fill(kWish);
    await guest.getByRole("button", { name: "Send" }).click(); // once: the widget keeps it until it has arrived
    await insist(() => {}, () => guest.getByText("A colleague has been asked").waitFor());

    await goTo(ben, "inbox");
    await insist(() => press(ben.locator(".entry", { hasText: "Conversations" })), () => ben.getByRole("button", { name: "Take over" }).waitFor());
    const field = ben.getByLabel("Your answer");
    await insist(async () => {
      if (!(await field.isVisible())) await press(ben.getByRole("button", { name: "Take over" }));
    }, () => field.waitFor());
    await field.fill(kAnswer);
    await insist(async () => {
      if ((await field.inputValue()) === kAnswer) await field.press("Enter");
    }, () => ben.locator(".said.person", { hasText: kAnswer }).waitFor());
    await insist(() => {}, () => guest.locator(".msg.person", { hasText: kAnswer }).waitFor());
    await insist(async () => {
      if (!(await guest.getByText("This conversation is closed").isVisible())) await press(ben.getByRole("button", { name: "Resolve", exact: true }));
    }, () => guest.getByText("This conversation is closed").waitFor());
  },
  state: async (house) => {
    const all = (await house.ask("ben", "conversations")).items;
    const items = all.filter(({ turns }) => turns > 0); // a chat that was cut off while it opened opens anew, and nobody has spoken in the first
    return Promise.all(items.map(async ({ id, status, handoffs, turns }) => ({ status, handoffs, turns,
      said: (await house.ask("ben", `conversations/${id}/messages`)).items.map(({ role, text, by }) => ({ role, text, by })) })));
  },
};
