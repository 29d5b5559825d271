// A real mail server (OpenSMTPD) that keeps every letter for whoever looks.
import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../browser/product.mjs";

export class Mailbox {
  #child;

  async start() {
    this.folder = mkdtempSync(join(tmpdir(), "frontdesk-mail-"));
    mkdirSync(join(this.folder, "box"));
    for (const open of [this.folder, join(this.folder, "box")]) chmodSync(open, 0o777); // mail is delivered by somebody else
    this.port = await freePort();
    writeFileSync(join(this.folder, "smtpd.conf"), `table catchall { "@" = nobody }\nlisten on 127.0.0.1 port ${this.port}\n` +
      `action "local" maildir "${this.folder}/box" virtual <catchall>\nmatch from any for any action "local"\n`);
    this.#child = spawn("smtpd", ["-d", "-f", join(this.folder, "smtpd.conf")], { stdio: "ignore", detached: true });
    const failed = new Promise((_, reject) => this.#child.once("error", (error) => reject(new Error(`smtpd does not start: ${error.message}; tools/setup test installs it.`))));
    await Promise.race([failed, this.#isUp()]);
    return this;
  }

  async #isUp() {
    for (let i = 0; i < 100; i++) {
      const answers = await new Promise((resolve) => {
        const socket = connect(this.port, "127.0.0.1", () => socket.destroy() && resolve(true)).once("error", () => resolve(false));
      });
      if (answers) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error("smtpd does not listen; it wants to be started by root.");
  }

  // {id, to, subject, text}, each copy of a letter.
  letters() {
    return filesIn(join(this.folder, "box")).map((path) => {
      const wire = readFileSync(path, "utf8").replaceAll("\r\n", "\n");
      const cut = wire.indexOf("\n\n");
      const head = wire.slice(0, cut).replace(/\n[ \t]+/g, " ");
      const field = (name) => new RegExp(`^${name}: (.*)$`, "im").exec(head)?.[1].trim() ?? "";
      return { id: field("Message-ID"), to: /[^<\s]+@[^>\s]+/.exec(field("To"))[0], subject: field("Subject"), text: bodyOf(wire.slice(cut + 2), field("Content-Transfer-Encoding")) };
    });
  }

  stop() {
    if (!this.#child) return;
    try {
      process.kill(-this.#child.pid, "SIGKILL"); // its helpers are of its group
    } catch {
      // it has ended
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function filesIn(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? (name === "tmp" ? [] : filesIn(path)) : [path];
  });
}

function bodyOf(text, encoding) {
  if (/base64/i.test(encoding)) return Buffer.from(text, "base64").toString();
  if (/quoted-printable/i.test(encoding)) return Buffer.from(text.replace(/=\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))), "latin1").toString();
  return text;
}
