import type { TerraformJson } from "../../synthesized/synthesized-stacks.ts";

/** The parts of Terraform's JSON that hold resources by type and name. */
interface ResourceBlocks {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The arguments of a resource or data source. */
export type ResourceBody = Readonly<Record<string, unknown>>;

/** The managed resources of a stack by address: `aws_subnet.main_subnet-private-us-east-1a`. */
export function resourcesByAddress({ resource = {} }: ResourceBlocks): ReadonlyMap<string, ResourceBody> {
  return bodiesByAddress(resource, "");
}

/** The data sources of a stack by address: `data.terraform_remote_state.network`. */
export function dataByAddress({ data = {} }: ResourceBlocks): ReadonlyMap<string, ResourceBody> {
  return bodiesByAddress(data, "data.");
}

function bodiesByAddress(
  blocks: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  prefix: string,
): ReadonlyMap<string, ResourceBody> {
  return new Map(
    Object.entries(blocks).flatMap(([type, byName]) =>
      Object.entries(byName).map(
        ([name, body]) => [`${prefix}${type}.${name}`, body as ResourceBody] as const,
      ),
    ),
  );
}

/** The blocks of resources with the given addresses, by type and name. */
export function blocksOf(
  bodies: Iterable<readonly [string, ResourceBody]>,
): Record<string, Record<string, ResourceBody>> {
  const blocks: Record<string, Record<string, ResourceBody>> = {};
  for (const [address, body] of [...bodies].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [type = "", name = ""] = address.replace(/^data\./, "").split(".");
    blocks[type] = { ...blocks[type], [name]: body };
  }
  return blocks;
}

/** The form without the resources at some addresses. */
export function withoutAddresses(json: TerraformJson, addresses: Iterable<string>): TerraformJson {
  const gone = new Set(addresses);
  if (gone.size === 0) return json;
  const kept = [...resourcesByAddress(json)].filter(([address]) => !gone.has(address));
  return { ...json, resource: blocksOf(kept) };
}

/** The type in an address: `aws_subnet`. */
export function typeOfAddress(address: string): string {
  return address.replace(/^data\./, "").split(".")[0] ?? "";
}

/** An address of a resource or data source in an expression; `data.` included. */
const ADDRESS = /(?<![\w."-])(?:data\.)?[a-z][a-z0-9]*(?:_[a-z0-9]+)+\.[A-Za-z_][\w-]*/g;

/** Every address that occurs in a value: in expressions, and in lists such as `depends_on`. */
export function addressesIn(value: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (item: unknown): void => {
    if (typeof item === "string") for (const address of item.match(ADDRESS) ?? []) found.add(address);
    else if (typeof item === "object" && item !== null) for (const child of Object.values(item)) visit(child);
  };
  visit(value);
  return found;
}

/** True if one of the addresses occurs in a value. */
export function refersToAny(value: unknown, addresses: ReadonlySet<string>): boolean {
  return [...addressesIn(value)].some((address) => addresses.has(address));
}

/** The value with addresses in it replaced, in expressions and in lists such as `depends_on`. */
export function withAddresses<T>(value: T, moves: ReadonlyMap<string, string>): T {
  if (moves.size === 0) return value;
  const rename = (item: unknown): unknown => {
    if (typeof item === "string") return item.replace(ADDRESS, (address) => moves.get(address) ?? address);
    if (Array.isArray(item)) return item.map(rename);
    if (typeof item !== "object" || item === null) return item;
    return Object.fromEntries(Object.entries(item).map(([key, child]) => [key, rename(child)]));
  };
  return rename(value) as T;
}
