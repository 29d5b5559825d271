// One changes the business's file, the other gets a letter, looks at it and approves, and it is live.
import { goTo, insist } from "../house.mjs";

export default {
  name: "a deploy by two people",
  async walk(house) {
    const { ben, cleo } = house.pages;
    await goTo(ben, "configuration");
    await ben.getByRole("link", { name: "Edit", exact: true }).click();
    const editor = ben.getByLabel("Configuration file");
    await editor.waitFor();
    await editor.evaluate((area) => { // filling in the whole file takes a browser half a minute
      const { index, 0: found } = /^name: .*$/m.exec(area.value);
      area.focus();
      area.setSelectionRange(index, index + found.length);
    });
    await ben.keyboard.insertText("name: Trattoria Nova");
    await ben.getByLabel("Note").fill("the new name");
    await insist(async () => {
      if (await ben.getByText("It waits for a second person").isVisible()) return;
      await ben.getByText("this can be deployed").waitFor();
      await ben.getByRole("button", { name: "Deploy" }).click();
    }, () => ben.getByText("It waits for a second person").waitFor());

    const { text } = await house.letter("cleo@house.example", "the new name");
    const decision = cleo.getByRole("region", { name: "Decision", exact: true });
    await insist(async () => {
      if (await decision.getByText("Cleo approved it").isVisible()) return;
      await cleo.goto(/http\S+/.exec(text)[0]);
      await decision.getByRole("list", { name: "Changes" }).getByText("Trattoria Nova").first().waitFor();
      await decision.getByRole("button", { name: "Approve" }).click();
    }, () => decision.getByText("Cleo approved it").waitFor());
    await insist(() => {}, () => decision.getByRole("link", { name: "version 2" }).waitFor());
  },
  state: async (house) => ({
    name: /^name: (.*)$/m.exec((await house.ask("ben", "config")).yaml)[1],
    versions: (await house.ask("ben", "config/versions")).items.map(({ hash, number, note, state, by }) => ({ hash, number, note, state, by })),
    approvals: (await house.ask("ben", "approvals")).items.map(({ kind, summary, state, asked_by, answered_by }) => ({ kind, summary, state, asked_by, answered_by })),
  }),
};
