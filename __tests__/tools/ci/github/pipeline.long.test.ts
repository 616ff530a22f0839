import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { githubFiles } from "../../../../tools/ci/github/github-files.ts";
import type { DriftReport } from "../../../../tools/drift/drift-report.ts";
import type { DeploymentRecord } from "../../../../tools/history/deployment-record.ts";
import { Terraform } from "../../../../tools/terraform/terraform.ts";
import { findTerraform } from "../../../../tools/terraform/terraform-binary.ts";
import { runDrydock } from "../../../support/command-line.ts";
import { gitIn } from "../../../support/project-copy.ts";
import { withShopCheckout } from "../../../support/shop-checkout.ts";
import { simulatedAccountOfFile } from "../../../support/simulated-account.ts";
import { startGithubServer } from "../support/github-server.ts";
import { GithubRunner } from "../support/job-runner.ts";
import { pipelineTarget, SHOP_PIPELINE } from "../support/pipeline.ts";
import { RUN_GITHUB_STEPS } from "../support/run-steps.ts";

const MINUTES = 60_000;
const account = simulatedAccountOfFile("123456789012", "123456789012-us-east-1-drydock-state");

const target = { ...pipelineTarget("prod"), platform: "kiosk", prefix: "kiosk-prod" };
const [review = "", drift = ""] = githubFiles({ ...SHOP_PIPELINE, targets: [target] }).map(
  ({ text }) => text,
);

/** The steps that were run, by all tests. */
const run = new Set<string>();
const onStep = (step: string) => void run.add(step);

/** Changes the bucket's protection behind the platform's back, with a Terraform of its own. */
async function setPublicAccessBlock(folder: string, isBlocked: boolean): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const bucket = "kiosk-prod-files-123456789012";
  const block = {
    bucket,
    block_public_acls: true,
    ignore_public_acls: true,
    block_public_policy: isBlocked,
    restrict_public_buckets: true,
  };
  const configuration = {
    provider: { aws: { region: "us-east-1" } },
    import: [{ to: "aws_s3_bucket_public_access_block.a", id: bucket }],
    resource: { aws_s3_bucket_public_access_block: { a: block } },
  };
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(configuration));
  const terraform = new Terraform((await findTerraform()).command, { env: account().env });
  await terraform.init(folder);
  await terraform.apply(folder);
}

