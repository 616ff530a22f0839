import {
  isObjectValue,
  type ObjectValue,
  type TerraformValue,
} from "../../rehearse/simulator/terraform-value.ts";
import { isReplaceable } from "../forms/replaceable-types.ts";
import { asideProblem, withoutAsides } from "../forms/replaced.ts";
import {
  addressesIn,
  type ResourceBody,
  resourcesByAddress,
  typeOfAddress,
} from "../forms/resource-address.ts";
import { isProtected, retirementName, withReferences } from "../forms/retirement.ts";
import type { DeployedStack, StackChange } from "../stack-change.ts";
import {
  comparableValue,
  type FormsByStateKey,
  formsByStateKey,
  type NamedForm,
} from "./comparable-values.ts";
import { movedForms } from "./moved-forms.ts";
import { refusedArguments } from "./refused-updates.ts";
import { replacedArguments } from "./replaced-arguments.ts";
import { type WayAround, wayAround } from "./ways-around.ts";

/** A change of an argument that cannot be made in place. */
export interface InPlaceProblem {
  /** The stack's name. */
  readonly stack: string;
  /** The resource's address in the stack. */
  readonly address: string;
  /** Its name in the spec. */
  readonly name: string;
  /** The argument: `cidr_block`, `root_block_device.encrypted`. */
  readonly argument: string;
  /** The deployed value, as in a spec: `"10.0.0.0/16"`; `nothing` if it is not set. */
  readonly from: string;
  /** The wanted value. */
  readonly to: string;
  /** `replaced`: the provider would make a new one. `refused`: AWS does not change it. */
  readonly outcome: "replaced" | "refused";
  /** The change as the table of ways has it: `a network's CIDR block`. */
  readonly change: string;
  /** The way around it. */
  readonly way: string;
  /** Other resources of the same name that have the same way. */
  readonly alike: readonly string[];
  /** The problem with its solution, in one line. */
  readonly message: string;
}

