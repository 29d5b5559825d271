import type { Message, ReadBackAnswer } from "../wire/types";
import { cardElement } from "./card";
import { standing, type Chat, type Reply } from "./chat";
import { filled, labelsIn, type Labels } from "./labels";
import { make } from "./make";
import type { Waiting } from "./memory";
import { kStyle } from "./style";
import { textNodes } from "./text";

export interface ViewOptions {
  title: string;
  greeting: string;
  language: string; // until the conversation says another
  floating: boolean;
  open: boolean;
  onSay: (text: string, answer?: ReadBackAnswer) => void;
  onTyping: () => void; // something was typed, and is not sent yet
  onAnew: () => void;
  onRemove: (id: string) => void;
  onOpen: (open: boolean) => void;
}

const kRepliesMax = 4; // that are seen at once

const kIcons = {
  chat: "M21 12a8 8 0 0 1-8 8H4l2-3a8 8 0 1 1 15-5Z",
  close: "M6 6l12 12M18 6L6 18",
  anew: "M4 12a8 8 0 1 0 2.5-5.8M4 4v4h4",
  send: "M4 12l16-8-6 16-3-6-7-2Z",
};

// The widget's face. Finished messages stand in a list that screen readers announce; what is still moving (a reply
// being written, a message on its way) stands below it and is not announced.
export class View {
  private readonly frame: HTMLElement;
  private readonly panel: HTMLElement;
  private readonly launch?: HTMLButtonElement;
  private readonly badge = make("b");
  private readonly who = make("p", { class: "who" });
  private readonly log = make("div", { class: "log", role: "log", tabindex: "0" });
  private readonly list = make("div", { class: "list" });
  private readonly live = make("div", { class: "live", "aria-live": "off" });
  private readonly replies = make("div", { class: "replies", role: "group" });
  private readonly bar = make("div", { class: "bar", role: "status" });
  private readonly confirm = make("div", { class: "bar ask", role: "group", hidden: "" });
  private readonly confirmText = make("span");
  private readonly confirmYes = make("button", { type: "button" });
  private readonly confirmNo = make("button", { type: "button" });
  private readonly send = iconButton("send", "send");
  private readonly close = iconButton("close");
  private readonly input: HTMLTextAreaElement;
  private readonly anew = iconButton("anew");
  private language = "";
  private offered = "";
  private labels: Labels;
  private shown = new Map<string, HTMLElement>();
  private open: boolean;
  private unread = 0;

  constructor(private readonly root: ShadowRoot, private readonly options: ViewOptions) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(kStyle);
    root.adoptedStyleSheets = [sheet];
    this.open = options.open || !options.floating;

    this.labels = labelsIn(options.language);
    const title = make("p", { class: "title", id: "title" }, make("bdi", {}, options.title));
    const header = make("header", {}, make("div", {}, title, this.who), this.anew);
    this.input = make("textarea", { rows: "1", maxlength: "4000", dir: "auto" });
    this.send.type = "submit";
    const form = make("form", {}, this.input, this.send);
    this.listenToConfirm();
    this.log.append(this.list, this.live);
    this.panel = make("section", { class: "panel", id: "panel", "aria-labelledby": "title" },
      header, this.log, this.replies, this.confirm, this.bar, form);
    this.frame = make("div", {}, this.panel);
    root.append(this.frame);

