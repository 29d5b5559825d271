// Answers that were begun and not sent, in this browser, by conversation; gone with whoever signs out.
const kPrefix = "frontdesk:console:draft:";

export function recallDraft(id: string): string {
  return localStorage.getItem(kPrefix + id) ?? "";
}

export function keepDraft(id: string, text: string): void {
  if (text) localStorage.setItem(kPrefix + id, text);
  else localStorage.removeItem(kPrefix + id);
}

export function forgetDrafts(): void {
  for (const place of Object.keys(localStorage).filter((one) => one.startsWith(kPrefix))) localStorage.removeItem(place);
}
