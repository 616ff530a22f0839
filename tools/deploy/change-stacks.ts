import { parseStateFile } from "../terraform/state-file.ts";
import { type AppliedForm, ChangeRunner, type ChangeRunnerOptions } from "./change-runner.ts";
import { typeOfAddress } from "./forms/resource-address.ts";
import { type HealthQuestion, healthQuestions } from "./health/health-question.ts";
import { type HealthWait, waitUntilHealthy } from "./health/wait-until-healthy.ts";
import type { PlannedStackChanges } from "./plan-change.ts";
import type { StackChange } from "./stack-change.ts";

/** The parts of a change, in their order. */
export type ChangePart = "up" | "health" | "turn" | "down";

/** Options of {@link changeStacks}. */
export interface ChangeStacksOptions extends ChangeRunnerOptions {
  /** Asks whether the resources that take over are healthy. */
  readonly health: HealthWait;
  /** Runs each part, to report it. @default as it is */
  readonly runPart?: (part: ChangePart, work: () => Promise<void>) => Promise<void>;
}

/**
 * Changes stacks by both passes. The down pass begins when what the up pass created or changed is
 * healthy; without a down pass nothing is waited for, as with `cdktf deploy`.
 *
 * @returns the change as it was deployed
 * @throws ChangeError if a pass would delete what it must not, or what takes over is not healthy
 */
export async function changeStacks(
  planned: PlannedStackChanges,
  options: ChangeStacksOptions,
): Promise<PlannedStackChanges> {
  const { terraform, health } = options;
  const runPart = options.runPart ?? ((_part, work) => work());
  const applied: AppliedForm[] = [];
  const runner = new ChangeRunner({
    ...options,
    onApplied: async (form, json) => {
      applied.push(form);
      await options.onApplied(form, json);
    },
  });
  let change = planned;
  await runPart("up", async () => {
    change = await runner.up(planned);
  });
  const { stacks } = change;
  if (stacks.every(({ down }) => down === undefined)) return change;
  const questions = await questionsAbout(applied, stacks, (stack) =>
    terraform.statePull(runner.folderOf(stack)),
  );
  if (questions.length > 0) await runPart("health", () => waitUntilHealthy(questions, health));
  if (stacks.some(({ turned }) => turned !== undefined)) await runPart("turn", () => runner.turn(change));
  await runPart("down", () => runner.down(change));
  return change;
}

async function questionsAbout(
  applied: readonly AppliedForm[],
  stacks: readonly StackChange[],
  readState: (stack: string) => Promise<string>,
): Promise<readonly HealthQuestion[]> {
  const questions: HealthQuestion[] = [];
  for (const { stack, changes } of applied) {
    const addresses = (wanted: string) =>
      new Set(changes.filter(({ action }) => action === wanted).map(({ address }) => address));
    const [created, updated] = [addresses("create"), addresses("update")];
    if (created.size + updated.size === 0) continue;
    const { resources } = parseStateFile(stack, await readState(stack));
    const movesTraffic = stacks.some((change) => change.name === stack && leavesTraffic(change));
    questions.push(...healthQuestions({ resources, created, updated, movesTraffic }));
  }
  return questions;
}

/** True if traffic moves between target groups, or from targets that leave one. */
function leavesTraffic({ turned, leftovers }: StackChange): boolean {
  const isTarget = (address: string) => typeOfAddress(address) === "aws_lb_target_group_attachment";
  return turned !== undefined || leftovers.some(isTarget);
}
