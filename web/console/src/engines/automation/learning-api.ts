import type { Schema } from "../../../../contract/schema";
import { query, type Client } from "../../client";
import type { Upload } from "./api";

// What a customer said where the bot looked for an intent, or answered a question of a form, as it was read then.
export type Turn = Schema<"HeardTurn">;
export type Told = Schema<"Told">[number];
export type Heard = Schema<"HeardTurns">;
// Something of the file that guests may call by other words.
export type Named = Heard["names"][number];
export type Taking = Schema<"Taking">;
export type Preview = Schema<"LearningPreview">;
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
