import { existsSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileDigest, filesIn } from "../plan/digests.ts";
import type { BoundFile, PlanManifest } from "../plan/plan-folder.ts";
import { PROVIDERS_FILE } from "../plan/plan-steps.ts";
import type { SynthesizedStack } from "../synthesized/synthesized-stacks.ts";
import { STACK_FILE } from "../synthesized/write-stacks.ts";
import type { RecordedStep } from "./apply-record.ts";
import { isAppliedAsItIs } from "./refusals.ts";

/** The names of files that Terraform reads in a folder where it runs. */
const READ_BY_TERRAFORM = /\.(?:tf|tf\.json|tfvars|tfvars\.json)$/;

/**
 * The files in a folder of plans that are not what was planned: a plan, or what it is bound to;
 * another asset beside a plan that is applied as it is; and in any stack's folder one more file
 * that Terraform would read. The stack's own file does not count: a saved plan holds it, and it is
 * written again before Terraform reads it.
 * https://developer.hashicorp.com/terraform/language/files
 */
export function changedFiles(
  folder: string,
  manifest: PlanManifest,
  wanted: readonly SynthesizedStack[],
  begun: readonly RecordedStep[],
): readonly string[] {
  const { steps } = manifest;
  const wantedFolders = new Map(wanted.map((stack) => [stack.name, stack.folder]));
  const stacks = [...new Set(steps.map(({ stack }) => stack))];
  const found = [
    ...stacks.flatMap((stack) => strayFiles(join(folder, "stacks", stack), wantedFolders.get(stack))),
    ...steps
      .filter((step) => isAppliedAsItIs(step, begun))
      .flatMap(({ stack }) => changedAssets(join(folder, "stacks", stack), wantedFolders.get(stack))),
  ];
  return [
    ...boundFiles(manifest)
      .filter(({ file, fileDigest: digest }) => fileDigest(join(folder, file)) !== digest)
      .map(({ file }) => file),
    ...found.map((file) => relative(folder, file)),
  ];
}

/** The files of a folder of plans, with the lock files of the providers that made them. */
function boundFiles({ steps, simulatedValues }: PlanManifest): readonly BoundFile[] {
  const beside = steps.flatMap(({ simulatedState, providersDigest: fileDigest, file }) => [
    ...(simulatedState === undefined ? [] : [simulatedState]),
    ...(fileDigest === undefined ? [] : [{ file: join(dirname(file), PROVIDERS_FILE), fileDigest }]),
  ]);
  return [...steps, ...beside, ...(simulatedValues === null ? [] : [simulatedValues])];
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
