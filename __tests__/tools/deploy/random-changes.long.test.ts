import { planChange } from "../../../tools/deploy/plan-change.ts";
import type { StackStep } from "../../../tools/deploy/stack-step.ts";
import { changeInProcess, type ProcessStep } from "../../support/change-in-process.ts";
import { withChangedAccount } from "../../support/change-in-simulation.ts";
import {
  expectChangesSafe,
  type RandomChange,
  type RandomChangeResult,
} from "../../support/random-change.ts";
import { testSeed } from "../../support/seed.ts";

const MINUTES = 60_000;

/**
 * Deploys both forms with real Terraform, one after the other, and compares the passes with those
 * of the change in this process.
 */
async function changeWithTerraform({ before, after }: RandomChange): Promise<RandomChangeResult> {
  const expected = await changeInProcess(before, after);
  if (expected.problems.length + expected.refused.length > 0) return expected;
  const problems = await withChangedAccount([before, after], "snapshot", async (account, forms) => {
    const [deployed, wanted] = [forms[0]!, forms[1]!];
    const retire = planChange(deployed, wanted).problems.map(({ name }) => [name, "delete"] as const);
    await account.deploy(deployed);
    const steps = await account.deploy(wanted, Object.fromEntries(retire));
    return [...differences(expected.steps, steps), ...(await account.secondPlans(wanted))];
  }).catch((error: Error) => [error.message]);
  return { problems, refused: [] };
}

/** The steps whose created or deleted resources are not those of the change in this process. */
function differences(expected: readonly ProcessStep[], steps: readonly StackStep[]): string[] {
  return steps.flatMap(({ pass, stack, create, delete: gone }) => {
    const same = expected.find((step) => step.pass === pass && step.stack === stack);
    const texts = [
      [create, same?.create],
      [gone, same?.delete],
    ].map((lists) => lists.map((list) => [...(list ?? [])].sort().join(" ")));
    return texts.flatMap(([found, known]) =>
      found === known ? [] : [`${pass} ${stack}: ${found}; in this process: ${known}`],
    );
  });
}

/** The numbers of parts, each with a seed of its own: a part that fails is repeated alone. */
function parts(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

describe("random changes of random platforms, in two passes", () => {
  it.each(parts(10))(
    "of 30, delete nothing that is used, lose no connection and open none: part %i of 10",
    async (part) => {
      await expectChangesSafe(
        { runs: 30, limitMs: 25 * MINUTES, seed: testSeed() + part },
        ({ before, after }) => changeInProcess(before, after),
      );
    },
    30 * MINUTES,
  );

  it.each(parts(6))(
    "of 5, end as a second plan wants it, with real Terraform: part %i of 6",
    (part) =>
      expectChangesSafe({ runs: 5, limitMs: 50 * MINUTES, seed: testSeed() + part }, changeWithTerraform),
    60 * MINUTES,
  );
});
