// The product and the demo's back office as an operator starts them: processes that can be killed and started again.
import { spawn } from "node:child_process";
import { mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const kRoot = fileURLToPath(new URL("../../", import.meta.url));
const kPrograms = process.env.FRONTDESK_BUILD ?? join(kRoot, "build/product");

export class Product {
  #processes = {};
  #said = {}; // what each has printed, since its last start

  // `options`: what its file of options says, or a function of the product that gives it.
  constructor(name, options = "") {
    this.options = options;
    this.folder = join(kRoot, "build/browser", name);
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(this.folder, { recursive: true });
  }

  async start() {
    [this.port, this.bistroPort] = [await freePort(), await freePort()];
    this.url = `http://127.0.0.1:${this.port}`;
    this.backOffice = `http://127.0.0.1:${this.bistroPort}`;
    await this.startBackOffice();
    await this.startFrontdesk();
    return this;
  }

  async startBackOffice() {
    await this.#run("bistro", ["--port", String(this.bistroPort), "--data", join(this.folder, "bistro")]);
  }

  async startFrontdesk() {
    const options = join(this.folder, "frontdesk.yaml");
    writeFileSync(options, typeof this.options === "function" ? this.options(this) : this.options);
    await this.#run("frontdesk", ["serve", "--config", options, "--port", String(this.port), "--data", join(this.folder, "data"),
      "--tenant-file", join(kRoot, "examples/bistro/bistro.yaml"), "--back-office", this.backOffice,
      "--private-host", `bistro=127.0.0.1:${this.bistroPort}`, "--web-key", "bistro=pk_bistro_demo", "--demo-kill"]);
  }

  get operatorKey() {
    return readFileSync(join(this.folder, "data/operator.key"), "utf8").trim();
  }

  // The link that makes the first account.
  get welcomeLink() {
    return /http\S*#\/welcome\/\S+/.exec(this.#said.frontdesk)?.[0];
  }

  signal(name, signal) {
    this.#processes[name].kill(signal);
  }

  async kill(name) {
    const child = this.#processes[name];
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
  }

  // Returns when the process has ended by itself.
  async ended(name) {
    const child = this.#processes[name];
    if (child.exitCode === null && child.signalCode === null) await new Promise((resolve) => child.once("exit", resolve));
  }

  // Whether something lies at a port that its process, stopped for now, has not read.
  hasUnread(port) {
    const local = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
    const rows = readFileSync("/proc/net/tcp", "utf8").trim().split("\n").slice(1).map((row) => row.trim().split(/\s+/));
    const kEstablished = "01";
    return rows.some(([, at, , state, queues]) => at.endsWith(local) && state === kEstablished && parseInt(queues.split(":")[1], 16) > 0);
  }

  async stop() {
    await this.kill("frontdesk");
    await this.kill("bistro");
  }

  // Returns when the process has printed the line with its address.
  async #run(name, flags) {
    const log = openSync(join(this.folder, `${name}.log`), "a");
    const child = spawn(join(kPrograms, name), flags, { stdio: ["ignore", "pipe", log] });
    this.#processes[name] = child;
    await new Promise((resolve, reject) => {
      this.#said[name] = "";
      const failed = (why) => reject(new Error(`${name} did not start: ${why} ${this.#said[name]}\n${readFileSync(join(this.folder, `${name}.log`), "utf8")}`));
      child.once("error", (error) => failed(error.message));
      child.once("exit", (code, signal) => failed(`it ended with ${code ?? signal}.`));
      child.stdout.on("data", (text) => {
        this.#said[name] += text;
        if (this.#said[name].includes("http://")) resolve();
      });
    });
  }
}

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
