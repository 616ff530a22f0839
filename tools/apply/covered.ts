import { isDeepStrictEqual } from "node:util";
import { SIMULATED_MARK } from "../plan/simulated-values.ts";
import { isJsonObject, type Json, type JsonObject } from "../reach/terraform/configuration/json.ts";
import { toObject } from "../reach/terraform/plan/plan-module.ts";
import type { PlanDocument } from "../review/plan/plan-document.ts";
import type { PlanAction, PlannedResourceChange } from "../review/plan/planned-resource-change.ts";

/** Something that a new plan does and the reviewed one does not. */
export interface UncoveredPart {
  /** The resource's address, or the output's: `output.vpc_ids`. */
  readonly address: string;
  /** The difference, as a sentence without the address. */
  readonly what: string;
}

/**
 * Lists what a new plan does and the reviewed one does not; nothing means that the reviewed plan
 * covers it. A covered plan has the same actions at the same addresses, or fewer; replaces for no
 * other reason; has the same value wherever the reviewed one has a known value; and has no more
 * outputs, provider actions, failing checks or drift. What the reviewed plan did not know may have
 * become anything: whether that is a risk is for the rules to say. It did not know either what a
 * simulated account made up, which is marked in it.
 */
export function uncoveredParts(reviewed: PlanDocument, planned: PlanDocument): readonly UncoveredPart[] {
  const known = new Map(reviewed.changes.map((change) => [change.displayAddress, change]));
  return [
    ...unfinishedParts(reviewed, planned),
    ...planned.changes.filter(counts).flatMap((change) => changeParts(change, known)),
    ...outputParts(reviewed, planned),
    ...newNames(
      planned.invocations,
      reviewed.invocations,
      ({ address, trigger }) => `${address} ${trigger}`,
    ).map(({ address }) => ({ address, what: "the provider's action runs, and the review has none" })),
    ...newNames(planned.failedChecks, reviewed.failedChecks, ({ address }) => address).map(
      ({ address, status }) => ({ address, what: `the check is "${status}" now` }),
    ),
    ...driftParts(reviewed, planned),
  ];
}

function unfinishedParts(reviewed: PlanDocument, planned: PlanDocument): UncoveredPart[] {
  return [
    ...(planned.isErrored && !reviewed.isErrored
      ? [{ address: "(plan)", what: "Terraform stopped at an error" }]
      : []),
    ...newNames(planned.deferred, reviewed.deferred, (name) => name).map((name) => ({
      address: name,
      what: "its change is put off to a later plan",
    })),
  ];
}

/** True for a change that does something, if only in the state. */
function counts(change: PlannedResourceChange): boolean {
  return change.isChanged || change.isImported || change.previousAddress !== undefined;
}

/**
 * The actions that are left of a reviewed one after it was interrupted: of a replacement its
 * second half, of a creation that AWS did not finish its replacement.
 */
const REMAINDERS: Readonly<Partial<Record<PlanAction, readonly PlanAction[]>>> = {
  replace: ["create"],
  "replace-create-first": ["create"],
};

function changeParts(
  change: PlannedResourceChange,
  known: ReadonlyMap<string, PlannedResourceChange>,
): UncoveredPart[] {
  const { displayAddress: address, action } = change;
  const reviewed = known.get(address);
  if (isLeftOfReplacement(change, known)) return [];
  if (reviewed === undefined || !counts(reviewed)) return [{ address, what: `${action} is new` }];
  const part = (what: string) => [{ address, what }];
  if (!isSameAction(reviewed, change)) return part(`${action}, where the review has ${reviewed.action}`);
  if (change.isImported && !reviewed.isImported) return part("it is imported, which is new");
  if (change.previousAddress !== undefined && change.previousAddress !== reviewed.previousAddress) {
    return part(`it moves from ${change.previousAddress}, which is new`);
  }
  const forcing = new Set(reviewed.replacePaths.map((path) => JSON.stringify(path)));
  const reasons = change.replacePaths.filter((path) => !forcing.has(JSON.stringify(path)));
  if (change.isReplaced && reviewed.isReplaced && reasons.length > 0) {
    return part(`it is replaced for ${reasons.map((path) => path.join(".")).join(", ")} too`);
  }
  const differing = differingPath(
    { value: reviewed.after, marks: reviewed.afterUnknown },
    { value: change.after, marks: change.afterUnknown },
  );
  return differing === undefined ? [] : part(`${differing.join(".")} has another value`);
}

function isSameAction(
  reviewed: PlannedResourceChange,
  { action, actionReason }: PlannedResourceChange,
): boolean {
  if (action === reviewed.action) return true;
  if (reviewed.action === "create" && actionReason === "replace_because_tainted") return true;
  return REMAINDERS[reviewed.action]?.includes(action) === true;
}

/** True for the deletion of what a reviewed replacement has replaced. */
function isLeftOfReplacement(
  { address, deposed, action }: PlannedResourceChange,
  known: ReadonlyMap<string, PlannedResourceChange>,
): boolean {
  return (
    deposed !== undefined && action === "delete" && known.get(address)?.action === "replace-create-first"
  );
}

