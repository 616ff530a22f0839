import { canonicalType } from "../../../aws/resource-types.ts";
import { required } from "../../../language/required.ts";
import { identityNameOf } from "./configuration/identity-names.ts";
import { compareByCodeUnit } from "./expression/sets.ts";
import { identityAttributes } from "./identity-attributes.ts";
import type { IdentifiedAttribute, Inventory, Resource } from "./inventory.ts";
import type { StackContents } from "./stack-contents.ts";
import { isList, Reference, type Value } from "./value.ts";

/** Joins the contents of all stacks. */
export function joinInventory(parts: readonly StackContents[]): Inventory {
  const resources = parts.flatMap((part) =>
    [...part.resources]
      .sort((a, b) => compareByCodeUnit(a.address, b.address))
      .map((resource) => ({ ...resource, type: canonicalType(resource.type) })),
  );
  return new JoinedInventory(
    resources,
    parts.flatMap(({ outputs }) => outputs),
    parts.flatMap(({ gaps }) => gaps),
  );
}

class JoinedInventory implements Inventory {
  readonly resources: Inventory["resources"];
  readonly outputs: Inventory["outputs"];
  readonly gaps: Inventory["gaps"];
  readonly #byAddress: ReadonlyMap<string, Resource>;
  readonly #byType: ReadonlyMap<string, readonly Resource[]>;
  /** Built for the first text lookup: synthesized JSON needs none. */
  #byText: ReadonlyMap<string, IdentifiedAttribute> | undefined;

  constructor(resources: Inventory["resources"], outputs: Inventory["outputs"], gaps: Inventory["gaps"]) {
    this.resources = resources;
    this.outputs = outputs;
    this.gaps = gaps;
    this.#byAddress = new Map(resources.map((resource) => [resource.address, resource]));
    this.#byType = byType(resources);
  }

  ofType(...types: readonly string[]): readonly Resource[] {
    if (types.length === 1) return this.#byType.get(required(types, 0)) ?? [];
    const wanted = new Set(types);
    return this.resources.filter(({ type }) => wanted.has(type));
  }

  at(address: string): Resource | undefined {
    return this.#byAddress.get(address);
  }

  resolve(value: Value | undefined): IdentifiedAttribute | undefined {
    if (value instanceof Reference) {
      const resource = this.#byAddress.get(value.address);
      return resource && { resource, attribute: String(value.path[0]) };
    }
    if (typeof value !== "string" || value === "") return undefined;
    this.#byText ??= indexOf(this.resources);
    return this.#byText.get(value);
  }

  identifiedBy(type: string, value: Value | undefined, from: Resource): Resource | undefined {
    const identity = this.resolve(value);
    if (identity?.resource.type === type) return identity.resource;
    const name = identityNameOf(type) ?? "name";
    const all = this.ofType(type).filter(({ values }) => typeof value === "string" && values[name] === value);
    const near = all.filter(({ stack }) => stack === from.stack);
    const found = near.length > 0 ? near : all;
    return found.length === 1 ? found[0] : undefined;
  }
}

function byType(resources: readonly Resource[]): Map<string, Resource[]> {
  const types = new Map<string, Resource[]>();
  for (const resource of resources) {
    const known = types.get(resource.type);
    if (known === undefined) types.set(resource.type, [resource]);
    else known.push(resource);
  }
  return types;
}

/** Identities by text, the strongest claim first; conflicting claims of equal rank cancel out. */
function indexOf(resources: readonly Resource[]): ReadonlyMap<string, IdentifiedAttribute> {
  const identityIndex = new Map<string, { identity: IdentifiedAttribute | undefined; rank: number }>();
  for (const resource of resources) {
    for (const { attribute, rank } of identityAttributes(resource)) {
      const value = resource.values[attribute];
      for (const text of isList(value) ? value : [value]) {
        if (typeof text === "string") addIdentity(identityIndex, text, { resource, attribute }, rank);
      }
    }
  }
  const found = [...identityIndex].filter(
    (entry): entry is [string, { identity: IdentifiedAttribute; rank: number }] =>
      entry[1].identity !== undefined,
  );
  return new Map(found.map(([text, { identity }]) => [text, identity]));
}

function addIdentity(
  identityIndex: Map<string, { identity: IdentifiedAttribute | undefined; rank: number }>,
  text: string,
  identity: IdentifiedAttribute,
  rank: number,
): void {
  const before = identityIndex.get(text);
  if (before === undefined || rank < before.rank) identityIndex.set(text, { identity, rank });
  // An AWS-generated ID denotes one resource, whoever claims it; an ordinary word may denote
  // several.
  else if (rank === before.rank && before.identity?.resource !== identity.resource && !isOfAws(text)) {
    identityIndex.set(text, { identity: undefined, rank });
  }
}

/**
 * True for AWS-generated IDs: `subnet-0a1b2c3d`, `arn:aws:…`, `sgr-…`, `eipassoc-…`, `tgw-rtb-…`.
 */
function isOfAws(text: string): boolean {
  return text.startsWith("arn:") || /^[a-z]+(?:-[a-z]+)*-[\da-f]{8,}$/.test(text);
}
