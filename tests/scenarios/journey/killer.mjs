// Ends the server with kill -9 once in each stage, while an act of somebody's is under way, and starts it again. Which act,
// and how far into it, comes from a seed: the same one kills at the same places.
export class Killer {
  kills = [];
  #plan;
  #acts = 0;
  #isDue = false;
  #ending = Promise.resolve();

  // `random` gives numbers in [0, 1); without it nobody is killed, and acts are only counted.
  constructor(product, random) {
    this.product = product;
    this.random = random;
  }

  // `acts`: how many there were in this stage when nobody was killed.
  begin(stage, acts) {
    this.stage = stage;
    this.#acts = 0;
    this.#isDue = Boolean(this.random);
    if (this.random) this.#plan = { act: 1 + Math.floor(this.random() * acts), afterMs: Math.floor(this.random() * 30), downMs: Math.floor(this.random() * 300) };
  }

  // A request that left a page.
  saw(request) {
    if (!isAct(request)) return;
    this.#acts++;
    if (this.#isDue && this.#acts >= this.#plan.act) this.#strike();
  }

  // Returns how many acts there were; by then the server is up, and was killed once if it was to be.
  async end() {
    if (this.#isDue) this.#strike();
    await this.#ending;
    return this.#acts;
  }

  #strike() {
    this.#isDue = false;
    this.kills.push(`${this.stage}: act ${this.#plan.act} after ${this.#plan.afterMs} ms, down for ${this.#plan.downMs} ms`);
    this.#ending = this.#fall();
    this.#ending.catch(() => {}); // told by end()
  }

  async #fall() {
    await pause(this.#plan.afterMs);
    await this.product.kill("frontdesk");
    await pause(this.#plan.downMs);
    await this.product.startFrontdesk();
  }
}

// What changes something; not what a page does by itself.
function isAct(request) {
  return request.method() !== "GET" && /\/v1\//.test(request.url()) && !/\/(presence|typing|look|check)$/.test(request.url());
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// Numbers in [0, 1) from a seed (mulberry32).
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
