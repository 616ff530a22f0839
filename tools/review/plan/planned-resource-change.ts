import { isDeepStrictEqual } from "node:util";
import { isJsonObject, type Json, type JsonObject } from "../../reach/terraform/configuration/json.ts";
import { hasMark } from "./json-values.ts";

/**
 * The action of a resource change, read from Terraform's list of actions:
 * `replace` deletes first, `replace-create-first` creates first (`create_before_destroy`), and
 * `create-forget` leaves the old object to AWS. `unrecognized` is any other combination.
 */
export type PlanAction =
  | "no-op"
  | "create"
  | "read"
  | "update"
  | "delete"
  | "forget"
  | "replace"
  | "replace-create-first"
  | "create-forget"
  | "unrecognized";

/** The properties of a {@link PlannedResourceChange}. */
export interface ResourceChangeProps {
  /** The stack, or the plan's name. */
  readonly stack: string;
  /** Terraform's address, with module and instance key. */
  readonly address: string;
  /** The key of a deposed object, what a failed replacement left. @default none */
  readonly deposed?: string;
  /** The address before a `moved` block. @default the same */
  readonly previousAddress?: string;
  /** The canonical resource type: `aws_lb` for an `aws_alb`. */
  readonly type: string;
  /** The provider's source: `registry.terraform.io/hashicorp/aws`. */
  readonly provider: string;
  /** The planned action. */
  readonly action: PlanAction;
  /** The actions as the plan lists them. */
  readonly actions: readonly string[];
  /** Terraform's reason: `replace_because_tainted`. @default none */
  readonly actionReason?: string;
  /** The attributes that force a replacement, as paths. */
  readonly replacePaths: readonly (readonly (string | number)[])[];
  /** The attributes before; null if the resource is created. */
  readonly before: JsonObject | null;
  /** The known attributes afterwards; null if it is deleted. */
  readonly after: JsonObject | null;
  /** The attributes that are known only after apply: `true` where a value is. */
  readonly afterUnknown: JsonObject;
  /** True if an existing object comes under Terraform's control. */
  readonly isImported: boolean;
}

/** A path of attribute names and list positions, dotted: `versioning_configuration.0.status`. */
type AttributePath = string;

/** One resource's change in a plan, with readers for what rules ask. */
export class PlannedResourceChange {
  /** The stack, or the plan's name. */
  readonly stack: string;
  /** Terraform's address, with module and instance key. */
  readonly address: string;
  /** The key of a deposed object; undefined for a current one. */
  readonly deposed: string | undefined;
  /** The address before a `moved` block; undefined without one. */
  readonly previousAddress: string | undefined;
  /** The canonical resource type. */
  readonly type: string;
  /** The provider's source. */
  readonly provider: string;
  /** The planned action. */
  readonly action: PlanAction;
  /** The actions as the plan lists them. */
  readonly actions: readonly string[];
  /** Terraform's reason; undefined without one. */
  readonly actionReason: string | undefined;
  /** The attributes that force a replacement, as paths. */
  readonly replacePaths: readonly (readonly (string | number)[])[];
  /** The attributes before; empty if the resource is created. */
  readonly before: JsonObject;
  /** The known attributes afterwards; empty if it is deleted. */
  readonly after: JsonObject;
  /** The attributes that are known only after apply: `true` where a value is. */
  readonly afterUnknown: JsonObject;
  /** True if an existing object comes under Terraform's control. */
  readonly isImported: boolean;

  constructor(props: ResourceChangeProps) {
    this.stack = props.stack;
    this.address = props.address;
    this.deposed = props.deposed;
    this.previousAddress = props.previousAddress;
    this.type = props.type;
    this.provider = props.provider;
    this.action = props.action;
    this.actions = props.actions;
    this.actionReason = props.actionReason;
    this.replacePaths = props.replacePaths;
    this.before = props.before ?? {};
    this.after = props.after ?? {};
    this.afterUnknown = props.afterUnknown;
    this.isImported = props.isImported;
  }

  /** The address as reports show it: `ADDRESS (deposed KEY)` for a deposed object. */
  get displayAddress(): string {
    return this.deposed === undefined ? this.address : `${this.address} (deposed ${this.deposed})`;
  }

