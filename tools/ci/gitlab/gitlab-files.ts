import { GITLAB_AUDIENCE } from "../../../language/token-issuers.ts";
import type { WorkflowOptions } from "../github/review-workflow.ts";
import type { PipelineTarget } from "../pipeline-targets.ts";
import type { WrittenFile } from "../written-file.ts";
import { renderYaml, type YamlValue } from "../yaml.ts";

type GitlabJob = { readonly [key: string]: YamlValue };

/**
 * Returns GitLab's pipeline. Jobs assume their roles with an ID token:
 * https://docs.gitlab.com/ci/cloud_services/aws/
 */
export function gitlabFiles(options: WorkflowOptions): readonly WrittenFile[] {
  const { targets, branch } = options;
  const pipeline: { readonly [key: string]: YamlValue } = {
    stages: ["check", "plan", "apply"],
    workflow: {
      rules: [
        { if: '$CI_PIPELINE_SOURCE == "merge_request_event"' },
        { if: '$CI_PIPELINE_SOURCE == "schedule"' },
        { if: `$CI_COMMIT_BRANCH == "${branch}"` },
      ],
    },
    default: {
      // An image with bash, Git, Node.js and Terraform: docs/ci.md.
      image: "$DRYDOCK_IMAGE",
      before_script: ["npm ci"],
      interruptible: false,
    },
    check: { stage: "check", script: ["npx drydock check"], rules: [NOT_SCHEDULED] },
    rehearse: {
      stage: "check",
      parallel: { matrix: matrixOf(options) },
      script: ['npx drydock rehearse "$PLATFORM" "$ENVIRONMENT" --provider registry'],
      rules: [NOT_SCHEDULED],
    },
    compare: {
      stage: "check",
      needs: ["check"],
      parallel: { matrix: matrixOf(options) },
      // The base is in the history.
      variables: { GIT_DEPTH: "0" },
      script: [
        `npx drydock check "$PLATFORM" "$ENVIRONMENT" --from-revision "$CI_MERGE_REQUEST_DIFF_BASE_SHA"
reach=0
npx drydock reach diff "$PLATFORM" "$ENVIRONMENT" --from-revision "$CI_MERGE_REQUEST_DIFF_BASE_SHA" || reach=$?
if [ "$reach" -eq 1 ]; then exit 1; fi
`,
      ],
      rules: [{ if: '$CI_PIPELINE_SOURCE == "merge_request_event"' }],
    },
    ...Object.fromEntries(targets.map((target) => [`plan-${target.prefix}`, planJob(target)])),
    ...Object.fromEntries(targets.map((target) => [`apply-${target.prefix}`, applyJob(target, branch)])),
    ...Object.fromEntries(targets.map((target) => [`drift-${target.prefix}`, driftJob(target)])),
  };
  const head =
    "# Written by npx drydock ci gitlab, from the platforms. Run it again after a change of them.\n";
  return [{ path: ".gitlab-ci.yml", text: `${head}${renderYaml(pipeline)}` }];
}

function matrixOf({ rehearsed }: WorkflowOptions): YamlValue {
  return rehearsed.map(({ platform, environment }) => ({ PLATFORM: platform, ENVIRONMENT: environment }));
}

const NOT_SCHEDULED = { if: '$CI_PIPELINE_SOURCE != "schedule"' };

/**
 * True for a merge request from this project. A pipeline of a fork's merge request runs in the
 * fork, which is the source there, but not the target.
 * https://docs.gitlab.com/ci/pipelines/merge_request_pipelines/#use-with-forked-projects
 */
const IS_OWN_MERGE_REQUEST =
  '$CI_PIPELINE_SOURCE == "merge_request_event" && $CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_MERGE_REQUEST_PROJECT_ID';

