import english from "./labels/en.json";

// What the chat itself says, beside what the bot says: a file a language. English comes with the widget; the others are
// fetched from where it came from, for those who read them. % stands for what is filled in.
export type Labels = typeof english;

const kLanguages = ["en", "de", "es", "it"];
const kFetchMsMax = 3_000;
const loaded = new Map<string, Labels>([["en", english]]);

// The first of the guest's languages that there is; English where there is none.
export function languageOf(tags: readonly string[]): string {
  return tags.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => kLanguages.includes(tag)) ?? "en";
}

// English as long as the language is not there.
export const labelsIn = (language: string): Labels => loaded.get(language) ?? english;

// Never fails: a chat in English is better than none.
export async function load(api: string, language: string): Promise<void> {
  if (loaded.has(language) || !kLanguages.includes(language)) return;
  try {
    const answer = await fetch(`${api}/labels/${language}.json`, { signal: AbortSignal.timeout?.(kFetchMsMax) });
    if (answer.ok) loaded.set(language, { ...english, ...(await answer.json()) });
  } catch {
    // said in English
  }
}

export const filled = (label: string, value: string): string => label.replace("%", () => value);
