import type { SchemaBlock, TerraformType } from "../../../../../tools/rehearse/simulator/schema.ts";
import {
  isObjectValue,
  type ObjectValue,
  type TerraformValue,
  UNKNOWN,
} from "../../../../../tools/rehearse/simulator/terraform-value.ts";
import { committedSnapshot } from "../../../../../tools/rehearse/snapshot/committed-snapshot.ts";

/** The path to a value inside a resource: names of attributes and blocks, indexes of elements. */
export type ValuePath = readonly (string | number)[];

/** A value that may be unknown in a plan. */
export interface Place {
  readonly path: ValuePath;
  /** True if AWS computes it unless it is configured: it is then unknown in a plan. */
  readonly isComputed: boolean;
  /** Possible values, including the present one. */
  readonly candidates: readonly TerraformValue[];
}

/** Formats a path: `rule[0].port`. */
export function pathText(path: ValuePath): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
    .join("")
    .slice(1);
}

/** Replaces the value at a path. */
export function withValueAt(value: ObjectValue, path: ValuePath, next: TerraformValue): ObjectValue {
  return replaced(value, path, next) as ObjectValue;
}

/** The value at a path; null if there is none. */
export function valueAt(value: TerraformValue, [step, ...rest]: ValuePath): TerraformValue {
  if (step === undefined) return value;
  if (Array.isArray(value)) return valueAt(value[Number(step)] ?? null, rest);
  return isObjectValue(value) ? valueAt(value[step] ?? null, rest) : null;
}

function replaced(
  value: TerraformValue | undefined,
  [step, ...rest]: ValuePath,
  next: TerraformValue,
): TerraformValue {
  if (step === undefined) return next;
  if (Array.isArray(value)) {
    return value.map((item, index) => (index === step ? replaced(item, rest, next) : item));
  }
  const object = isObjectValue(value) ? value : {};
  return { ...object, [step]: replaced(object[step], rest, next) };
}

/** A resource as planned: computed attributes that are not configured are unknown. */
export function asPlanned(type: string, resource: ObjectValue): ObjectValue {
  const block = committedSnapshot().resources.get(type)?.block;
  return block === undefined ? resource : planned(resource, block);
}

function planned(values: ObjectValue, block: SchemaBlock): ObjectValue {
  const open = Object.entries(block.attributes).filter(
    ([name, { computed }]) => computed && values[name] === undefined,
  );
  const blocks = Object.entries(block.blocks).flatMap(([name, nested]): [string, TerraformValue][] => {
    const value = values[name];
    if (isObjectValue(value)) return [[name, planned(value, nested.block)]];
    if (!Array.isArray(value)) return [];
    return [
      [name, value.map((item: TerraformValue) => (isObjectValue(item) ? planned(item, nested.block) : item))],
    ];
  });
  return {
    ...values,
    ...Object.fromEntries(open.map(([name]) => [name, UNKNOWN])),
    ...Object.fromEntries(blocks),
  };
}

/**
 * Every value of a resource that may be unknown in a plan: configured values, down to the elements
 * of lists, and the other attributes of the type. Each has as candidates its values in other
 * resources of the type, and sample values of its own type.
 */
export function placesIn(type: string, resource: ObjectValue, others: readonly ObjectValue[]): Place[] {
  const block = committedSnapshot().resources.get(type)?.block;
  const seen = new Map<string, TerraformValue[]>();
  for (const other of [resource, ...others]) collect(other, [], seen);
  return placesBelow(resource, block, []).map(({ path, kind, isRequired, isComputed }) => {
    const known = seen.get(pattern(path)) ?? [];
    const more = [...(isRequired ? [] : [null]), ...samples(kind, known)];
    return { path, isComputed, candidates: [...known, ...more] };
  });
}

/** A path with any index. */
function pattern(path: ValuePath): string {
  return path.map((step) => (typeof step === "number" ? "*" : step)).join(".");
}

/** Collects the known values below a value, by {@link pattern}. */
function collect(value: TerraformValue, path: ValuePath, seen: Map<string, TerraformValue[]>): void {
  if (value === UNKNOWN) return;
  if (path.length > 0) seen.set(pattern(path), [...(seen.get(pattern(path)) ?? []), value]);
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) collect(item, [...path, index], seen);
  } else if (isObjectValue(value)) {
    for (const [name, item] of Object.entries(value)) collect(item, [...path, name], seen);
  }
}

interface Found {
  readonly path: ValuePath;
  /** The type; undefined if the schema has none, as for blocks. */
  readonly kind: TerraformType | undefined;
  readonly isRequired: boolean;
  readonly isComputed: boolean;
}

function placesBelow(value: ObjectValue, block: SchemaBlock | undefined, path: ValuePath): Found[] {
  const attributes = Object.entries(block?.attributes ?? {});
  const blocks = Object.entries(block?.blocks ?? {});
  const names = new Set([...Object.keys(value), ...[...attributes, ...blocks].map(([name]) => name)]);
  return [...names].flatMap((name) => {
    const here = [...path, name];
    const attribute = block?.attributes[name];
    const nested = block?.blocks[name];
    const isRequired = attribute?.required === true || (nested?.minItems ?? 0) > 0;
    return [
      { path: here, kind: attribute?.type, isRequired, isComputed: attribute?.computed === true },
      ...elementsBelow(value[name] ?? null, nested?.block, here),
    ];
  });
}

function elementsBelow(value: TerraformValue, block: SchemaBlock | undefined, path: ValuePath): Found[] {
  if (isObjectValue(value)) return placesBelow(value, block, path);
  if (!Array.isArray(value)) return [];
  return value.flatMap((item, index) => [
    { path: [...path, index], kind: undefined, isRequired: true, isComputed: false },
    ...elementsBelow(item, block, [...path, index]),
  ]);
}

/** Sample values of a type, or of the type of known values. */
function samples(kind: TerraformType | undefined, known: readonly TerraformValue[]): TerraformValue[] {
  const [first] = known;
  if (kind === "bool" || typeof first === "boolean") return [true, false];
  if (kind === "number" || typeof first === "number") return [0, 1, 100, 100_000];
  if (kind === "string" || typeof first === "string") return ["another"];
  return Array.isArray(kind) || Array.isArray(first) ? [[]] : [];
}
