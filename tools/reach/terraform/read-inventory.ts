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
   * The workspace that configurations are read as of, and whose state a folder of states gives.
   * @default the one that each folder has selected, else `default`
   */
  readonly workspace?: string | undefined;
}

/**
 * Reads Terraform JSON, each file by what is in it, and joins it over stacks:
 *
 * - a `cdktf.out` folder; a folder with `*.tf.json` files, or a folder of such folders; one such file. A
 *   stack has the name that the manifest, or the folder, gives it;
 * - plans, as `terraform show -json plan` prints them, and states, as `terraform show -json` prints them or
 *   as they are kept (version 4): files, or folders of them. A stack has the file's name without its ending,
 *   or the folder's name where the file's says nothing (`plan.json`).
 *
 * @throws ReachError for what is none of these, for two stacks of one name, and for a name that no
 * workspace can have.
 */
export async function readInventory(
  path: string | readonly string[],
  { workspace: temporaryFolder }: ReadOptions = {},
): Promise<Inventory> {
  if (temporaryFolder !== undefined) requireWorkspaceName(temporaryFolder);
  const paths = typeof path === "string" ? [path] : path;
  const sources = (await Promise.all(paths.map((each) => readSources(each, temporaryFolder)))).flat();
  refuseDuplicateStacks(sources);
  const configured = sources.filter((source) => source.kind === "configuration");
  const stacks = temporaryFolder === undefined ? await Promise.all(configured.map(withSelected)) : configured;
  const parts = new Map(readStacks(stacks, temporaryFolder).map((part) => [part.stack, part]));
  return joinInventory(sources.map((source) => parts.get(source.stack) ?? readDocument(source)));
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
        `${duplicate.path} and ${source.path} are both the stack ${source.stack}: give each stack once, as files of different names.`,
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
