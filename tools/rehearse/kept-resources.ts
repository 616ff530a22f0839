import { isStatefulType } from "../addresses/stateful-addresses.ts";
import type { StackChange } from "../deploy/stack-change.ts";
import { s3StateLocationOf } from "../synthesized/stack-settings.ts";
import type { SynthesizedStack } from "../synthesized/synthesized-stacks.ts";
import { parseStateFile } from "../terraform/state-file.ts";
import type { Simulation } from "./simulation.ts";
import { resourceId } from "./simulator/resource-id.ts";
import type { ObjectValue } from "./simulator/terraform-value.ts";

/** A resource that holds data, or that is known by a name or address. */
export interface StatefulResource {
  /** The stack's name. */
  readonly stack: string;
  /** Its address in the stack. */
  readonly address: string;
  /** `aws_s3_bucket shop-prod-files`: its type, and its ID in AWS. */
  readonly object: string;
}

/** Reads from the simulated states all that holds data, or is known by a name or address. */
export function statefulResources(
  { stateBackend: { objects } }: Simulation,
  stacks: readonly Pick<SynthesizedStack, "name" | "json">[],
): readonly StatefulResource[] {
  return stacks.flatMap((stack) => {
    const key = s3StateLocationOf(stack);
    const version = key === undefined ? undefined : objects.current(key.bucket, key.key);
    if (version === undefined) return [];
    return parseStateFile(stack.name, objects.read(version).toString("utf8"))
      .resources.filter(({ type, mode }) => mode === "managed" && isStatefulType(type))
      .map(({ address, type, attributes }) => ({
        stack: stack.name,
        address,
        object: `${type} ${resourceId(type, attributes as ObjectValue)}`,
      }));
  });
}

/**
 * Compares stateful resources from before a change with the account after it.
 *
 * @returns the number of those that are still the same, and all that are gone although no stack
 *   was meant to delete them
 */
export function compareStateful(
  before: readonly StatefulResource[],
  objects: ReadonlySet<string>,
  changes: readonly Pick<StackChange, "name" | "leftovers" | "asides">[],
): { readonly kept: number; readonly lost: readonly StatefulResource[] } {
  const leaves = new Map(
    changes.map(({ name, leftovers, asides }) => [name, new Set([...leftovers, ...asides.keys()])]),
  );
  const gone = before.filter(({ object }) => !objects.has(object));
  return {
    kept: before.length - gone.length,
    lost: gone.filter(({ stack, address }) => leaves.get(stack)?.has(address) !== true),
  };
}
