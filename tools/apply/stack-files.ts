import { existsSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { fileDigest, filesIn, jsonFileDigest } from "../plan/digests.ts";
import type { PlanManifest } from "../plan/plan-folder.ts";
import type { SynthesizedStack } from "../synthesized/synthesized-stacks.ts";
import { STACK_FILE } from "../synthesized/write-stacks.ts";
import type { RecordedStep } from "./apply-record.ts";
import { isAppliedAsItIs } from "./refusals.ts";

/** The names of files that Terraform reads in a folder where it runs. */
const READ_BY_TERRAFORM = /\.(?:tf|tf\.json|tfvars|tfvars\.json)$/;

/**
 * The files in the stacks' folders of plans that are not those that were planned: another
 * configuration or asset beside a plan that is applied as it is, and in any stack's folder one more
 * file that Terraform would read.
 * https://developer.hashicorp.com/terraform/language/files
 */
export function foreignStackFiles(
  folder: string,
  { steps }: PlanManifest,
  wanted: readonly SynthesizedStack[],
  begun: readonly RecordedStep[],
): readonly string[] {
  const wantedFolders = new Map(wanted.map((stack) => [stack.name, stack.folder]));
  const stacks = [...new Set(steps.map(({ stack }) => stack))];
  const found = [
    ...stacks.flatMap((stack) => strayFiles(join(folder, "stacks", stack), wantedFolders.get(stack))),
    ...steps
      .filter((step) => isAppliedAsItIs(step, begun))
      .flatMap(({ stack, formDigest }) => {
        const own = join(folder, "stacks", stack);
        const form = join(own, STACK_FILE);
        const assets = changedAssets(own, wantedFolders.get(stack));
        return jsonFileDigest(form) === formDigest ? assets : [form, ...assets];
      }),
  ];
  return found.map((file) => relative(folder, file));
}

function strayFiles(own: string, wanted: string | undefined): readonly string[] {
  if (!existsSync(own)) return [];
  const known = new Set([STACK_FILE, ...(wanted === undefined ? [] : readdirSync(wanted))]);
  return readdirSync(own)
    .filter((name) => READ_BY_TERRAFORM.test(name) && !known.has(name))
    .map((name) => join(own, name));
}

function changedAssets(own: string, wanted: string | undefined): readonly string[] {
  if (wanted === undefined) return [];
  return filesIn(wanted, (name) => name !== STACK_FILE && !name.startsWith(".terraform"))
    .map((file) => [join(own, relative(wanted, file)), file] as const)
    .filter(([mine, theirs]) => fileDigest(mine) !== fileDigest(theirs))
    .map(([mine]) => mine);
}
