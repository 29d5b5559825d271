// What is wrong with a page as it stands, seen without pinned pixels: words under something else, cut off or out of reach
// to the side, things too small for a finger, what is needed out of sight. Also the page's main elements as text.

// Runs in the page: it must stand alone.
function look() {
  const kSlack = 2; // pixels by which a box may lie over another: rounding, and letters' own leading
  const parentOf = (node) => node.assignedSlot ?? node.parentElement ?? node.getRootNode().host ?? null;
  const holds = (outer, inner) => {
    for (let at = inner; at; at = parentOf(at)) if (at === outer) return true;
    return false;
  };
  const all = [];
  const walk = (root) => {
    for (const element of root.querySelectorAll("*")) {
      all.push(element);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(document);
  const styles = new Map();
  const style = (element) => styles.get(element) ?? styles.set(element, getComputedStyle(element)).get(element);
  // What is for screen readers only is a clipped pixel.
  const isHidden = (element) => {
    for (let at = element; at; at = parentOf(at)) {
      const { display, visibility, clipPath, opacity } = style(at);
      if (display === "none" || visibility === "hidden" || opacity === "0" || clipPath.startsWith("inset(50%")) return true;
    }
    return !element.checkVisibility();
  };
  const layerOf = (element) => {
    for (let at = element; at; at = parentOf(at)) {
      const { position, boxShadow } = style(at);
      if (position === "fixed" || (position === "absolute" && boxShadow !== "none")) return at; // its shadow says that it floats
    }
    return null;
  };
  const named = (element) => {
    const words = (element.getAttribute("aria-label") ?? element.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 40);
    const kind = typeof element.className === "string" && element.className ? `.${element.className.trim().split(/\s+/)[0]}` : "";
    return `${element.localName}${kind}${words ? ` “${words}”` : ""}`;
  };
  const faults = [];
  const fault = (check, text) => faults.push({ check, text });

  // Words, each piece as wide as it is seen: what a scrolling or clipping box hides is not.
  const pieces = [];
  for (const element of all) {
    if (["script", "style", "title", "option", "noscript"].includes(element.localName) || isHidden(element)) continue;
    for (const node of element.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const whole of range.getClientRects()) {
        if (whole.width < 2 || whole.height < 2 || whole.right < 0) continue; // what waits to the left of the page comes by the keyboard
        let { left, right, top, bottom } = whole, cutBy = null, scrolls = false, isShortened = false;
        for (let at = element; at; at = parentOf(at)) {
          const { overflowX, overflowY, textOverflow, position, webkitLineClamp } = style(at);
          const box = at.getBoundingClientRect();
          isShortened ||= textOverflow === "ellipsis" || webkitLineClamp !== "none";
          const isRoot = at === document.documentElement || at === document.body;
          if (!isRoot && overflowX !== "visible") {
            if (/hidden|clip/.test(overflowX) && !scrolls && !isShortened && (left < box.left - kSlack || right > box.right + kSlack)) cutBy = at;
            [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
          }
          if (!isRoot && overflowY !== "visible") {
            if (/hidden|clip/.test(overflowY) && !scrolls && !isShortened && (top < box.top - 4 || bottom > box.bottom + 4)) cutBy = at;
            [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
          }
          if (/auto|scroll/.test(overflowX + overflowY)) scrolls = true;
          if (position === "fixed") break;
        }
        if (cutBy) fault("cut off", `${named(element)} by ${named(cutBy)}`);
        if (!scrolls && (whole.right > innerWidth + kSlack || whole.left < -kSlack)) fault("sideways", `${named(element)} reaches ${Math.round(whole.right)} of ${innerWidth} px`);
        if (right - left > 3 && bottom - top > 3) pieces.push({ element, left, right, top, bottom });
      }
    }
  }
  if (document.documentElement.scrollWidth > innerWidth) fault("sideways", `the page is ${document.documentElement.scrollWidth} px wide`);

  // Words over words, in one layer: letters leave some of their line free, so only what shares half a line counts.
  pieces.sort((a, b) => a.top - b.top);
  for (const [index, a] of pieces.entries()) {
    for (const b of pieces.slice(index + 1)) {
      if (b.top > a.bottom) break;
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (a.element === b.element || wide < 3 || high < 0.35 * Math.min(a.bottom - a.top, b.bottom - b.top)) continue;
      if (layerOf(a.element) === layerOf(b.element)) fault("overlap", `${named(a.element)} and ${named(b.element)}`);
    }
  }
  // Words under something else; a layer that floats above the page may cover it.
  const at = (x, y) => {
    let hit = document.elementFromPoint(x, y);
    while (hit?.shadowRoot) {
      const inner = hit.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === hit) break;
      hit = inner;
    }
    return hit;
  };
  for (const { element, left, right, top, bottom } of pieces) {
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight || style(element).pointerEvents === "none") continue;
    const hit = at(x, y);
    if (!hit || holds(hit, element) || holds(element, hit) || layerOf(hit) !== layerOf(element)) continue;
    if (hit.localName === "iframe" || style(hit).position === "sticky" || [...all].some((one) => style(one).position === "sticky" && holds(one, hit))) continue;
    fault("overlap", `${named(element)} is under ${named(hit)}`);
  }

  // What a finger has to meet; a link within a sentence is as high as its line.
  const kPressed = "button, a[href], input:not([type=hidden]), select, textarea, summary, [role=tab], [role=button]";
  for (const element of all) {
    if (!element.matches(kPressed) || isHidden(element)) continue;
    const { width, height } = element.getBoundingClientRect();
    const isInSentence = element.localName === "a" && style(element).display === "inline" && parentOf(element).textContent.trim() !== element.textContent.trim();
    const label = element.closest("label")?.getBoundingClientRect();
    if (width > 0 && !isInSentence && Math.min(Math.max(width, label?.width ?? 0), Math.max(height, label?.height ?? 0)) < 23.5)
      fault("small target", `${named(element)} is ${Math.round(width)} × ${Math.round(height)} px`);
  }
  return faults;
}

// Runs in the page with an element: whether all of it can be seen and met as the page stands, and is large enough.
function lookAtNeeded(element, least) {
  const box = element.getBoundingClientRect();
  const at = `${Math.round(box.left)},${Math.round(box.top)} ${Math.round(box.width)} × ${Math.round(box.height)} px`;
  if (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1) return `out of sight at ${at} of ${innerWidth} × ${innerHeight}`;
  const hit = element.getRootNode().elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  if (!hit || !(element.contains(hit) || hit.contains(element))) return `under ${hit?.localName ?? "something"} at ${at}`;
  if (Math.min(box.width, box.height) < least - 0.5) return `smaller than ${least} px: ${at}`;
  return "";
}

const unique = (faults) => [...new Map(faults.map((one) => [`${one.check}: ${one.text}`, one])).values()];

// [{check, text}]; `needed` are locators of what must be at hand without scrolling.
export async function faultsOn(page, needed = []) {
  const faults = await page.evaluate(look);
  for (const [name, locator] of Object.entries(needed)) {
    const problem = await locator.first().evaluate(lookAtNeeded, 44).catch((error) => `not there: ${error.message.split("\n")[0]}`);
    if (problem) faults.push({ check: "needed", text: `${name} is ${problem}` });
  }
  return unique(faults);
}

// Runs in the page: "role name | left top width height", with boxes in steps of 8 px and numbers as #.
function outline() {
  const kRoles = { A: "link", BUTTON: "button", TEXTAREA: "textbox", INPUT: "input", SELECT: "select", H1: "heading", H2: "heading", MAIN: "main",
    NAV: "navigation", HEADER: "banner", FORM: "form", IFRAME: "frame", SUMMARY: "summary" };
  const lines = [];
  const walk = (root) => {
    for (const element of root.querySelectorAll("*")) {
      const role = element.getAttribute("role") ?? (element.localName === "a" && !element.hasAttribute("href") ? undefined : kRoles[element.tagName]);
      const box = element.getBoundingClientRect();
      if (role && role !== "presentation" && element.checkVisibility() && box.width > 1 && box.height > 1) {
        const labelled = element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? "";
        // Of what has several lines, only the first says what it is; the others tell of times and last words.
        const own = ["link", "button", "heading", "tab", "summary"].includes(role) ? element.innerText.trim().split("\n")[0] : "";
        const name = (labelled || own || element.getAttribute("placeholder") || "").trim().replace(/\s+/g, " ").replace(/\d+/g, "#").slice(0, 32);
        const step = (value) => Math.round(value / 8) * 8;
        lines.push(`${role} ${name} | ${step(box.left + scrollX)} ${step(box.top + scrollY)} ${step(box.width)} ${step(box.height)}`);
      }
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(document);
  return lines;
}

export const outlineOf = (page) => page.evaluate(outline);

// How an outline differs from the pinned one: other elements in another order, or boxes that are off by more than three
// steps, which other fonts may bring about.
export function differences(pinned, seen) {
  const parts = (line) => [line.slice(0, line.lastIndexOf(" | ")), line.slice(line.lastIndexOf(" | ") + 3).split(" ").map(Number)];
  const names = (lines) => lines.map((line) => parts(line)[0]);
  const found = [];
  for (const name of new Set([...names(pinned), ...names(seen)])) {
    const [before, now] = [pinned, seen].map((lines) => lines.filter((line) => parts(line)[0] === name).map((line) => parts(line)[1]));
    if (before.length !== now.length) found.push(`${name}: ${before.length} pinned, ${now.length} seen`);
    else before.forEach((box, index) => {
      if (box.some((value, side) => Math.abs(value - now[index][side]) > 24)) found.push(`${name}: pinned at ${box.join(" ")}, seen at ${now[index].join(" ")}`);
    });
  }
  return found;
}
