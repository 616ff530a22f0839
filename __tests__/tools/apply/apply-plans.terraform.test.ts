import { join } from "node:path";
import { hasChanges } from "../../../tools/plan/format-plans.ts";
import type { PlanManifest } from "../../../tools/plan/plan-folder.ts";
import type { Fault, FaultPlan } from "../../../tools/rehearse/simulator/faults.ts";
import { withQueueAccount } from "./support/planned-account.ts";
import { QUEUES, queueStacks } from "./support/queue-stacks.ts";

const MINUTES = 60_000;

const refused: Fault = {
  kind: "fail",
  apiError: {
    operation: "PutParameter",
    code: "AccessDeniedException",
    message: "not authorized to perform ssm:PutParameter",
  },
};

/** The first creation of a parameter fails. */
function firstParameterFails(): FaultPlan {
  let failures = 1;
  return ({ type }) => (type === "aws_ssm_parameter" && failures-- > 0 ? refused : undefined);
}

const kinds = ({ steps }: PlanManifest) =>
  steps.map(({ pass, stack, kind }) => `${pass} ${stack.replace("queues-prod-", "")} ${kind}`);

describe("plan, review and apply", () => {
  it(
    "apply exactly what was reviewed; a failure is gone on with; stale and uncovered plans are not applied",
    async () => {
      await withQueueAccount(async (account, { simulator }) => {
        const first = queueStacks({ queues: ["orders"] });
        const manifest = await account.plan(QUEUES, first);
        expect(kinds(manifest)).toEqual(["up data exact", "up compute provisional", "up observe exact"]);
        expect(manifest.steps[1]!.waitsFor).toEqual([
          { stack: "queues-prod-data", output: "queue_urls orders" },
          { stack: "queues-prod-data" },
        ]);
        expect(manifest.unplanned).toEqual([]);
        await expect(account.apply(QUEUES, first)).rejects.toThrow("The plans were not reviewed.");
        const { digest } = await account.review();

        const failed = await account.apply(QUEUES, first, digest);
        expect(failed.outcome).toBe("failed");
        expect(failed.steps.map(({ stack }) => stack).sort()).toEqual([
          "queues-prod-data",
          "queues-prod-observe",
        ]);
        expect(failed.failed).toMatchObject([{ step: "up queues-prod-compute", isNotCovered: false }]);
        expect(failed.failed[0]!.message).toContain("ssm:PutParameter");
        const resumed = await account.apply(QUEUES, first, digest);
        expect(resumed).toMatchObject({ outcome: "applied", failed: [], notBegun: [] });
        const [parameter] = simulator.account.resources("aws_ssm_parameter");
        const [queue] = simulator.account.resources("aws_sqs_queue");
        expect(parameter!.values.value).toBe(queue!.values.url);

        const second = queueStacks({ queues: ["orders", "letters"], retentionDays: 30 });
        const changed = await account.plan(QUEUES, second);
        expect(hasChanges(changed)).toBe(true);
        expect(changed.steps.map(({ changes }) => changes.map(({ address }) => address))).toEqual([
          ["aws_sqs_queue.letters"],
          ["aws_ssm_parameter.letters"],
          ["aws_cloudwatch_log_group.all"],
        ]);
        const reviewed = await account.review();
        // Someone changes what the reviewed plan leaves as it is.
        simulator.account.update("aws_ssm_parameter", parameter!.id, { value: "elsewhere" });
        const uncovered = await account.apply(QUEUES, second, reviewed.digest);
        expect(uncovered.failed).toMatchObject([{ step: "up queues-prod-compute", isNotCovered: true }]);
        expect(uncovered.failed[0]!.message).toContain("aws_ssm_parameter.orders: update is new");
        expect(simulator.account.resources("aws_ssm_parameter")).toHaveLength(1);
        expect(simulator.account.resources("aws_sqs_queue")).toHaveLength(2);

        await account.plan(QUEUES, second);
        const again = await account.review();
        // Someone else changes a state.
        const observe = join(account.folder, "stacks", "queues-prod-observe");
        await account.terraform.stateRemove(observe, ["aws_cloudwatch_log_group.all"]);
        await expect(account.apply(QUEUES, second, again.digest)).rejects.toThrow(
          /queues-prod-observe: its state was changed since: it has serial \d+, and the plan was made from \d+\.[\s\S]*Next: plan again: npx drydock plan queues prod/,
        );
        expect(simulator.account.resources("aws_ssm_parameter")).toHaveLength(1);
      }, firstParameterFails());
    },
    5 * MINUTES,
  );
});
