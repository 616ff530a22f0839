import { type ConfiguredStack, readStacks } from "./configuration/read-stacks.ts";
import type { Inventory } from "./inventory.ts";
import { joinInventory } from "./join-inventory.ts";
import { readPlan } from "./plan/read-plan.ts";
import { ReachError } from "./reach-error.ts";
import { readSources, type Source } from "./sources.ts";
import type { StackContents } from "./stack-contents.ts";
import { readRawState } from "./state/raw-state.ts";
import { readShownState } from "./state/shown-state.ts";
import { requireWorkspaceName, selectedWorkspace } from "./workspace.ts";

/** Options of {@link readInventory}. */
export interface ReadOptions {
  /**
   * The workspace for which configurations are evaluated, and whose state is read from a folder of
   * states.
   * @default the workspace selected in each folder, or `default`
   */
  readonly workspace?: string | undefined;
}

/**
 * Reads Terraform JSON, detecting the kind of each file, and joins it over stacks:
 *
 * - a `cdktf.out` folder; a folder with `*.tf.json` files, or a folder of such folders; one such
 *   file. The manifest or the folder names the stack;
 * - plans, as printed by `terraform show -json plan`, and states, as printed by
 *   `terraform show -json` or as stored (version 4): files, or folders of them. A stack is named
 *   after the file without its extension, or after the folder if the file's name is generic
 *   (`plan.json`).
 *
 * @throws SetupError for a damaged `cdktf.out` folder, and ReachError for any other input, for two
 * stacks of one name, and for an invalid workspace name.
 */
export async function readInventory(
  path: string | readonly string[],
  options: ReadOptions = {},
): Promise<Inventory> {
  return joinInventory(await readContents(path, options));
}

/**
 * Reads Terraform JSON like {@link readInventory}, each stack by itself.
 *
 * @throws SetupError and ReachError as {@link readInventory}
 */
export async function readContents(
  path: string | readonly string[],
  { workspace }: ReadOptions = {},
): Promise<readonly StackContents[]> {
  if (workspace !== undefined) requireWorkspaceName(workspace);
  const paths = typeof path === "string" ? [path] : path;
  const sources = (await Promise.all(paths.map((each) => readSources(each, workspace)))).flat();
  refuseDuplicateStacks(sources);
  const configured = sources.filter((source) => source.kind === "configuration");
  const stacks = workspace === undefined ? await Promise.all(configured.map(withSelected)) : configured;
  const parts = new Map(readStacks(stacks, workspace).map((part) => [part.stack, part]));
  return sources.map((source) => parts.get(source.stack) ?? readDocument(source));
}

async function withSelected<T extends ConfiguredStack>(stack: T): Promise<T> {
  return { ...stack, selectedWorkspace: await selectedWorkspace(stack.folder.path) };
}

function refuseDuplicateStacks(sources: readonly Source[]): void {
  const byName = new Map<string, Source>();
  for (const source of sources) {
    const duplicate = byName.get(source.stack);
    if (duplicate !== undefined) {
      throw new ReachError(
        `${duplicate.path} and ${source.path} both define the stack ${source.stack}: give each stack once, in files with different names.`,
      );
    }
    byName.set(source.stack, source);
  }
}

function readDocument(source: Source): StackContents {
  if (source.kind === "configuration") throw new ReachError(`${source.path} was not read.`);
  const { stack, json } = source;
  if (source.kind === "plan") return readPlan(stack, json);
  return source.kind === "state" ? readShownState(stack, json) : readRawState(stack, json);
}
