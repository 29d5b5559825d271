import { query, type Client } from "../../client";
import type { Upload } from "./api";

// What a customer said where the bot looked for an intent, as it was read then.
export interface Turn {
  conversation: string;
  seq: number;
  at: string;
  text: string;
  intent: string | null;
  confidence: number;
  missed: boolean;
}

export interface Heard {
  groups: { count: number; turns: Turn[] }[];
  turns: Turn[];
  intents: string[]; // of the live file
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
}

export type Correction = { text: string } & ({ to: string } | { answer: { id: string; text: string } });

export const learning = {
  heard: (client: Client, signal?: AbortSignal) => client.call<Heard>("/v1/learning/turns" + query({ days: "30" }), { signal }),
  live: (client: Client, signal?: AbortSignal) => client.call<Upload>("/v1/config", { signal }),
  teach: async (client: Client, { yaml, bases }: Upload, correction: Correction) =>
    (await client.call<{ yaml: string }>("/v1/learning/teach", { method: "POST", body: { yaml, bases, ...correction } })).yaml,
  preview: (client: Client, { yaml, bases }: Upload) =>
    client.call<Preview>("/v1/learning/preview", { method: "POST", body: { yaml, bases } }),
};