    if (options.floating) {
      this.close.onclick = () => this.setOpen(false);
      header.append(this.close);
      this.launch = iconButton("chat", "launch");
      this.launch.append(this.badge);
      this.launch.setAttribute("aria-controls", "panel");
      this.launch.onclick = () => this.setOpen(!this.open);
      this.frame.append(this.launch);
      this.frame.className = "float";
      this.panel.setAttribute("role", "dialog");
    }
    this.listen(form);
    this.setLanguage(options.language);
    this.showOpen();
  }

  // What stands there already stays as it was read.
  private setLanguage(language: string): void {
    const labels = labelsIn(language);
    if (language === this.language && labels === this.labels) return;
    this.language = language;
    this.labels = labels;
    (this.root.host as HTMLElement).lang = language;
    this.log.setAttribute("aria-label", labels.messages);
    this.replies.setAttribute("aria-label", labels.answers);
    this.input.placeholder = labels.placeholder;
    this.input.setAttribute("aria-label", labels.input);
    name(this.anew, labels.anew);
    name(this.send, labels.send);
    name(this.close, labels.close);
    this.confirm.setAttribute("aria-label", labels.anew);
    this.confirmText.textContent = labels.anewAsk;
    this.confirmYes.textContent = labels.anew;
    this.confirmNo.textContent = labels.keep;
    this.showBadge();
  }

  render(chat: Chat, waiting: Waiting[], begun: boolean): void {
    const stick = this.isAtEnd();
    this.setLanguage(chat.language);
    this.setStanding(standing(chat));
    this.anew.hidden = !begun;
    const grew = this.renderList(chat.messages);
    this.renderLive(chat, waiting);
    // A press counts once: what waits to be sent is an answer already.
    this.renderReplies(waiting.length > 0 ? [] : chat.replies());
    if (stick || grew) this.log.scrollTop = this.log.scrollHeight;
  }

  // Of many the first few, and a button for the rest: what they answer stays in view on a phone. Nothing is made anew
  // while they are the same, so that whoever stands on one with the keyboard stays there.
  private renderReplies(replies: Reply[]): void {
    const offered = JSON.stringify([this.language, replies]);
    if (offered === this.offered) return;
    this.offered = offered;
    const buttons = replies.map(({ label, text, answer }) => {
      const button = make("button", { type: "button", dir: "auto" }, label);
      button.onclick = () => {
        this.options.onSay(text, answer);
        this.input.focus();
      };
      return button;
    });
    const rest = buttons.length > kRepliesMax ? buttons.slice(kRepliesMax - 1) : [];
    if (rest.length) {
      const more = make("button", { type: "button" }, filled(this.labels.more, String(rest.length)));
      more.onclick = () => {
        const stick = this.isAtEnd();
        more.replaceWith(...rest);
        rest[0].focus();
        if (stick) this.log.scrollTop = this.log.scrollHeight;
      };
      buttons.splice(kRepliesMax - 1, rest.length, more);
    }
    this.replies.replaceChildren(...buttons);
    this.replies.hidden = !buttons.length;
  }

  // While the past is being read it is not announced line by line.
  setBusy(busy: boolean): void {
    this.log.setAttribute("aria-busy", String(busy));
  }

  setNotice(text: string): void {
    if (this.bar.textContent === text) return;
    const stick = this.isAtEnd();
    this.bar.textContent = text;
    if (stick) this.log.scrollTop = this.log.scrollHeight;
  }

  setStanding(text: string): void {
    if (this.who.textContent !== text) this.who.textContent = text;
  }

  setOpen(open: boolean): void {
    if (!this.options.floating || open === this.open) return;
    this.open = open;
    this.showOpen();
    this.options.onOpen(open);
    if (open) this.input.focus();
    else this.launch?.focus();
  }

  focus(): void {
    this.input.focus();
  }

  private isAtEnd(): boolean {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
  }

  private renderList(messages: Message[]): boolean {
    const greeting: Message[] = this.options.greeting && messages[0]?.role !== "bot"
      ? [{ seq: 0, id: "greeting", role: "bot", text: this.options.greeting, at: "" }] : [];
    const wanted = [...greeting, ...messages];
    const ids = new Set(wanted.map((message) => message.id));
    for (const [id, element] of this.shown) {
      if (ids.has(id)) continue;
      element.remove();
      this.shown.delete(id);
    }
    let grew = false;
    wanted.forEach((message, index) => {
      if (this.shown.has(message.id)) return;
      const element = messageElement(message, this.labels, this.language);
      this.shown.set(message.id, element);
      this.list.insertBefore(element, this.list.children[index] ?? null);
      grew ||= message.role === "customer";
      const theirs = message.role === "bot" || message.role === "person";
      if (theirs && message.seq > 0 && !this.open && this.log.getAttribute("aria-busy") !== "true") this.unread++;
    });
    this.showBadge();
    return grew;
  }

  private renderLive(chat: Chat, waiting: Waiting[]): void {
    const known = new Set(chat.messages.map((message) => message.id));
    const rows: HTMLElement[] = waiting.filter(({ id }) => !known.has(id)).map((message) => this.waitingElement(message));
    for (const [, text] of chat.drafts) if (text) rows.push(make("div", { class: "msg bot draft" }, make("p", { dir: "auto" }, ...textNodes(text))));
    const writer = chat.writer();
    if (writer) rows.push(make("div", { class: "msg person typing" }, make("bdi", { class: "by" }, writer), this.dots()));
    else if ((chat.typing || chat.isAwaited()) && !chat.drafts.size) rows.push(make("div", { class: "msg bot typing" }, this.dots()));
    this.live.replaceChildren(...rows);
  }

  private dots(): HTMLElement {
    return make("p", {}, make("span", { class: "vh" }, this.labels.writing), make("i"), make("i"), make("i"));
  }

  private waitingElement(message: Waiting): HTMLElement {
    const note = make("span", { class: "note" }, message.refused ? filled(this.labels.refused, message.refused) : this.labels.sending);
    if (message.refused) {
      const remove = make("button", { type: "button" }, this.labels.remove);
      remove.onclick = () => this.options.onRemove(message.id);
      note.append(remove);
    }
    const kind = message.refused ? "refused" : "waiting";
    return make("div", { class: `msg customer ${kind}` }, make("p", { dir: "auto" }, ...textNodes(message.text)), note);
  }

  private listenToConfirm(): void {
    this.confirm.append(this.confirmText, this.confirmYes, this.confirmNo);
    const close = () => {
      this.confirm.hidden = true;
      this.input.focus();
    };
    this.anew.onclick = () => {
      this.confirm.hidden = !this.confirm.hidden;
      if (!this.confirm.hidden) this.confirmYes.focus();
    };
    this.confirmNo.onclick = close;
    this.confirmYes.onclick = () => {
      close();
      this.options.onAnew();
    };
  }

  private listen(form: HTMLFormElement): void {
    form.onsubmit = (event) => {
      event.preventDefault();
      const text = this.input.value.trim();
      if (!text) return;
      this.input.value = "";
      this.fit();
      this.options.onSay(text);
    };
    this.input.oninput = () => {
      this.fit();
      if (this.input.value.trim()) this.options.onTyping();
    };
    this.input.onkeydown = (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    };
    this.panel.onkeydown = (event) => {
      if (event.key !== "Escape") return;
      if (!this.confirm.hidden) {
        this.confirm.hidden = true;
        this.anew.focus();
      } else this.setOpen(false);
    };
  }

  private fit(): void {
    this.input.style.height = "42px";
    this.input.style.height = `${Math.min(this.input.scrollHeight + 2, 132)}px`;
  }

  private showOpen(): void {
    this.panel.hidden = !this.open;
    this.frame.classList.toggle("open", this.open);
    if (this.open) this.unread = 0;
    this.log.scrollTop = this.log.scrollHeight;
    this.showBadge();
  }

  private showBadge(): void {
    if (!this.launch) return;
    this.badge.textContent = String(this.unread);
    this.badge.hidden = !this.unread;
    this.launch.setAttribute("aria-expanded", String(this.open));
    const news = this.unread ? `, ${this.unread} ${this.labels.news}` : "";
    this.launch.setAttribute("aria-label", this.open ? this.labels.close : filled(this.labels.open, this.options.title) + news);
  }
}

