import type { TerraformJson } from "../../synthesized/synthesized-stacks.ts";
import { heldLinks } from "./held-links.ts";
import { heldTraffic } from "./held-traffic.ts";
import { withDeployedMembers } from "./memberships.ts";
import { objectKey } from "./object-keys.ts";
import {
  addressesIn,
  blocksOf,
  dataByAddress,
  type ResourceBody,
  resourcesByAddress,
  withAddresses,
} from "./resource-address.ts";

/** The forms of one stack before anything is deleted. */
export interface KeptForm {
  /** The wanted form, and what is deployed and not in it. */
  readonly json: TerraformJson;
  /**
   * The same, with traffic on what takes over: deployed before anything is deleted. Undefined if no
   * traffic moves from a leftover to something new.
   */
  readonly turned: TerraformJson | undefined;
  /** The addresses that only the deployed form has, sorted. They are deleted in the down pass. */
  readonly leftovers: readonly string[];
  /** The addresses of links that the turned form moves to something else, sorted. */
  readonly movedLinks: readonly string[];
}

/**
 * Lays the wanted form of a stack over its deployed form: the wanted one, plus whatever the
 * deployed one has and the wanted one lacks, so that deploying it deletes nothing.
 *
 * - A resource of both has its wanted arguments; lists of members keep their deployed members.
 * - One object of AWS at two addresses is moved, not made twice: see `object-keys.ts`.
 * - An output of both has its wanted value; a map keeps the keys of the deployed one.
 * - Leftovers bring the data sources, locals, variables, modules and providers that they refer to.
 * - A listener rule that goes from a leftover target group to a new one still forwards to the old,
 *   and a link to something else, such as an interface's to a server, is still the deployed one.
 *
 * Invariants: `keptForm(wanted, wanted)` is `wanted`; every address of either form is in the
 * result, or is moved by it.
 */
export function keptForm(deployedJson: TerraformJson, wanted: TerraformJson): KeptForm {
  const moves = movesBetween(deployedJson, wanted);
  const deployed = withoutAddresses(withMoves(deployedJson, moves), removedIn(wanted));
  const deployedResources = resourcesByAddress(deployed);
  const wantedResources = resourcesByAddress(wanted);
  const leftovers = new Set([...deployedResources.keys()].filter((address) => !wantedResources.has(address)));
  const turned = new Map<string, ResourceBody>();
  for (const address of leftovers) turned.set(address, deployedResources.get(address) ?? {});
  for (const [address, body] of wantedResources) {
    turned.set(address, withDeployedMembers(address, body, deployedResources.get(address), leftovers));
  }
  const links = heldLinks(turned, deployedResources);
  const held = new Map([...links, ...heldTraffic(turned, deployedResources, leftovers)]);
  const shared = { ...sectionsOf(deployed, wanted), moved: movedBlocks(wanted, moves) };
  const form = (resources: ReadonlyMap<string, ResourceBody>) =>
    compactSections({ ...wanted, ...shared, resource: blocksOf(resources) });
  const withData = (json: TerraformJson) =>
    compactSections({ ...json, data: keptData(deployed, wanted, json) });
  return {
    json: withData(form(new Map([...turned, ...held]))),
    turned: held.size === 0 ? undefined : withData(form(turned)),
    leftovers: [...leftovers].sort(),
    movedLinks: [...links.keys()].sort(),
  };
}

/**
 * The moves from the deployed form to the wanted one: those that it declares, and those of an AWS
 * object that it has at another address. A move can give another object the same key: a subnet's
 * VPC moved with it.
 */
function movesBetween(deployed: TerraformJson, wanted: TerraformJson): ReadonlyMap<string, string> {
  const deployedAddresses = resourcesByAddress(deployed);
  const wantedResources = resourcesByAddress(wanted);
  const moves = new Map(
    (wanted.moved ?? [])
      .filter(({ from, to }) => deployedAddresses.has(from) && !deployedAddresses.has(to))
      .map(({ from, to }) => [from, to] as const),
  );
  for (;;) {
    const found = movesByKey(resourcesByAddress(withMoves(deployed, moves)), wantedResources);
    if (found.size === 0) return moves;
    for (const [from, to] of found) moves.set(from, to);
  }
}

function movesByKey(
  deployed: ReadonlyMap<string, ResourceBody>,
  wanted: ReadonlyMap<string, ResourceBody>,
): Map<string, string> {
  const newByKey = new Map<string, string>();
  for (const [address, body] of wanted) {
    const key = deployed.has(address) ? undefined : objectKey(address, body);
    if (key !== undefined) newByKey.set(key, address);
  }
  const moves = new Map<string, string>();
  for (const [address, body] of deployed) {
    const key = wanted.has(address) ? undefined : objectKey(address, body);
    const to = key === undefined ? undefined : newByKey.get(key);
    if (to !== undefined) moves.set(address, to);
  }
  return moves;
}

