import type { TerraformJson } from "../../synthesized/synthesized-stacks.ts";
import type { AcceptableCut } from "../stack-change.ts";
import { cutsBetween } from "./cuts.ts";
import { heldLinks, heldTargets } from "./held-links.ts";
import { heldTraffic } from "./held-traffic.ts";
import { heldMembers, withDeployedMembers } from "./memberships.ts";
import { type Moves, movedBlocks, movesBetween, withMoves } from "./moves.ts";
import { asideProblem, replacedAddress } from "./replaced.ts";
import {
  addressesIn,
  blocksOf,
  dataByAddress,
  type ResourceBody,
  resourcesByAddress,
  withoutAddresses,
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
  /** Everything that is cut off for a while. */
  readonly cuts: readonly AcceptableCut[];
  /** The addresses of links that the turned form moves to something else, sorted. */
  readonly movedLinks: readonly string[];
  /** The addresses of what stays beside its successor, by the address that it leaves. */
  readonly asides: Moves;
  /** The reasons why replaced resources cannot stay beside their successors. */
  readonly asideProblems: readonly string[];
}

/**
 * Lays the wanted form of a stack over its deployed form: the wanted one, plus whatever the
 * deployed one has and the wanted one lacks, so that deploying it deletes nothing.
 *
 * - A resource of both has its wanted arguments; lists of members keep their deployed members.
 * - One object of AWS at two addresses is moved, not made twice: see `object-keys.ts`.
 * - An output of both has its wanted value; a map keeps the keys of the deployed one.
 * - Leftovers bring the data sources, locals, variables, modules and providers that they refer to.
 * - What leads to a leftover, and is wanted to lead to something new, still leads to the leftover:
 *   listener rules, routes, DNS records, and links such as an interface's to a server.
 * - A resource that a changed argument would replace is moved out of the way: see `replaced.ts`.
 *
 * Invariants: `keptForm(wanted, wanted)` is `wanted`; every address of either form is in the
 * result, or is moved by it.
 *
 * @param replaced addresses of the wanted form that cannot be changed in place
 */
export function keptForm(
  deployedJson: TerraformJson,
  wanted: TerraformJson,
  replaced: ReadonlySet<string> = new Set(),
): KeptForm {
  const moves = movesBetween(deployedJson, wanted, replaced);
  const deployed = withoutAddresses(withMoves(deployedJson, moves), removedIn(wanted));
  const deployedResources = resourcesByAddress(deployed);
  const wantedResources = resourcesByAddress(wanted);
  const leftovers = new Set([...deployedResources.keys()].filter((address) => !wantedResources.has(address)));
  const asides = new Map([...moves].filter(([, to]) => replaced.has(replacedAddress(to) ?? "")));
  const turned = new Map<string, ResourceBody>();
  for (const address of leftovers) turned.set(address, deployedResources.get(address) ?? {});
  for (const [address, body] of wantedResources) {
    turned.set(address, withDeployedMembers(address, body, deployedResources.get(address), leftovers));
  }
  const links = heldLinks(turned, deployedResources);
  const held = new Map([
    ...links,
    ...heldTargets(turned, deployedResources, leftovers),
    ...heldMembers(turned, deployedResources, leftovers),
  ]);
  const traffic = heldTraffic(turned, deployedResources, leftovers);
  for (const [address, { held: up, turned: turn }] of traffic) {
    held.set(address, up);
    turned.set(address, turn);
  }
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
    cuts: cutsBetween({
      deployed: deployedResources,
      wanted: wantedResources,
      leftovers,
      movedLinks: links.keys(),
      movedTraffic: traffic.keys(),
    }),
    asides,
    asideProblems: asideProblems(asides, deployedResources, wantedResources),
  };
}

function asideProblems(
  asides: Moves,
  deployed: ReadonlyMap<string, ResourceBody>,
  wanted: ReadonlyMap<string, ResourceBody>,
): string[] {
  return [...asides.values()].flatMap((aside) => {
    const address = replacedAddress(aside) ?? aside;
    const problem = asideProblem(address, deployed.get(aside) ?? {}, wanted.get(address) ?? {});
    return problem === undefined ? [] : [`${address}: ${problem}`];
  });
}

/** Addresses that the wanted form tells Terraform to forget. */
function removedIn({ removed = [] }: TerraformJson): ReadonlySet<string> {
  return new Set(removed.map(({ from }) => from));
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
