import { configurationFiles } from "../synthesized/configuration-files.ts";
import type { SynthesizedStack } from "../synthesized/synthesized-stacks.ts";
import type { UsedBlocks } from "./simulator/used-blocks.ts";
import { collectUsedBlocks } from "./simulator/used-blocks.ts";

/** A stack whose types are looked for, in a folder or not. */
type StackFiles = Pick<SynthesizedStack, "json"> & Partial<Pick<SynthesizedStack, "folder">>;

/**
 * Returns every word in the stacks that may be a type of a resource, data source or ephemeral
 * resource, including types that only a check reads or a move names.
 *
 * @returns undefined if only Terraform can know: a module, or a file in Terraform's native syntax
 *   beside the stack's JSON, uses types of its own
 */
export function awsTypesIn(stacks: readonly StackFiles[]): ReadonlySet<string> | undefined {
  if (stacks.some((stack) => hasModules(stack) || hasNativeSyntax(stack))) return undefined;
  return new Set(stacks.flatMap(({ json }) => JSON.stringify(json).match(/\baws_\w+/g) ?? []));
}

/** https://developer.hashicorp.com/terraform/language/files */
function hasNativeSyntax({ folder }: StackFiles): boolean {
  return folder !== undefined && configurationFiles(folder).some((file) => !file.endsWith(".json"));
}

function hasModules({ json }: Pick<SynthesizedStack, "json">): boolean {
  return Object.keys(json.module ?? {}).length > 0;
}

/**
 * Returns the nested blocks that the stacks' resources use, by type, without types for which only
 * Terraform can know. Resources in modules may use others: {@link awsTypesIn} returns undefined if
 * there are any.
 */
export function usedBlocksByType(
  stacks: readonly Pick<SynthesizedStack, "json">[],
): ReadonlyMap<string, UsedBlocks> {
  const bodies = new Map<string, unknown[]>();
  for (const [type, byName] of stacks.flatMap(({ json }) => Object.entries(json.resource ?? {}))) {
    bodies.set(type, [...(bodies.get(type) ?? []), ...Object.values(byName)]);
  }
  return new Map(
    [...bodies].flatMap(([type, resources]) => {
      const used = collectUsedBlocks(resources);
      return used === undefined ? [] : [[type, used] as const];
    }),
  );
}
