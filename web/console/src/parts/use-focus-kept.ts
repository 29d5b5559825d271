import { useEffect } from "react";

const kUsable = ":not(:disabled)";
const kSwitchedOffMs = 700; // what is not to be used for longer than this is not being done any more

// Who uses a keyboard or a screen reader goes on from where they acted. What had the focus may be gone by its own act, as a
// button that took a conversation over, or be switched off while it is done: then the browser puts the focus on nothing,
// and the way starts at the top of the page. Here it goes back to the same thing when that can be used again, and where it
// is gone to the heading of what took its place, so that a second press of Enter does nothing that was not looked at.
export function useFocusKept(): void {
  useEffect(() => {
    let last: HTMLElement | undefined;
    let around: HTMLElement[] = []; // what it stood in, the nearest first
    const note = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement)) return;
      last = target.closest("main") ? target : undefined;
      around = [];
      for (let each = target.parentElement; last && each; each = each.parentElement) around.push(each);
    };
    let timer: ReturnType<typeof setTimeout>;
    const mend = (isOff = false) => {
      clearTimeout(timer);
      if (!last || (document.activeElement && document.activeElement !== document.body)) return;
      if (last.isConnected && last.checkVisibility()) {
        if (last.matches(kUsable)) return last.focus({ preventScroll: true });
        if (!isOff) {
          timer = setTimeout(() => mend(true), kSwitchedOffMs);
          return;
        }
      }
      const place = around.find((each) => each.isConnected && each.matches("section, article, .page-head, main") && headingOf(each));
      const heading = place && headingOf(place);
      if (!heading) return;
      if (!heading.hasAttribute("tabindex")) heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    };
    const forget = () => (last = undefined); // they went elsewhere by hand
    const watcher = new MutationObserver(() => mend());
    watcher.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["disabled", "hidden"] });
    document.addEventListener("focusin", note);
    document.addEventListener("pointerdown", forget, true);
    return () => {
      clearTimeout(timer);
      watcher.disconnect();
      document.removeEventListener("focusin", note);
      document.removeEventListener("pointerdown", forget, true);
    };
  }, []);
}

function headingOf(place: HTMLElement): HTMLElement | undefined {
  return [...place.querySelectorAll<HTMLElement>("h2, h3")].find((each) => each.checkVisibility() && !each.classList.contains("unseen"));
}
