import { createRoot } from "react-dom/client";
import { Behind } from "./behind";
import { languageOf, wordsIn } from "./words";

const language = languageOf(navigator.languages);
const words = wordsIn(language);

// Says this in the guest's name, and shows the chat.
function say(text: string): void {
  document.dispatchEvent(new CustomEvent("frontdesk:say", { detail: text }));
  document.getElementById("chat")!.scrollIntoView({ block: "nearest" });
}

createRoot(document.getElementById("behind")!).render(<Behind askSlowly={() => say(words.slow)} words={words.kill} language={language} />);

document.querySelector<HTMLElement>(".says")!.lang = language;
document.getElementById("try")!.textContent = words.try;
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-say]")) {
  const text = words[button.dataset.say as Exclude<keyof typeof words, "kill">];
  button.textContent = text;
  button.onclick = () => say(text);
}
// Where there is room for it, it is read without a click.
const wide = matchMedia("(min-width: 821px)");
const fitAbout = () => ((document.getElementById("about") as HTMLDetailsElement).open = wide.matches);
wide.onchange = fitAbout;
fitAbout();
