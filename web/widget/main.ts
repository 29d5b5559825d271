import { Feed } from "../wire/feed";
import { typingIn, type ConversationKey, type ReadBackAnswer } from "../wire/types";
import { Chat, kAwaitedMsMax, standing } from "./chat";
import { labelsIn, languageOf, load } from "./labels";
import { Memory, type Waiting } from "./memory";
import { Outbox } from "./outbox";
import { View } from "./view";

const kTypingEveryMs = 3_000;

// <script src="/widget.js" data-key="pk_…" defer></script> puts a chat on a page. README.md lists the attributes, and the
// events by which page and chat speak to each other.
function start(script: HTMLScriptElement): void {
  const { key, target, user } = script.dataset;
  if (!key) return console.error('frontdesk: the script needs data-key="pk_…"');
  const place = target ? document.querySelector(target) : document.body;
  if (!place) return console.error(`frontdesk: data-target="${target}" is not on this page`);

  const api = new URL(script.src).origin;
  const memory = new Memory(user ? `${key}:${user}` : key);
  const opened = `frontdesk:${memory.place}:open`;
  const language = languageOf(navigator.languages);
  let chat = new Chat(language);
  let feed: Feed | undefined;
  let current: ConversationKey | undefined;
  let taken: Waiting[] = []; // by the server, but not yet told by the stream
  let notice = "";
  let noticed: ReturnType<typeof setTimeout> | undefined;
  let toldTyping = 0;

  const host = document.createElement("frontdesk-chat");
  place.append(host);
  const view = new View(host.attachShadow({ mode: "open" }), {
    title: textOf(script, "title", language) || "Chat",
    greeting: textOf(script, "greeting", language),
    language,
    floating: !target,
    open: "open" in script.dataset || recall(opened) === "1",
    onSay: say,
    onTyping: tellTyping,
    onAnew: startAnew,
    onRemove: (id) => {
      memory.remove(id);
      render();
    },
    onOpen: (open) => recall(opened, open ? "1" : "0"),
  });
  const outbox = new Outbox({
    api,
    key,
    memory,
    language: (navigator.languages?.join(",") || navigator.language || language).slice(0, 200),
    labels,
    onConversation: follow,
    onTaken: (message) => taken.push(message),
    onChange: render,
    onPaused: () => setNotice(labels().paused),
  });

  function labels() {
    return labelsIn(chat.language);
  }

  function say(text: string, answer?: ReadBackAnswer): void {
    feed?.nudge();
    outbox.say(text, answer);
  }

  // Whoever answers sees that something comes; the bot need not. Told while it goes on, and never again if it fails.
  function tellTyping(): void {
    if (!current || (chat.owner !== "human" && chat.owner !== "pending_human") || Date.now() - toldTyping < kTypingEveryMs) return;
    toldTyping = Date.now();
    const { id, token } = current;
    void fetch(`${api}/v1/conversations/${encodeURIComponent(id)}/typing`, { method: "POST", headers: { Authorization: `Bearer ${token}` } }).catch(() => {});
  }

  function render(): void {
    // What the stream tells was taken, whatever became of the answer to it.
    const told = new Set(chat.messages.map(({ id }) => id));
    for (const { id } of memory.waiting()) if (told.has(id)) memory.remove(id);
    taken = taken.filter(({ id }) => !told.has(id));
    const waiting = memory.waiting();
    const ids = new Set(waiting.map(({ id }) => id));
    view.render(chat, [...taken.filter(({ id }) => !ids.has(id)), ...waiting], !!current || waiting.length > 0);
  }

  // Shows that conversation and no other; without one, an empty chat. A fresh token is no other conversation.
  function follow(conversation: ConversationKey | undefined): void {
    if (conversation?.id === current?.id) {
      if (conversation?.token !== current?.token) {
        current = conversation;
        announce();
      }
      return;
    }
    feed?.stop();
    feed = undefined;
    chat = new Chat(language);
    taken = [];
    current = conversation;
    setNotice("");
    if (conversation) {
      view.setBusy(true);
      feed = new Feed({
        url: `${api}/v1/conversations/${encodeURIComponent(conversation.id)}/events`,
        token: () => (current?.id === conversation.id ? current : conversation).token,
        onToken: (fresh) => {
          memory.renew(conversation.id, fresh);
          follow(memory.conversation());
        },
        onEvent: (event) => {
          chat.apply(event);
          render();
          if (event.type === "language") void load(api, chat.language).then(render);
          if (chat.isAwaited()) setTimeout(render, kAwaitedMsMax);
          if (typingIn(event)) setTimeout(render, typingIn(event)!.ms + 50);
        },
        onRestart: () => {
          chat.restart();
          render();
        },
        onState: (state) => {
          if (state === "live") {
            setNotice("");
            setTimeout(() => view.setBusy(false), 300);
          } else if (state === "paused") setNotice(labels().paused);
          else if (state === "waiting") setNotice(navigator.onLine ? labels().lost : labels().offline);
          else if (state === "gone") {
            memory.forget(conversation.id);
            follow(memory.conversation());
            if (memory.waiting().length) outbox.drain();
          }
        },
      });
    } else view.setBusy(false);
    announce();
    render();
  }

  // Tells the page which conversation it is in.
  function announce(): void {
    document.dispatchEvent(new CustomEvent("frontdesk:conversation", { detail: current ?? null }));
  }

  // A hiccup shorter than a second and a half is nobody's business.
  function setNotice(text: string): void {
    if (text === notice) return;
    notice = text;
    clearTimeout(noticed);
    noticed = setTimeout(() => view.setNotice(text), text ? 1500 : 0);
  }

  function startAnew(): void {
    memory.clear();
    taken = [];
    follow(undefined);
    render();
  }

  addEventListener("storage", (event) => {
    if (!memory.owns(event.key)) return;
    follow(memory.conversation());
    render();
    if (memory.waiting().some(({ refused }) => !refused)) outbox.drain();
  });
  addEventListener("online", () => {
    setNotice("");
    feed?.nudge();
    outbox.drain();
  });
  addEventListener("offline", () => setNotice(labels().offline));
  document.addEventListener("frontdesk:say", (event) => say(String((event as CustomEvent).detail)));
  document.addEventListener("frontdesk:who", announce);
  document.addEventListener("frontdesk:open", () => view.setOpen(true));
  document.addEventListener("frontdesk:logout", startAnew);

  setInterval(() => view.setStanding(standing(chat)), 15_000); // how long somebody waits goes by itself
  // What came before is told in the guest's language, too.
  void load(api, language).then(() => {
    follow(memory.conversation());
    render();
    if (memory.waiting().length) outbox.drain();
    if (!navigator.onLine) setNotice(labels().offline);
  });
}

// data-greeting-de for a guest who reads German, else data-greeting.
function textOf(script: HTMLScriptElement, name: string, language: string): string {
  return script.getAttribute(`data-${name}-${language}`) ?? script.getAttribute(`data-${name}`) ?? "";
}

// Whether the chat is open belongs to the tab.
function recall(name: string, value?: string): string | null {
  try {
    if (value !== undefined) sessionStorage.setItem(name, value);
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

const script = document.currentScript as HTMLScriptElement | null;
if (script) start(script);