interface MarkedValue {
  readonly value: Json | undefined;
  /** `true` where the value is known only after apply. */
  readonly marks: Json | undefined;
}

/** The path of the first value that differs from a known reviewed one; undefined if none does. */
function differingPath(reviewed: MarkedValue, planned: MarkedValue): readonly string[] | undefined {
  if (reviewed.marks === true) return undefined;
  if (planned.marks === true) return isSimulated(reviewed.value) ? undefined : [];
  const [known, value] = [jsonIn(reviewed.value), jsonIn(planned.value)];
  if (known !== undefined && value !== undefined) {
    return differingPath({ value: known, marks: false }, { value, marks: false }) === undefined
      ? undefined
      : [];
  }
  if (isSimulated(reviewed.value)) return undefined;
  if (isScalar(reviewed.value) || isScalar(planned.value)) {
    return isDeepStrictEqual(reviewed.value, planned.value) ? undefined : [];
  }
  const bothSet = !isUnset(reviewed.value) && !isUnset(planned.value);
  if (bothSet && Array.isArray(reviewed.value) !== Array.isArray(planned.value)) return [];
  const names = new Set([reviewed.value, reviewed.marks, planned.value, planned.marks].flatMap(childNames));
  for (const name of names) {
    const path = differingPath(childOf(reviewed, name), childOf(planned, name));
    if (path !== undefined) return [name, ...path];
  }
  return undefined;
}

/** True for a text in which something is marked that a simulated account made up. */
function isSimulated(value: Json | undefined): boolean {
  return typeof value === "string" && value.includes(SIMULATED_MARK);
}

/** The object or list in a JSON text, such as a policy, which has many spellings. */
function jsonIn(value: Json | undefined): Json | undefined {
  if (typeof value !== "string" || !/^\s*[{[]/.test(value)) return undefined;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return undefined;
  }
}

/** True for a text, a number or a boolean that is something. */
function isScalar(value: Json | undefined): boolean {
  return typeof value !== "object" && !isUnset(value);
}

function childNames(value: Json | undefined): readonly string[] {
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
}

function childOf({ value, marks }: MarkedValue, name: string): MarkedValue {
  return { value: child(value, name), marks: child(marks, name) };
}

function child(value: Json | undefined, name: string): Json | undefined {
  if (Array.isArray(value)) return (value as readonly Json[])[Number(name)];
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** True for what providers write in place of nothing. */
function isUnset(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === "") return true;
  return Array.isArray(value) ? value.length === 0 : isJsonObject(value) && Object.keys(value).length === 0;
}

function outputParts(reviewed: PlanDocument, planned: PlanDocument): UncoveredPart[] {
  const before = toObject(reviewed.json.output_changes);
  return Object.entries(toObject(planned.json.output_changes)).flatMap(([name, json]) => {
    const change = toObject(json);
    if (isDeepStrictEqual(change.actions, ["no-op"])) return [];
    const address = `output.${name}`;
    const other = before[name];
    if (!isJsonObject(other) || isDeepStrictEqual(other.actions, ["no-op"])) {
      return [{ address, what: "the output changes, and not in the review" }];
    }
    const path = differingPath(outputValueOf(other), outputValueOf(change));
    return path === undefined ? [] : [{ address: [address, ...path].join("."), what: "has another value" }];
  });
}

function outputValueOf({ after, after_unknown: marks }: JsonObject): MarkedValue {
  return { value: after, marks };
}

/** New changes beside Terraform of what the configuration sets. */
function driftParts(reviewed: PlanDocument, planned: PlanDocument): UncoveredPart[] {
  const known = new Map(reviewed.drift.map((change) => [change.displayAddress, change]));
  const configured = configuredNames(planned);
  return planned.drift.flatMap((change) => {
    const address = change.displayAddress;
    const other = known.get(address);
    if (change.action === "delete") {
      return other?.action === "delete" ? [] : [{ address, what: "it was deleted outside Terraform" }];
    }
    const names = [...(configured.get(change.address) ?? [])].filter((name) => change.changes(name));
    const added = names.filter((name) => other === undefined || !other.changes(name));
    return added.length === 0 ? [] : [{ address, what: `${added.join(", ")} changed outside Terraform` }];
  });
}

/** The arguments that the configuration of the root module sets, by address. */
function configuredNames({ json }: PlanDocument): ReadonlyMap<string, readonly string[]> {
  const { resources } = toObject(toObject(json.configuration).root_module);
  const list = Array.isArray(resources) ? (resources as readonly Json[]) : [];
  return new Map(
    list
      .filter(isJsonObject)
      .map(({ address, expressions }) => [String(address), Object.keys(toObject(expressions))]),
  );
}

function newNames<T>(
  planned: readonly T[],
  reviewed: readonly T[],
  keyOf: (item: T) => string,
): readonly T[] {
  const known = new Set(reviewed.map(keyOf));
  return planned.filter((item) => !known.has(keyOf(item)));
}
