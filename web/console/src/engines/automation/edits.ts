import type { Upload } from "./api";

// What was changed and not deployed: kept in this tab, so that a look elsewhere loses nothing. Gone with whoever signs out.
const kPrefix = "frontdesk:console:edit:";
const kLessons = kPrefix + "lessons";

export function recallEdit(hash: string): string | undefined {
  return sessionStorage.getItem(kPrefix + hash) ?? undefined;
}

export function keepEdit(hash: string, text: string | undefined): void {
  try {
    if (text === undefined) sessionStorage.removeItem(kPrefix + hash);
    else sessionStorage.setItem(kPrefix + hash, text);
  } catch {
    // no room: it stands in the editor all the same
  }
}

// Corrections in a draft of the version with this hash.
export interface Lessons {
  of: string;
  draft: Upload;
  taught: string[];
}

export function recallLessons(): Lessons | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(kLessons) ?? "") as Lessons;
  } catch {
    return undefined;
  }
}

export function keepLessons(lessons: Lessons | undefined): void {
  keepEdit("lessons", lessons && JSON.stringify(lessons));
}

export function forgetEdits(): void {
  for (const place of Object.keys(sessionStorage).filter((one) => one.startsWith(kPrefix))) sessionStorage.removeItem(place);
}
