import { identityNameOf } from "./configuration/identity-names.ts";
import { compareTexts } from "./expression/sets.ts";
import type { Identity, Inventory, Resource } from "./inventory.ts";
import { ownAttributes } from "./own-attributes.ts";
import type { StackPart } from "./stack-part.ts";
import { isList, Reference, type Value } from "./value.ts";

/** Joins what was read of all stacks. */
export function inventoryOf(parts: readonly StackPart[]): Inventory {
  const resources = parts.flatMap((part) =>
    [...part.resources].sort((a, b) => compareTexts(a.address, b.address)),
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
  /** Made when the first text is asked for: synthesized JSON has none. */
  #byText: ReadonlyMap<string, Identity> | undefined;

  constructor(resources: Inventory["resources"], outputs: Inventory["outputs"], gaps: Inventory["gaps"]) {
    this.resources = resources;
    this.outputs = outputs;
    this.gaps = gaps;
    this.#byAddress = new Map(resources.map((resource) => [resource.address, resource]));
    this.#byType = byType(resources);
  }

  ofType(...types: readonly string[]): readonly Resource[] {
    if (types.length === 1) return this.#byType.get(types[0]!) ?? [];
    const wanted = new Set(types);
    return this.resources.filter(({ type }) => wanted.has(type));
  }

  at(address: string): Resource | undefined {
    return this.#byAddress.get(address);
  }

  identify(value: Value | undefined): Identity | undefined {
    if (value instanceof Reference) {
      const resource = this.#byAddress.get(value.address);
      return resource && { resource, attribute: String(value.path[0]) };
    }
    if (typeof value !== "string" || value === "") return undefined;
    this.#byText ??= indexOf(this.resources);
    return this.#byText.get(value);
  }

  named(type: string, value: Value | undefined, from: Resource): Resource | undefined {
    const identity = this.identify(value);
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

/** Identities by text, the strongest claim first; claims of one strength that differ are none. */
function indexOf(resources: readonly Resource[]): ReadonlyMap<string, Identity> {
  const claims = new Map<string, { identity: Identity | undefined; rank: number }>();
  for (const resource of resources) {
    for (const { attribute, rank } of ownAttributes(resource)) {
      const value = resource.values[attribute];
      for (const text of isList(value) ? value : [value]) {
        if (typeof text === "string") claim(claims, text, { resource, attribute }, rank);
      }
    }
  }
  const found = [...claims].filter(
    (entry): entry is [string, { identity: Identity; rank: number }] => entry[1].identity !== undefined,
  );
  return new Map(found.map(([text, { identity }]) => [text, identity]));
}

function claim(
  claims: Map<string, { identity: Identity | undefined; rank: number }>,
  text: string,
  identity: Identity,
  rank: number,
): void {
  const before = claims.get(text);
  if (before === undefined || rank < before.rank) claims.set(text, { identity, rank });
  // An id of AWS's own making is one thing, whoever claims it; an ordinary word may be several.
  else if (rank === before.rank && before.identity?.resource !== identity.resource && !isOfAws(text)) {
    claims.set(text, { identity: undefined, rank });
  }
}

/** `subnet-0a1b2c3d`, `arn:aws:…`, `sgr-…`, `eipassoc-…`, `tgw-rtb-…`. */
function isOfAws(text: string): boolean {
  return text.startsWith("arn:") || /^[a-z]+(?:-[a-z]+)*-[\da-f]{8,}$/.test(text);
}
