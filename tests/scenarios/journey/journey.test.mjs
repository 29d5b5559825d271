// From the first sign-in to whatever the house can do, in Chromium: walked once as it is, and once with the server killed
// at a random moment of each stage. Nothing is lost by that, and nothing is done twice.
// JOURNEY_SEED=N kills where the run with this seed did.
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { launch } from "../../browser/support.mjs";
import { House } from "./house.mjs";
import { chance } from "./killer.mjs";
import { kStages } from "./stages.mjs";

const kSeed = Number(process.env.JOURNEY_SEED ?? randomInt(2 ** 31));
let browser;

before(async () => (browser = await launch()));
after(() => browser?.close());

// What came of it, and how many acts each stage had. `acts`: of a walk before, for where to kill.
async function walk(name, { random, acts = {} } = {}) {
  const house = await new House(browser, name, random).start();
  const counted = {};
  try {
    for (const stage of kStages) {
      house.killer.begin(stage.name, acts[stage.name]);
      await stage.walk(house).catch(async (error) => {
        const told = `killed at: ${house.killer.kills.join("; ") || "nothing"}; pictures are in ${await house.picture()}`;
        throw new Error(`${stage.name}: ${error.message}\n${told}`, { cause: error });
      });
      counted[stage.name] = await house.killer.end();
    }
    const state = {};
    for (const stage of kStages) state[stage.name] = await stage.state(house);
    return { state, letters: lettersOf(house.mailbox.letters()), acts: counted, kills: house.killer.kills };
  } finally {
    await house.stop();
  }
}

// Each letter once, however many copies a server that was cut off has taken.
function lettersOf(all) {
  const once = new Map(all.map((letter) => [letter.id, `${letter.subject} to ${letter.to}`]));
  return [...once.values()].sort();
}

describe(`the journey (JOURNEY_SEED=${kSeed})`, () => {
  let plain;

  it("is walked", async () => {
    plain = await walk("plain");
    for (const stage of kStages) assert.ok(plain.acts[stage.name] > 0, `${stage.name} has no act to be killed in`);
  });

  it("ends in the same state where the server is killed in each stage", async () => {
    const killed = await walk("killed", { random: chance(kSeed), acts: plain.acts });
    console.log(killed.kills.map((kill) => `killed: ${kill}`).join("\n"));
    assert.equal(killed.kills.length, kStages.length);
    assert.deepEqual(killed.state, plain.state);
    assert.deepEqual(killed.letters, plain.letters);
  });
});
