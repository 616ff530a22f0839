import { gitlabFiles } from "../../../../tools/ci/gitlab/gitlab-files.ts";
import { SHOP_PIPELINE } from "../support/pipeline.ts";

const [{ path, text } = { path: "", text: "" }] = gitlabFiles(SHOP_PIPELINE);

/** The lines of a job. */
function jobOf(name: string): string {
  const [, rest = ""] = text.split(`\n${name}:\n`);
  return rest.split(/^\S/m)[0] ?? "";
}

describe("the pipeline of GitLab", () => {
  it("is the project's", () => {
    expect(path).toBe(".gitlab-ci.yml");
    expect(text).not.toContain("undefined");
  });

  it("plans merge requests of the project alone, with the role that reads, and reports the changes", () => {
    const plan = jobOf("plan-shop-prod");
    expect(plan).toContain('if: "$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID"\n');
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
    expect(apply).toContain('npx drydock apply /tmp/plans --accept "$digest"\n');
    expect(apply).toMatch(/needs:\n {4}- check\n {4}- rehearse\n {4}- apply-shop-dev\n/);
    expect(jobOf("check")).not.toContain("id_tokens");
    expect(jobOf("rehearse")).not.toContain("id_tokens");
  });

  it("looks for drift in scheduled pipelines alone", () => {
    expect(jobOf("drift-shop-prod")).toContain("npx drydock drift shop prod");
    expect(jobOf("drift-shop-prod")).toMatch(/- if: .*\$CI_PIPELINE_SOURCE == .*schedule/);
  });
});
