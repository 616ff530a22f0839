import type { TerraformJson } from "../synthesized/synthesized-stacks.ts";
import {
  type ResourceBody,
  resourcesByAddress,
  typeOfAddress,
  withoutAddresses,
} from "./forms/resource-address.ts";
import { comparableKey } from "./in-place/comparable-key.ts";
import { formsByStateKey } from "./in-place/comparable-values.ts";
import { movedForms } from "./in-place/moved-forms.ts";
import type { DeployedStack, StackChange } from "./stack-change.ts";

/** A resource of a stack. */
export interface StackAddress {
  /** The stack's name. */
  readonly stack: string;
  /** The resource's address in it. */
  readonly address: string;
}

/** One object of AWS that goes from one stack to another: it is never deleted, nor made twice. */
export interface Handover {
  /** Its place in the stack that has it, which forgets it in the down pass. */
  readonly from: StackAddress;
  /** Its place in the stack that wants it, which imports it in the turn. */
  readonly to: StackAddress;
}

/** A change with its handovers. */
export interface PlannedHandovers {
  /** The stacks, as they hand over. */
  readonly changes: readonly StackChange[];
  /** Every handover. */
  readonly handovers: readonly Handover[];
  /** Every object that two stacks claim, and that cannot be handed over. */
  readonly problems: readonly string[];
}

/**
 * Finds objects of AWS that one stack is to delete and another to create, such as the route of a
 * table to a block: AWS has only one, so the second stack takes it over.
 */
export function planHandovers(
  changes: readonly StackChange[],
  deployed: readonly DeployedStack[],
  wanted: readonly DeployedStack[],
): PlannedHandovers {
  const claims = claimsByKey(wanted);
  const moved = movedForms(changes, deployed);
  const forms = formsByStateKey(moved);
  const before = new Map(moved.map((stack) => [stack.name, stack]));
  const handovers = changes.flatMap(({ name, leftovers }) => {
    const stack = before.get(name);
    const bodies = resourcesByAddress(stack?.json ?? {});
    return leftovers.flatMap((address): Handover[] => {
      const body = bodies.get(address);
      const key =
        stack === undefined || body === undefined ? undefined : comparableKey(address, body, stack, forms);
      const to = key === undefined ? undefined : claims.get(key);
      return to === undefined || to.stack === name ? [] : [{ from: { stack: name, address }, to }];
    });
  });
  const isNew = ({ to }: Handover) => !resourcesByAddress(before.get(to.stack)?.json ?? {}).has(to.address);
  const imports = handovers.filter(isNew);
  return {
    changes: changes.map((change) => handOver(change, handovers, imports, wanted)),
    handovers,
    problems: imports.filter(({ to }) => IMPORT_IDS[typeOfAddress(to.address)] === undefined).map(problemOf),
  };
}

/** The wanted resources of all stacks, by the keys of their objects. */
function claimsByKey(wanted: readonly DeployedStack[]): ReadonlyMap<string, StackAddress> {
  const forms = formsByStateKey(wanted);
  const claims = new Map<string, StackAddress>();
  for (const stack of wanted) {
    for (const [address, body] of resourcesByAddress(stack.json)) {
      const key = comparableKey(address, body, stack, forms);
      if (key !== undefined) claims.set(key, { stack: stack.name, address });
    }
  }
  return claims;
}

/**
 * The IDs by which Terraform imports objects, as expressions over their arguments.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route#import
 */
const IMPORT_IDS: Readonly<Record<string, (body: ResourceBody) => string>> = {
  aws_route: ({
    route_table_id: table,
    destination_cidr_block: block,
    destination_ipv6_cidr_block: ipv6Block,
    destination_prefix_list_id: list,
  }) => `${table}_${block ?? ipv6Block ?? list}`,
};

function handOver(
  change: StackChange,
  handovers: readonly Handover[],
  imports: readonly Handover[],
  wanted: readonly DeployedStack[],
): StackChange {
  const given = new Set(
    handovers.filter(({ from }) => from.stack === change.name).map(({ from }) => from.address),
  );
  const taken = imports.filter(({ to }) => to.stack === change.name).map(({ to }) => to.address);
  const kept = {
    ...change,
    leftovers: change.leftovers.filter((address) => !given.has(address)),
    forgotten: [...new Set([...change.forgotten, ...given])].sort(),
  };
  if (taken.length === 0 || change.up === undefined) return kept;
  const json = wanted.find(({ name }) => name === change.name)?.json;
  return {
    ...kept,
    up: withoutAddresses(change.up, taken),
    turned: withImports(change.turned ?? change.up, taken),
    down: change.down ?? json,
  };
}

function withImports(json: TerraformJson, addresses: readonly string[]): TerraformJson {
  const bodies = resourcesByAddress(json);
  const blocks = addresses.flatMap((to) => {
    const id = IMPORT_IDS[typeOfAddress(to)]?.(bodies.get(to) ?? {});
    return id === undefined ? [] : [{ to, id }];
  });
  return { ...json, import: [...(json.import ?? []), ...blocks] };
}

function problemOf({ from, to }: Handover): string {
  return `${to.stack}: ${to.address} is what ${from.stack} has as ${from.address}, and AWS has only one. Give it another name; or deploy twice: first without it, then with it.`;
}
