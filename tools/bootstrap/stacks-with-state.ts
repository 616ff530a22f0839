import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Terraform } from "../terraform/terraform.ts";

/**
 * Returns the names of the stacks whose state still tracks resources, so that their state bucket
 * must stay.
 *
 * @param stacks synthesized stacks, each in a folder that Terraform may initialize
 */
export async function stacksWithState(
  terraform: Terraform,
  stacks: readonly { readonly name: string; readonly folder: string }[],
): Promise<string[]> {
  const inUse: string[] = [];
  for (const { name, folder } of stacks) {
    if (!existsSync(join(folder, ".terraform"))) await terraform.init(folder);
    if ((await terraform.stateList(folder)).length > 0) inUse.push(name);
  }
  return inUse;
}
