import type { components } from "./api";

// What the API's document calls by this name.
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];