describe("the steps of GitHub's workflows, run for real", () => {
  it(
    "plan, review, report, and apply what was reviewed once it is merged; then find no drift",
    async () => {
      const server = await startGithubServer();
      const folder = mkdtempSync(join(tmpdir(), "drydock-pipeline-"));
      try {
        await withShopCheckout(async (checkout) => {
          writeFileSync(join(checkout, ".gitignore"), "node_modules\ncdktf.out\n.drydock\n");
          gitIn(checkout, "init", "-q", "-b", "main");
          gitIn(checkout, "add", "-A");
          gitIn(checkout, "commit", "-qm", "head");
          const head = gitIn(checkout, "rev-parse", "HEAD");
          const runner = (name: string) =>
            new GithubRunner(
              { checkout, folder: join(folder, name), credentials: account().env, onStep },
              server,
            );
          const ok = async (running: ReturnType<GithubRunner["run"]>) => {
            const ended = await running;
            expect(ended, `${ended.stdout}\n${ended.stderr}`).toMatchObject({ exitCode: 0 });
            return ended;
          };

          // The pull request's jobs.
          const pull = runner("pull");
          const commit = { COMMIT: head };
          await ok(pull.run(review, "check", "check the platforms"));
          await ok(pull.run(review, "plan-kiosk-prod", "plan", commit));
          const reviewed = await ok(pull.run(review, "plan-kiosk-prod", "review", commit));
          expect(reviewed.summary).toContain("## Review: ");
          const { code = "" } = reviewed.outputs;
          const kept = await ok(pull.run(review, "plan-kiosk-prod", "keep the plans", commit));
          const { digest = "" } = kept.outputs;
          expect(digest).toMatch(/^[0-9a-f]{64}$/);
          const reportEnv = { ...commit, PULL_REQUEST: "7", CODE: code, DIGEST: digest };
          await ok(pull.run(review, "plan-kiosk-prod", "report", reportEnv));
          await ok(pull.run(review, "plan-kiosk-prod", "report", reportEnv));
          expect(server.comments).toHaveLength(1);
          expect(server.comments[0]!.body).toMatch(/^<!-- drydock review: kiosk-prod -->\n## Review: /);
          expect(server.checkRuns[0]).toMatchObject({
            name: "drydock review kiosk-prod",
            head_sha: head,
            external_id: digest,
            details_url: "https://github.example/acme/shop/actions/runs/42",
          });

          // Merged by squashing: another commit, with the same files.
          gitIn(checkout, "commit", "-q", "--amend", "-m", "squashed");
          const merged = gitIn(checkout, "rev-parse", "HEAD");
          const merge = { number: 7, merged_at: "now", merge_commit_sha: merged, head: { sha: head } };
          server.pulls.set(merged, [merge]);
          for (const one of [merged, head]) server.trees.set(one, "tree");
          const apply = runner("apply");
          const found = await ok(
            apply.run(review, "apply-kiosk-prod", "find what was reviewed", { MERGED: merged }),
          );
          expect(found.outputs).toEqual({ commit: head, digest });
          const applyEnv = { COMMIT: head, DIGEST: digest };
          const other = runner("other");
          const wrong = { ...applyEnv, DIGEST: "0".repeat(64) };
          expect(await other.run(review, "apply-kiosk-prod", "apply what was reviewed", wrong)).toMatchObject(
            {
              exitCode: 1,
              stderr: expect.stringContaining("is not the digest of this review"),
            },
          );
          await ok(apply.run(review, "apply-kiosk-prod", "apply what was reviewed", applyEnv));
          await ok(apply.run(review, "apply-kiosk-prod", "check that nothing is left to change"));

          // Every night.
          const night = runner("night");
          await ok(night.run(drift, "drift-kiosk-prod", "look for drift"));
          const report = JSON.parse(readFileSync(join(night.temporary, "drift.json"), "utf8")) as DriftReport;
          expect(report).toMatchObject({ verdict: "quiet", failures: [] });
          expect(report.stacks).toHaveLength(5);
          expect(server.issues).toEqual([]);
          const history = await execa("node", ["bin/drydock.mjs", "history", "kiosk", "prod", "--json"], {
            cwd: checkout,
            env: { ...account().env },
          });
          expect(JSON.parse(history.stdout) as DeploymentRecord[]).toMatchObject([
            {
              subject: "kiosk-prod",
              outcome: "deployed",
              commit: merged,
              isModified: false,
              by: { name: "jane", runUrl: "https://github.example/acme/shop/actions/runs/42" },
            },
          ]);
        });
      } finally {
        rmSync(folder, { recursive: true, force: true });
        await server.close();
      }
    },
    30 * MINUTES,
  );

  it(
    "open one issue for a stack with drift, and close it once the drift is gone",
    async () => {
      const server = await startGithubServer();
      const folder = mkdtempSync(join(tmpdir(), "drydock-pipeline-"));
      try {
        await withShopCheckout(async (checkout) => {
          const deploy = await runDrydock(["deploy", "kiosk", "prod", "--yes"], { ...account(), checkout });
          expect(deploy).toMatchObject({ exitCode: 0 });
          const night = new GithubRunner(
            { checkout, folder: join(folder, "night"), credentials: account().env, onStep },
            server,
          );
          const look = async () => {
            const ended = await night.run(drift, "drift-kiosk-prod", "look for drift");
            expect(ended, `${ended.stdout}\n${ended.stderr}`).toMatchObject({ exitCode: 0 });
          };
          await setPublicAccessBlock(join(folder, "by-hand"), false);
          await look();
          expect(server.issues).toMatchObject([
            { title: "Security drift in kiosk-prod-data", state: "open" },
          ]);
          expect(server.issues[0]!.body).toContain("`block_public_policy`");
          await setPublicAccessBlock(join(folder, "by-hand"), true);
          await look();
          expect(server.issues).toMatchObject([{ state: "closed" }]);
        });
      } finally {
        rmSync(folder, { recursive: true, force: true });
        await server.close();
      }
    },
    30 * MINUTES,
  );

  it(
    "check, rehearse and compare the change of a fork, without credentials and tokens",
    async () => {
      const folder = mkdtempSync(join(tmpdir(), "drydock-pipeline-"));
      try {
        await withShopCheckout(async (checkout) => {
          writeFileSync(join(checkout, ".gitignore"), "node_modules\ncdktf.out\n.drydock\n");
          gitIn(checkout, "init", "-q", "-b", "main");
          gitIn(checkout, "add", "-A");
          gitIn(checkout, "commit", "-qm", "base");
          const base = gitIn(checkout, "rev-parse", "HEAD");
          // A hostile name of the branch goes into no script.
          gitIn(checkout, "switch", "-qc", "x;touch$IFS$RUNNER_TEMP/owned;`id`");
          const platforms = join(checkout, "platforms", "index.ts");
          const text = readFileSync(platforms, "utf8");
          writeFileSync(platforms, text.replace("tcp(443)", "tcp(80)"));
          gitIn(checkout, "commit", "-qam", "another port");
          const fork = new GithubRunner({ checkout, folder: join(folder, "fork"), onStep });
          const selected = (platform: string) => ({ PLATFORM: platform, ENVIRONMENT: "prod" });
          const ok = async (job: string, step: string, env = {}) => {
            const ended = await fork.run(review, job, step, env);
            expect(ended, `${ended.stdout}\n${ended.stderr}`).toMatchObject({ exitCode: 0 });
            return ended;
          };
          await ok("check", "check the platforms");
          const compared = await ok("compare", "compare with the base", {
            ...selected("shop"),
            BASE: base,
          });
          expect(compared.summary).toMatch(/^~~~~\nshop prod {2}[\s\S]+\n~~~~\n$/);
          expect(compared.summary).toMatch(/ {2}Since [0-9a-f]{7}: two passes\n/);
          expect(compared.summary).toContain("  + shop-prod/web → internet  tcp 80\n");
          expect(compared.summary).toContain("  - shop-prod/web → internet  tcp 443\n");
          const rehearsed = await ok("rehearse", "rehearse a deployment", selected("kiosk"));
          expect(rehearsed.stdout).toContain("second plan");
        });
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    30 * MINUTES,
  );

  it("are all the steps that have a script", () => {
    expect([...run].sort()).toEqual([...RUN_GITHUB_STEPS].sort());
  });
});
