import { type Declarations, declarationsOf } from "../../reach/terraform/configuration/declarations.ts";
import {
  isJsonObject,
  type Json,
  type JsonObject,
  toList,
} from "../../reach/terraform/configuration/json.ts";
import { toObject } from "../../reach/terraform/plan/plan-module.ts";
import { ReachError } from "../../reach/terraform/reach-error.ts";
import { Reference, type Value } from "../../reach/terraform/value.ts";
import { hasMark } from "../plan/json-values.ts";
import type { PlanDocument } from "../plan/plan-document.ts";

/** The values and unknown parts of a resource or data source in a plan. */
export interface PlannedValues {
  /** The attributes before. */
  readonly before: JsonObject;
  /** The known attributes after. */
  readonly after: JsonObject;
  /** The attributes that are known only after apply: `true` where a value is. */
  readonly unknown: JsonObject;
}

/** The longest chain of references that is followed. */
const MAX_CHAIN = 60;

/** The values of a plan's resources and data sources, and the configuration that they come from. */
export class PlanValues {
  /** The plan. */
  readonly plan: PlanDocument;
  readonly #planned: ReadonlyMap<string, PlannedValues>;
  readonly #declarations = new Map<string, Declarations | undefined>();
  #depth = 0;

  constructor(plan: PlanDocument) {
    this.plan = plan;
    this.#planned = plannedValues(plan);
  }

  /** Returns the values of a resource or data source. */
  planned(address: string): PlannedValues | undefined {
    return this.#planned.get(address);
  }

  /** True if a resource has instances with keys: `aws_s3_bucket.logs["a"]`. */
  hasInstances(address: string): boolean {
    return [...this.#planned.keys()].some((each) => each.startsWith(`${address}[`));
  }

  /**
   * Returns an attribute after the plan. An attribute of a replaced resource that is not known yet
   * is compared as if it stayed: the successor is at the same place in every policy.
   */
  attribute(address: string, path: readonly (string | number)[]): Value {
    const values = this.#planned.get(address);
    if (values === undefined) return new Reference(address, path);
    const known = memberAt(values.after, path);
    if (known !== undefined && known !== null && !isUnknownAt(values.unknown, path)) return known as Value;
    const before = memberAt(values.before, path);
    if (before !== undefined && before !== null && isUnknownAt(values.unknown, path)) return before as Value;
    return plannedArn(address, path, values) ?? new Reference(address, path);
  }

  /** Returns the declarations of a module's JSON files; undefined if the plan has none. */
  declarations(modulePath: readonly string[]): Declarations | undefined {
    const key = modulePath.join(".");
    if (!this.#declarations.has(key))
      this.#declarations.set(key, readDeclarations(this.plan.configurationFiles, key));
    return this.#declarations.get(key);
  }

  /** Computes a value that may depend on others; `otherwise` if the chain of them is too long. */
  nested<T>(compute: () => T, otherwise: () => T): T {
    if (this.#depth >= MAX_CHAIN) return otherwise();
    this.#depth++;
    try {
      return compute();
    } finally {
      this.#depth--;
    }
  }
}

function plannedValues(plan: PlanDocument): Map<string, PlannedValues> {
  const all = new Map<string, PlannedValues>();
  for (const data of priorData(toObject(toObject(plan.json.prior_state).values).root_module))
    all.set(String(data.address), { before: {}, after: toObject(data.values), unknown: {} });
  for (const json of toList(plan.json.resource_changes).filter(isJsonObject)) {
    if (json.mode !== "data") continue;
    const change = toObject(json.change);
    all.set(String(json.address), {
      before: {},
      after: toObject(change.after),
      unknown: toObject(change.after_unknown),
    });
  }
  for (const { address, deposed, before, after, afterUnknown } of plan.changes) {
    if (deposed === undefined) all.set(address, { before, after, unknown: afterUnknown });
  }
  return all;
}

function priorData(module: Json | undefined): JsonObject[] {
  const { resources, child_modules: children } = toObject(module);
  const data = toList(resources)
    .filter(isJsonObject)
    .filter(({ mode }) => mode === "data");
  return [...data, ...toList(children).flatMap(priorData)];
}

/** The ARN of a bucket follows from its name, before the bucket exists. */
function plannedArn(
  address: string,
  path: readonly (string | number)[],
  { after }: PlannedValues,
): string | undefined {
  const isArn = path.length === 1 && path[0] === "arn";
  const isBucket = /(?:^|\.)aws_s3_bucket\.[^.]+$/.test(withoutKey(address));
  return isArn && isBucket && typeof after.bucket === "string" ? `arn:aws:s3:::${after.bucket}` : undefined;
}

/** Removes the key of an instance from its address: `aws_s3_bucket.logs["a"]`. */
function withoutKey(address: string): string {
  return address.endsWith("]") ? address.slice(0, address.indexOf("[")) : address;
}

/** Returns what is at a path of JSON; undefined if there is nothing. */
function memberAt(json: Json, path: readonly (string | number)[]): Json | undefined {
  let here: Json | undefined = json;
  for (const step of path) {
    if (Array.isArray(here)) here = (here as readonly Json[])[Number(step)];
    else here = isJsonObject(here) && Object.hasOwn(here, step) ? here[step] : undefined;
  }
  return here;
}

/** True if a path is unknown, or holds or is part of something that is. */
function isUnknownAt(unknown: JsonObject, path: readonly (string | number)[]): boolean {
  let mark: Json | undefined = unknown;
  for (const step of path) {
    if (mark === true) return true;
    mark = mark === undefined ? undefined : memberAt(mark, [step]);
  }
  return hasMark(mark);
}

/** A saved plan has the files of a module in `m-`, and those of `module.a.module.b` in `m-a.b`. */
const MODULE_FILE = /(?:^|\/)m-([^/]*)\/[^/]+$/;

function readDeclarations(
  files: ReadonlyMap<string, string> | undefined,
  module: string,
): Declarations | undefined {
  if (files === undefined) return undefined;
  const configuration = [...files]
    .filter(([path]) => path.endsWith(".tf.json") && (MODULE_FILE.exec(path)?.[1] ?? "") === module)
    .flatMap(([path, text]) =>
      toList(parsedOrNull(text))
        .filter(isJsonObject)
        .map((json) => ({ path, json, isOverride: /(?:^|[/_])override\.tf\.json$/.test(path) })),
    );
  if (configuration.length === 0) return undefined;
  try {
    return declarationsOf(configuration);
  } catch (error) {
    if (error instanceof ReachError) return undefined;
    throw error;
  }
}

function parsedOrNull(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}