/** The changes that cannot be made in place. */
export interface InPlaceChanges {
  /** Those that no pass makes. What is in such a network, or part of such a store, is left out. */
  readonly problems: readonly InPlaceProblem[];
  /** By stack, the addresses of what can stay beside its successor, and is so replaced. */
  readonly besides: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Lists the changes that cannot be made in place: of a resource that stays at its address, an
 * argument with which the provider would replace it, or whose change AWS refuses.
 *
 * @param changes the planned forms of each stack
 */
export function inPlaceChanges(
  changes: readonly StackChange[],
  deployed: readonly DeployedStack[],
  wanted: readonly DeployedStack[],
): InPlaceChanges {
  const changeOf = new Map(changes.map((change) => [change.name, change]));
  const moved = movedForms(changes, deployed);
  const sides = { before: formsByStateKey(moved), after: formsByStateKey(wanted) };
  const wantedOf = new Map(wanted.map((stack) => [stack.name, stack]));
  const besides = new Map<string, ReadonlySet<string>>();
  const problems = moved.flatMap((before) => {
    const after = wantedOf.get(before.name);
    const change = changeOf.get(before.name);
    if (after === undefined || change === undefined) return [];
    const found = problemsOfStack({ before, after, change, sides });
    const beside = addressesBeside(withoutContents(found, after), before, after);
    if (beside.size > 0) besides.set(before.name, beside);
    const others = found.filter(({ address }) => !beside.has(address));
    return withoutParts(withoutContents(withoutEffects(others), after)).map(formatted);
  });
  return { problems, besides };
}

/** The addresses of replaced resources that can stay beside their successors. */
function addressesBeside(
  problems: readonly FoundProblem[],
  before: NamedForm,
  after: NamedForm,
): ReadonlySet<string> {
  const [deployed, wanted] = [resourcesByAddress(before.json), resourcesByAddress(after.json)];
  const refused = new Set(
    problems.filter(({ outcome }) => outcome === "refused").map(({ address }) => address),
  );
  const addresses = problems.map(({ address }) => address).filter((address) => !refused.has(address));
  return new Set(
    addresses.filter(
      (address) =>
        asideProblem(address, deployed.get(address) ?? {}, wanted.get(address) ?? {}) === undefined,
    ),
  );
}

interface StackSides {
  readonly before: NamedForm;
  readonly after: NamedForm;
  readonly change: StackChange;
  readonly sides: { readonly before: FormsByStateKey; readonly after: FormsByStateKey };
}

function problemsOfStack({ before, after, change, sides }: StackSides): FoundProblem[] {
  const deployed = resourcesByAddress(before.json);
  return [...resourcesByAddress(after.json)].flatMap(([address, wantedBody]) => {
    const body = deployed.get(address);
    const type = typeOfAddress(address);
    if (body === undefined || isReplaceable(type) || change.movedLinks.includes(address)) return [];
    const ends = [
      argumentsOf(comparableValue(body, before, sides.before)),
      argumentsOf(comparableValue(wantedBody, after, sides.after)),
    ] as const;
    if (JSON.stringify(ends[0]) === JSON.stringify(ends[1])) return [];
    const written = { stack: change.name, address, bodies: [body, wantedBody] as const, values: ends };
    const replaced = replacedArguments(type, ends[0], withIgnored(ends[1], ends[0], wantedBody));
    const refused = refusedArguments(type, ...ends, () => typesThatUse(address, deployed)).filter(
      (argument) => !replaced.includes(argument),
    );
    return [
      ...replaced.map((argument) => problem(written, argument, "replaced")),
      ...refused.map((argument) => problem(written, argument, "refused")),
    ];
  });
}

/** The types of the resources that refer to one. */
function typesThatUse(address: string, resources: ReadonlyMap<string, ResourceBody>): ReadonlySet<string> {
  const users = [...resources].filter(([, body]) => addressesIn(body).has(address));
  return new Set(users.map(([user]) => typeOfAddress(user)));
}

/** Without cdktf's metadata and Terraform's own arguments. */
function argumentsOf(body: TerraformValue): ObjectValue {
  if (!isObjectValue(body)) return {};
  const { "//": _metadata, depends_on: _order, lifecycle: _lifecycle, provider: _provider, ...rest } = body;
  return rest;
}

/** The wanted arguments, with the deployed values of those whose changes Terraform ignores. */
function withIgnored(wanted: ObjectValue, deployed: ObjectValue, body: ResourceBody): ObjectValue {
  const lifecycle = [body.lifecycle].flat()[0] as { readonly ignore_changes?: unknown } | undefined;
  const ignored = lifecycle?.ignore_changes ?? [];
  if (ignored === "all") return deployed;
  const names = [ignored].flat().filter((name): name is string => typeof name === "string");
  return { ...wanted, ...Object.fromEntries(names.map((name) => [name, deployed[name] ?? null])) };
}

interface WrittenResource {
  readonly stack: string;
  readonly address: string;
  /** The arguments as they are written. */
  readonly bodies: readonly [deployed: ResourceBody, wanted: ResourceBody];
  /** The arguments with their expressions resolved. */
  readonly values: readonly [deployed: ObjectValue, wanted: ObjectValue];
}

/** A problem before its text is made. */
interface FoundProblem extends Omit<InPlaceProblem, "message" | "way" | "change"> {
  /** Its row in the table of ways. */
  readonly row: WayAround;
  /** True if the argument is written as before, and refers to something that changes. */
  readonly isEffect: boolean;
}

function problem(
  { stack, address, bodies, values }: WrittenResource,
  argument: string,
  outcome: InPlaceProblem["outcome"],
): FoundProblem {
  const [deployed, wanted] = bodies;
  const name = retirementName(wanted) || nameInAddress(address);
  const texts = bodies.map((body) => formatArgument(body, argument));
  const isEffect = texts[0] === texts[1];
  const [from = "", to = ""] = isEffect ? values.map((body) => formatArgument(body, argument)) : texts;
  const row = wayAround(typeOfAddress(address), argument, isProtected(deployed));
  return { stack, address, name, argument, from, to, outcome, row, isEffect, alike: [] };
}

function nameInAddress(address: string): string {
  return address.split(".")[1] ?? address;
}

function formatted({ row, isEffect: _isEffect, ...found }: FoundProblem): InPlaceProblem {
  const { stack, address, argument, from, to, alike } = found;
  const way = row.way(found);
  const others = alike.length === 0 ? "" : ` (nor can ${alike.join(", ")})`;
  const message = `${stack}: ${address} cannot change ${argument} from ${from} to ${to} in place${others}. Instead: ${way}.`;
  return { ...found, change: row.change, way, message };
}

function formatArgument(body: ResourceBody, argument: string): string {
  let value: unknown = body;
  for (const part of argument.split(".")) {
    value = ([value].flat()[0] as Readonly<Record<string, unknown>> | null | undefined)?.[part];
  }
  return formatValue(value);
}

/** The longest value that is shown whole. */
const SHOWN_LENGTH = 160;

/** A single reference, of which the part before an output's name says nothing to a reader. */
const REFERENCE = /^\$\{(?:data\.terraform_remote_state\.[\w-]+\.outputs\.)?([^{}]+)\}$/;

/** `"10.0.0.0/16"`, `subnet_ids["main/private/us-east-1a"]`, `nothing`. */
function formatValue(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return `[${value.map(formatValue).join(", ")}]`;
  const reference = typeof value === "string" ? REFERENCE.exec(value)?.[1] : undefined;
  const text = withoutAsides(reference ?? JSON.stringify(value));
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
}

/** Without the problems of what only refers to something with a problem, by its name or ID. */
function withoutEffects(problems: readonly FoundProblem[]): readonly FoundProblem[] {
  const causes = problems.filter(({ isEffect, outcome }) => !isEffect || outcome === "refused");
  return causes.length > 0 ? causes : problems;
}

/** Without the problems of what is in a network with a problem: it goes where its network goes. */
function withoutContents(problems: readonly FoundProblem[], { json }: NamedForm): FoundProblem[] {
  const networks = problems.map(({ address }) => address).filter((one) => typeOfAddress(one) === "aws_vpc");
  return problems.filter(({ address }) => {
    const used = withReferences(json, [address]);
    return !networks.some((network) => network !== address && used.has(network));
  });
}

/**
 * Without the problems of a thing's parts, such as a database's log group, which have no way of
 * their own. Of several resources with one way, the first stands for the others.
 */
function withoutParts(problems: readonly FoundProblem[]): FoundProblem[] {
  return groupsBy(problems, ({ name }) => name).flatMap((things) => {
    const own = things.filter(({ row }) => row.types !== undefined);
    return groupsBy(own.length > 0 ? own : things, ({ row }) => row.change).flatMap(firstWithAlike);
  });
}

function groupsBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()];
}

/** The problems of the first resource, with the addresses of the others. */
function firstWithAlike(problems: readonly FoundProblem[]): FoundProblem[] {
  const [first, ...others] = new Set(problems.map(({ address }) => address));
  return problems.filter(({ address }) => address === first).map((one) => ({ ...one, alike: others }));
}