/** Assumes a role: Terraform and Drydock read these variables. */
function credentials({ region, prefix }: PipelineTarget, role: string): GitlabJob {
  return {
    id_tokens: { AWS_ID_TOKEN: { aud: GITLAB_AUDIENCE } },
    variables: {
      AWS_REGION: region,
      AWS_ROLE_ARN: role,
      AWS_ROLE_SESSION_NAME: `${prefix}-$CI_JOB_ID`,
      // Outside of the project's folder, whose files are kept as artifacts, and of this job alone.
      DRYDOCK_TEMP: "/tmp/drydock-$CI_JOB_ID",
      AWS_WEB_IDENTITY_TOKEN_FILE: "$DRYDOCK_TEMP/token",
    },
    // Plans hold secrets, and a runner without containers keeps its files.
    after_script: ['rm -rf "$DRYDOCK_TEMP"'],
  };
}

const WRITE_TOKEN = `mkdir -m 700 -p "$DRYDOCK_TEMP"
printf %s "$AWS_ID_TOKEN" > "$AWS_WEB_IDENTITY_TOKEN_FILE"
`;

function planJob(target: PipelineTarget): GitlabJob {
  const { platform, environment, prefix } = target;
  return {
    stage: "plan",
    needs: ["check"],
    ...credentials(target, target.planRole),
    environment: { name: target.planEnvironment, action: "prepare" },
    script: [
      WRITE_TOKEN,
      `code=0
npx drydock plan ${platform} ${environment} --out "$DRYDOCK_TEMP/plans" || code=$?
if [ "$code" -ne 0 ] && [ "$code" -ne 2 ]; then exit "$code"; fi
code=0
npx drydock review "$DRYDOCK_TEMP/plans" --markdown --junit review.xml --gitlab-report terraform.json > "$DRYDOCK_TEMP/review.md" || code=$?
if [ "$code" -eq 1 ]; then exit 1; fi
npx drydock ci keep-plans ${platform} ${environment} "$DRYDOCK_TEMP/plans" --commit "$CI_COMMIT_SHA" > "$DRYDOCK_TEMP/plans.env"
. "$DRYDOCK_TEMP/plans.env"
npx drydock ci note ${prefix} --markdown "$DRYDOCK_TEMP/review.md" --exit-code "$code" --digest "$digest" --commit "$CI_COMMIT_SHA"
if [ "$code" -eq 5 ]; then exit 5; fi
`,
    ],
    // The plans themselves hold secrets: they are in the state bucket alone.
    artifacts: {
      when: "always",
      access: "developer",
      reports: { terraform: "terraform.json", junit: "review.xml" },
    },
    rules: [{ if: IS_OWN_MERGE_REQUEST }],
  };
}

function applyJob(target: PipelineTarget, branch: string): GitlabJob {
  const { platform, environment, prefix, after } = target;
  return {
    stage: "apply",
    needs: ["check", "rehearse", ...(after === undefined ? [] : [`apply-${after}`])],
    ...credentials(target, target.applyRole),
    environment: { name: target.applyEnvironment },
    resource_group: prefix,
    when: "manual",
    script: [
      WRITE_TOKEN,
      `npx drydock ci noted ${prefix} --merged "$CI_COMMIT_SHA" > "$DRYDOCK_TEMP/reviewed.env"
. "$DRYDOCK_TEMP/reviewed.env"
npx drydock ci take-plans ${platform} ${environment} "$DRYDOCK_TEMP/plans" --commit "$commit"
npx drydock apply "$DRYDOCK_TEMP/plans" --accept "$digest"
npx drydock plan ${platform} ${environment} --out "$DRYDOCK_TEMP/after"
`,
    ],
    rules: [{ if: `$CI_COMMIT_BRANCH == "${branch}" && $CI_PIPELINE_SOURCE != "schedule"` }],
  };
}

function driftJob(target: PipelineTarget): GitlabJob {
  const { platform, environment } = target;
  return {
    stage: "plan",
    ...credentials(target, target.planRole),
    environment: { name: target.planEnvironment, action: "verify" },
    script: [WRITE_TOKEN, `npx drydock drift ${platform} ${environment}`],
    rules: [{ if: '$CI_PIPELINE_SOURCE == "schedule"' }],
  };
}