/** The form with its resources at their new addresses, in every reference too. */
export function withMoves(json: TerraformJson, moves: ReadonlyMap<string, string>): TerraformJson {
  if (moves.size === 0) return json;
  const { resource: _, moved: __, ...rest } = json;
  const bodies = [...resourcesByAddress(json)].map(
    ([address, body]) => [moves.get(address) ?? address, withAddresses(body, moves)] as const,
  );
  return { ...withAddresses(rest, moves), resource: blocksOf(bodies) };
}

/** Addresses that the wanted form tells Terraform to forget. */
function removedIn({ removed = [] }: TerraformJson): ReadonlySet<string> {
  return new Set(removed.map(({ from }) => from));
}

function withoutAddresses(json: TerraformJson, addresses: ReadonlySet<string>): TerraformJson {
  if (addresses.size === 0) return json;
  const kept = [...resourcesByAddress(json)].filter(([address]) => !addresses.has(address));
  return { ...json, resource: blocksOf(kept) };
}

/** The wanted form's own moves, and the ones found by key. */
function movedBlocks(
  wanted: TerraformJson,
  moves: ReadonlyMap<string, string>,
): NonNullable<TerraformJson["moved"]> {
  const declared = wanted.moved ?? [];
  const known = new Set(declared.map(({ from }) => from));
  const found = [...moves].filter(([from]) => !known.has(from)).map(([from, to]) => ({ from, to }));
  return [...declared, ...found];
}

/** Outputs, providers and named blocks of both forms; a name of both has its wanted value. */
function sectionsOf(deployed: TerraformJson, wanted: TerraformJson): Partial<TerraformJson> {
  return {
    output: unionOfOutputs(deployed.output ?? {}, wanted.output ?? {}),
    provider: unionOfProviders(deployed.provider ?? {}, wanted.provider ?? {}),
    locals: unionOfValues(deployed.locals ?? {}, wanted.locals ?? {}),
    variable: { ...deployed.variable, ...wanted.variable },
    module: { ...deployed.module, ...wanted.module },
  };
}

type Outputs = NonNullable<TerraformJson["output"]>;

function unionOfOutputs(deployed: Outputs, wanted: Outputs): Outputs {
  const both = Object.entries(wanted).map(([name, output]) => {
    const before = deployed[name]?.value;
    return [name, before === undefined ? output : { ...output, value: unionOfValue(before, output.value) }];
  });
  return { ...deployed, ...(Object.fromEntries(both) as Outputs) };
}

type Values = Readonly<Record<string, unknown>>;

function unionOfValues(deployed: Values, wanted: Values): Values {
  const both = Object.entries(wanted).map(([name, value]) => [name, unionOfValue(deployed[name], value)]);
  return { ...deployed, ...(Object.fromEntries(both) as Values) };
}

/** The wanted value; a map keeps the keys of the deployed one. */
function unionOfValue(deployed: unknown, wanted: unknown): unknown {
  return isMap(deployed) && isMap(wanted) ? { ...deployed, ...wanted } : wanted;
}

function unionOfProviders(
  deployed: NonNullable<TerraformJson["provider"]>,
  wanted: NonNullable<TerraformJson["provider"]>,
): NonNullable<TerraformJson["provider"]> {
  const both = Object.entries(deployed).map(([name, before]) => {
    const configured = [wanted[name] ?? []].flat();
    const aliases = new Set(configured.map(aliasOf));
    return [name, [...configured, ...[before].flat().filter((one) => !aliases.has(aliasOf(one)))]];
  });
  return { ...wanted, ...Object.fromEntries(both) };
}

function aliasOf(provider: unknown): unknown {
  return isMap(provider) ? provider.alias : undefined;
}

/** The wanted form's data sources, and the deployed ones that the form still refers to. */
function keptData(
  deployed: TerraformJson,
  wanted: TerraformJson,
  form: TerraformJson,
): NonNullable<TerraformJson["data"]> {
  const data = new Map(dataByAddress(wanted));
  const candidates = new Map([...dataByAddress(deployed)].filter(([address]) => !data.has(address)));
  const { data: _, ...rest } = form;
  const queue: unknown[] = candidates.size === 0 ? [] : [rest];
  for (let value = queue.pop(); value !== undefined; value = queue.pop()) {
    for (const address of addressesIn(value)) {
      const body = candidates.get(address);
      if (body === undefined || data.has(address)) continue;
      data.set(address, body);
      queue.push(body);
    }
  }
  return blocksOf(data);
}

/** Leaves out sections without an entry, as cdktf does. */
function compactSections(json: TerraformJson): TerraformJson {
  const isEmpty = (value: unknown) =>
    value === undefined || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
  return Object.fromEntries(Object.entries(json).filter(([, value]) => !isEmpty(value)));
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
