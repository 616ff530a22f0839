import { formatDeployResult } from "../../../tools/deploy/command.ts";
import type { DeployResult } from "../../../tools/deploy/deploy.ts";
import type { StackStep } from "../../../tools/deploy/stack-step.ts";

const step = (create: readonly string[]): StackStep => ({
  pass: "up",
  stack: "shop-prod-network",
  create,
  update: [],
  replace: [],
  delete: [],
  move: [],
});

const result = (steps: readonly StackStep[], more: Partial<DeployResult> = {}): DeployResult => ({
  subject: "shop-prod",
  outcome: "deployed",
  verdict: "quiet",
  digest: "d",
  steps: [...steps],
  ...more,
});

describe("the result of drydock deploy ends with what is so now", () => {
  it.each([
    ["deployed", result([step(["aws_vpc.main"])]), "\n\nDeployed shop-prod.\n"],
    ["not changed", result([step([])]), "Nothing to change: shop-prod is deployed as it is wanted.\n"],
    [
      "refused",
      result([], { outcome: "refused" }),
      "Nothing was changed. To go on: npx drydock deploy shop prod\n",
    ],
    [
      "blocked",
      result([], { outcome: "refused", verdict: "block" }),
      "The review blocks: nothing was changed.\nNext: change the platform, or waive each blocking finding in review-waivers.json, and run it again: npx drydock deploy shop prod\n",
    ],
  ])("%s", (_, given, end) => {
    expect(formatDeployResult(given, "npx drydock deploy shop prod").endsWith(end)).toBe(true);
  });
});
