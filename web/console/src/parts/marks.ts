import { useEffect } from "react";

// "(2) Inbox …", and a dot on the icon. The page sets its own title, so that this goes in front of it whenever it does.
export function useMarks(count: number): void {
  useEffect(() => {
    const mark = () => {
      const plain = document.title.replace(/^\(\d+\) /, "");
      const wanted = count ? `(${count}) ${plain}` : plain;
      if (document.title !== wanted) document.title = wanted;
    };
    mark();
    const watcher = new MutationObserver(mark);
    watcher.observe(document.head, { subtree: true, childList: true, characterData: true });
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    const before = icon?.getAttribute("href") ?? "";
    if (icon && count) icon.setAttribute("href", kMarkedIcon);
    return () => {
      watcher.disconnect();
      document.title = document.title.replace(/^\(\d+\) /, "");
      icon?.setAttribute("href", before);
    };
  }, [count]);
}

const kMarkedIcon = "data:image/svg+xml," + encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#12302e"/>' +
  '<path d="M9 21a7 7 0 0 1 14 0ZM7 24h18M16 14v-3" fill="none" stroke="#7fd1c6" stroke-width="2.6" stroke-linecap="round"/>' +
  '<circle cx="24" cy="8" r="7" fill="#e5484d"/></svg>');
