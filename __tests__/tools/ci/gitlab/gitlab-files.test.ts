import { gitlabFiles } from "../../../../tools/ci/gitlab/gitlab-files.ts";
import { gitlabJobs, gitlabJobText } from "../../../support/gitlab-text.ts";
import { pipelineTarget, SHOP_PIPELINE } from "../support/pipeline.ts";
import { RUN_GITLAB_JOBS } from "../support/run-steps.ts";

const [{ path, text } = { path: "", text: "" }] = gitlabFiles(SHOP_PIPELINE);

const jobOf = (name: string) => gitlabJobText(text, name);

describe("the pipeline of GitLab", () => {
  it("is the project's", () => {
    expect(path).toBe(".gitlab-ci.yml");
    expect(text).not.toContain("undefined");
  });

  it("plans merge requests of the project alone, with the role that reads, and reports the changes", () => {
    const plan = jobOf("plan-shop-prod");
    // In a fork's own pipeline, source and project are the fork; the target is not.
    expect(plan).toContain(
      `if: ${JSON.stringify('$CI_PIPELINE_SOURCE == "merge_request_event" && $CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_MERGE_REQUEST_PROJECT_ID')}\n`,
    );
    expect(plan).toContain('AWS_ROLE_ARN: "arn:aws:iam::123456789012:role/shop-prod-ci-plan"');
    expect(plan).toMatch(/id_tokens:\n {4}AWS_ID_TOKEN:\n {6}aud: sts\.amazonaws\.com\n/);
    expect(plan).toMatch(/reports:\n {6}terraform: terraform\.json\n/);
    // Plans are in no artifact.
    expect(plan).not.toMatch(/paths:/);
  });

  it("applies what was reviewed, one job at a time, when somebody starts it in the protected environment", () => {
    const apply = jobOf("apply-shop-prod");
    expect(apply).toContain("resource_group: shop-prod\n");
    expect(apply).toContain("when: manual\n");
    expect(apply).toContain('npx drydock apply "$DRYDOCK_TEMP/plans" --accept "$digest"\n');
    expect(apply).toMatch(/needs:\n {4}- check\n {4}- rehearse\n {4}- apply-shop-dev\n/);
    expect(jobOf("check")).not.toContain("id_tokens");
    expect(jobOf("rehearse")).not.toContain("id_tokens");
  });

  it("keeps secrets in a folder of the job alone, which it removes", () => {
    for (const job of ["plan-shop-prod", "apply-shop-prod", "drift-shop-prod"]) {
      expect(jobOf(job)).toContain("DRYDOCK_TEMP: /tmp/drydock-$CI_JOB_ID\n");
      expect(jobOf(job)).toMatch(/after_script:\n {4}- .*rm -rf .*\$DRYDOCK_TEMP/);
      expect(jobOf(job)).not.toMatch(/ \/tmp\/(?!drydock-)/);
    }
  });

  it("has no job whose script the long suite does not run for real", () => {
    const target = { ...pipelineTarget("prod"), platform: "kiosk", prefix: "kiosk-prod" };
    const [kiosk] = gitlabFiles({ ...SHOP_PIPELINE, targets: [target] });
    expect([...gitlabJobs(kiosk?.text ?? "")].sort()).toEqual([...RUN_GITLAB_JOBS].sort());
  });

  it("looks for drift in scheduled pipelines alone", () => {
    expect(jobOf("drift-shop-prod")).toContain("npx drydock drift shop prod");
    expect(jobOf("drift-shop-prod")).toMatch(/- if: .*\$CI_PIPELINE_SOURCE == .*schedule/);
  });
});
