import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { gitlabFiles } from "../../../../tools/ci/gitlab/gitlab-files.ts";
import type { DeploymentRecord } from "../../../../tools/history/deployment-record.ts";
import { gitIn } from "../../../support/project-copy.ts";
import { withShopCheckout } from "../../../support/shop-checkout.ts";
import { simulatedAccountOfFile } from "../../../support/simulated-account.ts";
import { startGitlabServer } from "../support/gitlab-server.ts";
import { GitlabRunner } from "../support/job-runner.ts";
import { pipelineTarget, SHOP_PIPELINE } from "../support/pipeline.ts";
import { RUN_GITLAB_JOBS } from "../support/run-steps.ts";

const MINUTES = 60_000;
const account = simulatedAccountOfFile("123456789012", "123456789012-us-east-1-drydock-state");

const target = { ...pipelineTarget("prod"), platform: "kiosk", prefix: "kiosk-prod" };
const [{ text: pipeline } = { text: "" }] = gitlabFiles({ ...SHOP_PIPELINE, targets: [target] });

const run = new Set<string>();
const onStep = (step: string) => void run.add(step);

describe("the jobs of GitLab's pipeline, run for real", () => {
  it(
    "check, rehearse, compare, plan with a note, and apply what was reviewed once it is merged; then find no drift",
    async () => {
      const server = await startGitlabServer();
      const folder = mkdtempSync(join(tmpdir(), "drydock-pipeline-"));
      try {
        await withShopCheckout(async (checkout) => {
          writeFileSync(join(checkout, ".gitignore"), "node_modules\ncdktf.out\n.drydock\n");
          gitIn(checkout, "init", "-q", "-b", "main");
          gitIn(checkout, "add", "-A");
          gitIn(checkout, "commit", "-qm", "base");
          const base = gitIn(checkout, "rev-parse", "HEAD");
          gitIn(checkout, "commit", "-q", "--allow-empty", "-m", "head");
          const head = gitIn(checkout, "rev-parse", "HEAD");
          const credentials = account().env;
          const own = new GitlabRunner(
            { checkout, folder: join(folder, "own"), credentials, onStep },
            server,
          );
          const fork = new GitlabRunner({ checkout, folder: join(folder, "fork"), onStep });
          const ok = async (running: ReturnType<GitlabRunner["run"]>) => {
            const ended = await running;
            expect(ended, `${ended.stdout}\n${ended.stderr}`).toMatchObject({ exitCode: 0, isLeft: false });
            return ended;
          };

          // A fork's jobs, without credentials and tokens.
          const kiosk = { PLATFORM: "kiosk", ENVIRONMENT: "prod", CI_MERGE_REQUEST_DIFF_BASE_SHA: base };
          await ok(fork.run(pipeline, "check"));
          expect((await ok(fork.run(pipeline, "compare", kiosk))).stdout).toContain("nothing changes");
          await ok(fork.run(pipeline, "rehearse", kiosk));

          const request = { CI_COMMIT_SHA: head, CI_MERGE_REQUEST_IID: "7" };
          await ok(own.run(pipeline, "plan-kiosk-prod", request));
          expect(server.notes).toHaveLength(1);
          const marks =
            /^<!-- drydock review: kiosk-prod -->\n<!-- drydock reviewed: (\w{40}) \w{64} \d -->\n## Review: /;
          expect(marks.exec(server.notes[0]!.body)?.[1]).toBe(head);
          const report = JSON.parse(readFileSync(join(checkout, "terraform.json"), "utf8")) as object;
          expect(report).toMatchObject({ create: expect.any(Number), update: 0, delete: 0 });
          expect(readFileSync(join(checkout, "review.xml"), "utf8")).toContain("<testsuite");

          // Merged by squashing: another commit, with the same files.
          gitIn(checkout, "commit", "-q", "--amend", "--allow-empty", "-m", "squashed");
          const merged = gitIn(checkout, "rev-parse", "HEAD");
          const apply = { CI_COMMIT_SHA: merged };
          const early = await own.run(pipeline, "apply-kiosk-prod", apply);
          expect(early.exitCode).toBe(1);
          expect(early.stderr).toContain("No merged merge request with a review has the commit");
          server.merged.add(merged);
          await ok(own.run(pipeline, "apply-kiosk-prod", apply));

          // In a scheduled pipeline.
          const drift = await ok(own.run(pipeline, "drift-kiosk-prod"));
          expect(drift.stdout).toContain("✓ kiosk-prod-network  no drift");
          const history = await execa("node", ["bin/drydock.mjs", "history", "kiosk", "prod", "--json"], {
            cwd: checkout,
            env: credentials,
          });
          expect(JSON.parse(history.stdout) as DeploymentRecord[]).toMatchObject([
            { outcome: "deployed", commit: merged, by: { name: "jane" } },
          ]);
        });
      } finally {
        rmSync(folder, { recursive: true, force: true });
        await server.close();
      }
    },
    60 * MINUTES,
  );

  it("are all of its jobs", () => {
    expect([...run].sort()).toEqual([...RUN_GITLAB_JOBS].sort());
  });
});