  /** True if the plan does anything with it: it neither stays as it is, nor is it only read. */
  get isChanged(): boolean {
    return this.action !== "no-op" && this.action !== "read";
  }

  /** True if it is replaced, in either order. */
  get isReplaced(): boolean {
    return this.action === "replace" || this.action === "replace-create-first";
  }

  /** True if the existing object is deleted in AWS, with or without a successor. */
  get isDestroyed(): boolean {
    return this.action === "delete" || this.action === "unrecognized" || this.isReplaced;
  }

  /** True if it is changed in place. */
  get isUpdated(): boolean {
    return this.action === "update";
  }

  /** True if the object exists afterwards. */
  get isPresentAfter(): boolean {
    return !["delete", "forget", "unrecognized"].includes(this.action);
  }

  /** The value of an attribute before; undefined if it is null or absent. */
  was(path: AttributePath): Json | undefined {
    return valueAt(this.before, path);
  }

  /** The known value of an attribute afterwards; undefined if it is null, absent or unknown. */
  becomes(path: AttributePath): Json | undefined {
    return valueAt(this.after, path);
  }

  /** True if an attribute, or any part of it, is known only after apply. */
  isUnknown(path: AttributePath): boolean {
    let mark: Json | undefined = this.afterUnknown;
    for (const name of path.split(".")) {
      if (mark === true) return true;
      mark = childOf(mark, name);
    }
    return hasMark(mark);
  }

  /** True if an attribute's known value differs; values that mean the same are equal. */
  changes(path: AttributePath): boolean {
    return !this.isUnknown(path) && !isSameMeaning(this.was(path), this.becomes(path));
  }

  /** True if a number becomes lower. */
  lowers(path: AttributePath): boolean {
    const [before, after] = this.#numbers(path);
    return before !== undefined && after !== undefined && after < before;
  }

  /** True if a number becomes higher. */
  raises(path: AttributePath): boolean {
    const [before, after] = this.#numbers(path);
    return before !== undefined && after !== undefined && after > before;
  }

  /** True if a boolean goes from true to false, or is no longer set. */
  turnsOff(path: AttributePath): boolean {
    return isTrue(this.was(path)) && !this.isUnknown(path) && !isTrue(this.becomes(path));
  }

  /** True if a boolean goes from false, or unset, to true. */
  turnsOn(path: AttributePath): boolean {
    return !isTrue(this.was(path)) && isTrue(this.becomes(path));
  }

  #numbers(path: AttributePath): [number | undefined, number | undefined] {
    return [numberOf(this.was(path)), this.isUnknown(path) ? undefined : numberOf(this.becomes(path))];
  }
}

function valueAt(object: JsonObject, path: AttributePath): Json | undefined {
  let value: Json | undefined = object;
  for (const name of path.split(".")) value = childOf(value, name);
  return value === null ? undefined : value;
}

function childOf(value: Json | undefined, name: string): Json | undefined {
  if (Array.isArray(value)) return /^\d+$/.test(name) ? (value as readonly Json[])[Number(name)] : undefined;
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function isTrue(value: Json | undefined): boolean {
  return value === true || value === "true";
}

function numberOf(value: Json | undefined): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}

/**
 * True if two attribute values mean the same to AWS: null, an empty text and an empty collection
 * are unset; `0` and `false` equal unset inside a nested block, where providers fill them in.
 */
export function isSameMeaning(before: Json | undefined, after: Json | undefined): boolean {
  return isDeepStrictEqual(withoutUnset(before), withoutUnset(after));
}

function withoutUnset(value: Json | undefined, isNested = false): Json | undefined {
  if (value === null || value === undefined || value === "") return undefined;
  if (isNested && (value === 0 || value === false)) return undefined;
  if (Array.isArray(value)) {
    const items = value.map((item) => withoutUnset(item, true) ?? null);
    return items.length === 0 ? undefined : items;
  }
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).flatMap(([name, item]) => {
    const kept = withoutUnset(item, true);
    return kept === undefined ? [] : [[name, kept] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
