// Writes the types of what the API says (api.d.ts), and what each operation needs (operations.ts), from the parts of its
// document: each engine's api.yaml, that of people and that of the gateway. gateway/openapi.cc joins the same parts for the
// program.
import { readFileSync, writeFileSync } from "node:fs";
import { load } from "js-yaml";
import openapiTS, { astToString } from "openapi-typescript";

function join(into, more) {
  for (const [name, value] of Object.entries(more ?? {})) {
    if (into[name] && typeof value === "object" && !Array.isArray(value)) join(into[name], value);
    else into[name] = value;
  }
  return into;
}

const [out, operations, ...parts] = process.argv.slice(2);
const document = parts.map((part) => load(readFileSync(part, "utf8"))).reduce(join, {});
const types = await openapiTS(document, { emptyObjectsUnknown: true, exportType: true });
writeFileSync(out, "// Made by types.mjs at each build of the pages.\n" + astToString(types));

const permissions = Object.values(document.paths).flatMap((path) => Object.values(path))
  .filter((operation) => operation["x-permission"])
  .map(({ operationId, "x-permission": permission }) => [operationId, permission]);
writeFileSync(operations, `// Made by types.mjs at each build of the pages.
export const kPermissions = ${JSON.stringify(Object.fromEntries(permissions), null, 2)} as const;

export type Operation = keyof typeof kPermissions;
`);
