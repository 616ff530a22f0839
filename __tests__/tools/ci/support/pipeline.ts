import type { WorkflowOptions } from "../../../../tools/ci/github/review-workflow.ts";
import type { PipelineTarget } from "../../../../tools/ci/pipeline-targets.ts";

/** A platform in one environment, as a pipeline deploys it. */
export function pipelineTarget(environment: string, after?: string): PipelineTarget {
  const prefix = `shop-${environment}`;
  return {
    ...{ prefix, platform: "shop", environment, region: "us-east-1" },
    planRole: `arn:aws:iam::123456789012:role/${prefix}-ci-plan`,
    applyRole: `arn:aws:iam::123456789012:role/${prefix}-ci-apply`,
    planEnvironment: `${prefix}-plan`,
    applyEnvironment: prefix,
    ...(after === undefined ? {} : { after: `shop-${after}` }),
  };
}

/** The pipeline of a platform in two environments, the second after the first. */
export const SHOP_PIPELINE: WorkflowOptions = {
  rehearsed: [
    { platform: "shop", environment: "dev" },
    { platform: "shop", environment: "prod" },
  ],
  targets: [pipelineTarget("dev"), pipelineTarget("prod", "dev")],
  versions: { node: "22", terraform: "1.11.4" },
  branch: "main",
};
