import { resolve } from "node:path";
import { type Plain, toPlain } from "../expression/known.ts";
import type { Scope } from "../expression/scope.ts";
import { isMap, Unknown, type Value } from "../value.ts";

/**
 * The arguments that say where a backend keeps a state; others say how it is reached.
 * https://developer.hashicorp.com/terraform/language/backend
 */
const LOCATIONS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    azurerm: ["storage_account_name", "container_name", "key"],
    gcs: ["bucket", "prefix"],
    http: ["address"],
    local: ["path"],
    remote: ["organization", "workspaces"],
    s3: ["bucket", "key"],
  }),
);

/** Where a state is kept: a text that is the same for the stack that writes it and for those that read it. */
export interface StateLocation {
  readonly id: string;
  /** For messages: the key, or the path. */
  readonly name: string;
}

/** The place that a backend's configuration names; else why it is not known. Paths start at the folder. */
export function stateLocationOf(
  type: string,
  config: Value,
  folder: string,
  scope: Pick<Scope, "configured">,
): StateLocation | Unknown {
  const known = toPlain(config, scope);
  if (known instanceof Unknown) return new Unknown(`which state it reads is not known: ${known.why}`);
  const names = LOCATIONS.get(type);
  if (names === undefined) return new Unknown(`states of the backend ${type} are not joined`);
  const given = isMap(known) ? (known as { readonly [name: string]: Plain }) : {};
  const parts = names.map((name) =>
    name === "path" ? localPath(given.path, folder) : (given[name] ?? null),
  );
  return { id: JSON.stringify([type, ...parts]), name: nameOf(given.key ?? parts.at(-1) ?? null) };
}

function nameOf(key: Plain): string {
  return typeof key === "string" ? key : JSON.stringify(key);
}

/** https://developer.hashicorp.com/terraform/language/backend/local */
function localPath(path: Plain | undefined, folder: string): string {
  return resolve(folder, typeof path === "string" ? path : "terraform.tfstate");
}
