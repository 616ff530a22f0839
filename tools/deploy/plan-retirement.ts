import { outputsReadBy, outputValue, stateKeyOf } from "../../modules/state/outputs-read.ts";
import type { TerraformJson } from "../synthesized/synthesized-stacks.ts";
import { addressesIn, resourcesByAddress, typeOfAddress } from "./forms/resource-address.ts";
import {
  isProtected,
  type Retirement,
  readyToDelete,
  retirementName,
  takesFinalSnapshot,
  withBodies,
  withReferences,
} from "./forms/retirement.ts";
import type { DeployedStack, StackChange } from "./stack-change.ts";

/** The retirements of protected things that leave, by their name in the spec. */
export type Retirements = Readonly<Record<string, Retirement>>;

/** A protected resource that would leave, and that the platform does not retire as it must. */
export interface RetirementProblem {
  /** Its name in the spec, by which the platform retires it. */
  readonly name: string;
  /** The stack's name. */
  readonly stack: string;
  /** The resource's address in the stack. */
  readonly address: string;
  /** The problem with its solution, in one line. */
  readonly message: string;
}

/**
 * Applies a platform's retirements to a change. In the up pass what is to be deleted loses its
 * protection; in the down pass it is deleted, or forgotten with all that it refers to in any stack.
 *
 * @returns the change, and every protected resource that would leave without a retirement
 */
export function planRetirements(
  changes: readonly StackChange[],
  deployed: readonly DeployedStack[],
  retire: Retirements,
): { readonly changes: readonly StackChange[]; readonly problems: readonly RetirementProblem[] } {
  const forms = new Map(deployed.map(({ name, json }) => [name, json]));
  const leaving = changes.flatMap((change) => leavingOf(change, forms.get(change.name) ?? {}));
  const problems = leaving.flatMap((one) => problemOf(one, retire));
  const kept = keptAddresses(leaving, forms, retire);
  return { changes: changes.map((change) => retireIn(change, forms, kept, retire)), problems };
}

interface LeavingResource {
  readonly stack: string;
  readonly address: string;
  readonly name: string;
  readonly isProtected: boolean;
}

function leavingOf({ name: stack, leftovers }: StackChange, json: TerraformJson): LeavingResource[] {
  const bodies = resourcesByAddress(json);
  return leftovers.flatMap((address) => {
    const body = bodies.get(address);
    if (body === undefined) return [];
    return [{ stack, address, name: retirementName(body), isProtected: isProtected(body) }];
  });
}

function problemOf(
  { stack, address, name, isProtected }: LeavingResource,
  retire: Retirements,
): RetirementProblem[] {
  if (!isProtected) return [];
  const chosen = Object.hasOwn(retire, name) ? retire[name] : undefined;
  const snapshots = takesFinalSnapshot(typeOfAddress(address));
  const allowed = ["delete", ...(snapshots ? ["final-snapshot"] : []), "keep"];
  if (chosen !== undefined && allowed.includes(chosen)) return [];
  const choices = allowed.map((choice) => JSON.stringify(choice)).join(" or ");
  const found = chosen === undefined ? "would leave, and is protected" : `has no ${JSON.stringify(chosen)}`;
  const message = `${stack}: ${address} ${found}. Add to the platform: retire: { ${JSON.stringify(name)}: ${choices} }`;
  return [{ name, stack, address, message }];
}

/** By stack, the addresses that are forgotten: what is kept, with all that it refers to. */
function keptAddresses(
  leaving: readonly LeavingResource[],
  forms: ReadonlyMap<string, TerraformJson>,
  retire: Retirements,
): ReadonlyMap<string, ReadonlySet<string>> {
  const isKept = ({ name, isProtected }: LeavingResource) =>
    retire[name] === "keep" || (isProtected && retire[name] === undefined);
  const names = new Set(leaving.filter((one) => one.isProtected && isKept(one)).map(({ name }) => name));
  const kept = new Map<string, ReadonlySet<string>>();
  for (const [stack, json] of forms) {
    const roots = leaving.filter(
      (one) => one.stack === stack && (names.has(one.name) || isKeptLogGroup(one, retire)),
    );
    const own = withReferences(
      json,
      roots.map(({ address }) => address),
    );
    if (own.size > 0) kept.set(stack, own);
  }
  return withOtherStacks(kept, forms);
}

/** True for the log group of a workload that is kept: nothing else of an unprotected one stays. */
function isKeptLogGroup({ address, name }: LeavingResource, retire: Retirements): boolean {
  return typeOfAddress(address) === "aws_cloudwatch_log_group" && retire[name] === "keep";
}

/** Adds what the kept resources of each stack use of other stacks' outputs. */
function withOtherStacks(
  kept: ReadonlyMap<string, ReadonlySet<string>>,
  forms: ReadonlyMap<string, TerraformJson>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const byStateKey = new Map([...forms].map(([name, json]) => [stateKeyOf(json), { name, json }]));
  const all = new Map(kept);
  for (const [stack, addresses] of kept) {
    const json = forms.get(stack) ?? {};
    const bodies = resourcesByAddress(json);
    const values = [...addresses].map((address) => bodies.get(address));
    for (const read of outputsReadBy(json, values)) {
      const producer = byStateKey.get(read.stateKey);
      if (producer === undefined) continue;
      const found = withReferences(producer.json, addressesIn(outputValue(producer.json, read)));
      all.set(producer.name, new Set([...(all.get(producer.name) ?? []), ...found]));
    }
  }
  return all;
}

function retireIn(
  change: StackChange,
  forms: ReadonlyMap<string, TerraformJson>,
  kept: ReadonlyMap<string, ReadonlySet<string>>,
  retire: Retirements,
): StackChange {
  // The kept form's bodies refer to moved resources by their new addresses.
  const bodies = resourcesByAddress(change.up ?? forms.get(change.name) ?? {});
  const forgotten = change.leftovers.filter((address) => kept.get(change.name)?.has(address) === true);
  const deleted = change.leftovers.filter((address) => !forgotten.includes(address));
  const ready = new Map(
    deleted.flatMap((address) => {
      const body = bodies.get(address);
      if (body === undefined || !isProtected(body)) return [];
      return [[address, readyToDelete(address, body, retire[retirementName(body)] ?? "keep")] as const];
    }),
  );
  // A stack that goes as a whole has no up form yet: it needs one to lose its protection.
  const up = change.up ?? (ready.size === 0 ? undefined : forms.get(change.name));
  return {
    ...change,
    up: up === undefined ? undefined : withBodies(up, ready),
    turned: change.turned === undefined ? undefined : withBodies(change.turned, ready),
    leftovers: deleted,
    forgotten,
  };
}
