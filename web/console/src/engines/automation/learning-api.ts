import { query, type Client } from "../../client";
import type { Upload } from "./api";

// What a customer said where the bot looked for an intent, or answered a question of a form, as it was read then.
export interface Turn {
  conversation: string;
  seq: number;
  at: string;
  text: string;
  asked: string | null; // the slot whose question it answered
  intent: string | null;
  confidence: number;
  missed: boolean;
  is_answer: boolean; // within a form or behind a read-back, and no wish of its own
  told: Told[]; // as the live file reads it now
}

// A slot, or a fact of which an item is named, and the value in words.
export interface Told {
  name: string;
  value: string;
}

// Something of the file that guests may call by other words.
export interface Named {
  kind: "choice" | "location" | "counted" | "part_of_day" | "item";
  name: string;
  label: string;
  of: string;
}

export interface Heard {
  groups: { count: number; turns: Turn[] }[];
  turns: Turn[];
  intents: string[]; // of the live file, as are the names
  names: Named[];
  is_all: boolean;
}

export interface Taking {
  intent: string | null;
  confidence: number;
  acts: boolean;
}

export interface Preview {
  turns: number;
  changed: number;
  is_all: boolean;
  examples: { conversation: string; at: string; text: string; was: Taking; becomes: Taking }[];
  told: { changed: number; examples: { conversation: string; at: string; text: string; was: Told[]; becomes: Told[] }[] };
}

export type Correction = { text: string } & ({ to: string } | { answer: { id: string; text: string } } | { name: { words: string; kind: string; name: string; of: string } });

export const inWords = (name: string | null) => (name ?? "nothing").replace(/^fact\./, "").replace(/[_-]/g, " ");

export const learning = {
  heard: (client: Client, signal?: AbortSignal) => client.call<Heard>("/v1/learning/turns" + query({ days: "30" }), { signal }),
  live: (client: Client, signal?: AbortSignal) => client.call<Upload & { hash: string }>("/v1/config", { signal }),
  teach: async (client: Client, { yaml, bases }: Upload, correction: Correction) =>
    (await client.call<{ yaml: string }>("/v1/learning/teach", { method: "POST", body: { yaml, bases, ...correction } })).yaml,
  preview: (client: Client, { yaml, bases }: Upload) =>
    client.call<Preview>("/v1/learning/preview", { method: "POST", body: { yaml, bases } }),
};