function messageElement(message: Message, labels: Labels, language: string): HTMLElement {
  const { role, text, at, by } = message;
  const speaker = { customer: labels.you, bot: by || labels.bot, person: by || labels.colleague, system: "" }[role];
  const element = make("div", { class: `msg ${role}` });
  if (role === "person" || (role === "bot" && by)) element.append(make("bdi", { class: "by" }, speaker));
  else if (speaker) element.append(make("span", { class: "vh" }, make("bdi", {}, speaker), ": "));
  element.append(make("p", { dir: "auto" }, ...textNodes(text)));
  if (message.card) element.append(cardElement(message.card, labels));
  const moment = new Date(at);
  if (role !== "system" && at && !isNaN(+moment)) {
    const now = new Date();
    const today = moment.toDateString() === now.toDateString();
    const time = moment.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
    const year = moment.getFullYear() === now.getFullYear() ? undefined : "numeric";
    const day = today ? "" : moment.toLocaleDateString(language, { day: "numeric", month: "short", year }) + ", ";
    element.append(make("time", { datetime: at }, day + time));
  }
  return element;
}

function name(button: HTMLElement, label: string): void {
  button.setAttribute("aria-label", label);
  button.title = label;
}

function iconButton(icon: keyof typeof kIcons, kind = ""): HTMLButtonElement {
  const button = make("button", { type: "button", class: kind });
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", kIcons[icon]);
  picture.append(path);
  button.append(picture);
  return button;
}
