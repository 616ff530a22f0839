import type { PipelineTarget } from "../pipeline-targets.ts";
import type { YamlValue } from "../yaml.ts";
import {
  applyScript,
  CHECK_SCRIPT,
  COMPARE_SCRIPT,
  keepScript,
  planScript,
  REHEARSE_SCRIPT,
  REVIEW_SCRIPT,
  reportScript,
  reviewedScript,
  settledScript,
} from "./step-scripts.ts";
import {
  checkoutStep,
  credentialsStep,
  nodeSteps,
  scriptStep,
  type ToolVersions,
  terraformStep,
} from "./workflow-steps.ts";

type Job = { readonly [key: string]: YamlValue };

/** The platforms and tools of a repository's workflows. */
export interface WorkflowOptions {
  /** Every platform in every environment: they are rehearsed, without credentials. */
  readonly rehearsed: readonly { readonly platform: string; readonly environment: string }[];
  /** Those that the pipeline plans and applies. */
  readonly targets: readonly PipelineTarget[];
  readonly versions: ToolVersions;
  /** The branch whose commits are applied. */
  readonly branch: string;
}

const RUNNER = "ubuntu-24.04";
const READ_ONLY = { contents: "read" };
/** The head of a pull request, or the pushed commit. */
const HEAD = "${{ github.event.pull_request.head.sha || github.sha }}";
/** True for a pull request from this repository: jobs for forks get no credentials. */
const IS_OWN_PULL_REQUEST =
  "github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name == github.repository";

/** Builds the workflow that reviews pull requests, and applies them once they are merged. */
export function reviewWorkflow(options: WorkflowOptions): { readonly [key: string]: YamlValue } {
  const { targets, branch } = options;
  return {
    name: "drydock",
    on: { pull_request: {}, push: { branches: [branch] } },
    permissions: READ_ONLY,
    defaults: { run: { shell: "bash" } },
    jobs: {
      check: checkJob(options),
      rehearse: rehearseJob(options),
      compare: compareJob(options),
      ...Object.fromEntries(targets.map((target) => [`plan-${target.prefix}`, planJob(target, options)])),
      ...Object.fromEntries(targets.map((target) => [`apply-${target.prefix}`, applyJob(target, options)])),
    },
  };
}

function checkJob({ versions }: WorkflowOptions): Job {
  return {
    "runs-on": RUNNER,
    "timeout-minutes": 15,
    steps: [checkoutStep(), ...nodeSteps(versions), scriptStep("check the platforms", CHECK_SCRIPT)],
  };
}

function rehearseJob({ rehearsed, versions }: WorkflowOptions): Job {
  return {
    needs: "check",
    "runs-on": RUNNER,
    "timeout-minutes": 45,
    strategy: { "fail-fast": false, matrix: { include: rehearsed } },
    env: PLATFORM_OF_MATRIX,
    steps: [
      checkoutStep(),
      ...nodeSteps(versions),
      terraformStep(versions),
      scriptStep("rehearse a deployment", REHEARSE_SCRIPT),
    ],
  };
}

const PLATFORM_OF_MATRIX = {
  PLATFORM: "${{ matrix.platform }}",
  ENVIRONMENT: "${{ matrix.environment }}",
};

function compareJob({ rehearsed, versions }: WorkflowOptions): Job {
  return {
    if: "github.event_name == 'pull_request'",
    needs: "check",
    "runs-on": RUNNER,
    "timeout-minutes": 15,
    strategy: { "fail-fast": false, matrix: { include: rehearsed } },
    env: { ...PLATFORM_OF_MATRIX, BASE: "${{ github.event.pull_request.base.sha }}" },
    steps: [
      checkoutStep({ "fetch-depth": 0 }),
      ...nodeSteps(versions),
      scriptStep("compare with the base", COMPARE_SCRIPT),
    ],
  };
}

function planJob(target: PipelineTarget, { versions }: WorkflowOptions): Job {
  const { prefix } = target;
  return {
    if: IS_OWN_PULL_REQUEST,
    needs: "check",
    "runs-on": RUNNER,
    "timeout-minutes": 45,
    environment: target.planEnvironment,
    concurrency: {
      group: `drydock-plan-${prefix}-\${{ github.event.pull_request.number }}`,
      "cancel-in-progress": true,
    },
    permissions: { ...READ_ONLY, "id-token": "write", "pull-requests": "write", checks: "write" },
    env: { COMMIT: HEAD },
    steps: [
      checkoutStep({ ref: HEAD, "fetch-depth": 0 }),
      ...nodeSteps(versions),
      terraformStep(versions),
      credentialsStep(target, target.planRole),
      scriptStep("plan", planScript(target)),
      scriptStep("review", REVIEW_SCRIPT, { id: "review" }),
      scriptStep("keep the plans", keepScript(target), { id: "plans" }),
      scriptStep("report", reportScript(target), {
        env: {
          GITHUB_TOKEN: "${{ github.token }}",
          PULL_REQUEST: "${{ github.event.pull_request.number }}",
          CODE: "${{ steps.review.outputs.code }}",
          DIGEST: "${{ steps.plans.outputs.digest }}",
        },
      }),
    ],
  };
}

function applyJob(target: PipelineTarget, { versions, branch }: WorkflowOptions): Job {
  const { prefix, after } = target;
  return {
    if: `github.event_name == 'push' && github.ref == 'refs/heads/${branch}'`,
    needs: ["check", "rehearse", ...(after === undefined ? [] : [`apply-${after}`])],
    "runs-on": RUNNER,
    "timeout-minutes": 180,
    environment: target.applyEnvironment,
    // GitHub cancels an older waiting job of the group: it was not applied, and its changes are in
    // the newer one only if that was planned after them.
    concurrency: { group: `drydock-apply-${prefix}`, "cancel-in-progress": false },
    permissions: { ...READ_ONLY, "id-token": "write", "pull-requests": "read", checks: "read" },
    steps: [
      checkoutStep(),
      ...nodeSteps(versions),
      terraformStep(versions),
      scriptStep("find what was reviewed", reviewedScript(target), {
        id: "reviewed",
        env: { GITHUB_TOKEN: "${{ github.token }}", MERGED: "${{ github.sha }}" },
      }),
      credentialsStep(target, target.applyRole),
      scriptStep("apply what was reviewed", applyScript(target), {
        env: {
          COMMIT: "${{ steps.reviewed.outputs.commit }}",
          DIGEST: "${{ steps.reviewed.outputs.digest }}",
        },
      }),
      scriptStep("check that nothing is left to change", settledScript(target)),
    ],
  };
}
