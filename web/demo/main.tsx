import { createRoot } from "react-dom/client";
import { Behind } from "./behind";

createRoot(document.getElementById("behind")!).render(<Behind />);

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-say]")) {
  button.onclick = () => {
    document.dispatchEvent(new CustomEvent("frontdesk:say", { detail: button.dataset.say }));
    document.getElementById("chat")!.scrollIntoView({ block: "nearest" });
  };
}
