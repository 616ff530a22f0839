import { CeAnomalyMonitor } from "@cdktf/provider-aws/lib/ce-anomaly-monitor/index.js";
import { CeAnomalySubscription } from "@cdktf/provider-aws/lib/ce-anomaly-subscription/index.js";
import { CeCostAllocationTag } from "@cdktf/provider-aws/lib/ce-cost-allocation-tag/index.js";
import { ComputeoptimizerEnrollmentStatus } from "@cdktf/provider-aws/lib/computeoptimizer-enrollment-status/index.js";
import { Construct } from "constructs";
import type { CostSettings } from "../../language/operations.ts";

/** Inputs of {@link CostControl}. */
export interface CostControlProps {
  /** Prefix of names: `cybershield-prod`. */
  readonly name: string;
  /** The value of the tag `Platform`, whose costs are watched. */
  readonly platform: string;
  /** Its settings in the spec. */
  readonly settings: CostSettings;
}

/** Watches over costs beside the budget: anomalies, cost-allocation tags, right-sizing hints. */
export class CostControl extends Construct {
  constructor(scope: Construct, id: string, props: CostControlProps) {
    super(scope, id);
    const { anomalies, allocationTags, rightSizing } = props.settings;
    if (anomalies !== undefined) this.#watchAnomalies(props, anomalies);
    for (const tagKey of allocationTags) {
      new CeCostAllocationTag(this, `tag-${tagKey}`, { tagKey, status: "Active" });
    }
    if (rightSizing) new ComputeoptimizerEnrollmentStatus(this, "right-sizing", { status: "Active" });
  }

  /**
   * A monitor of the platform's tag: AWS allows one monitor of all services in an account, and
   * creates that itself in accounts since March 2023.
   * https://docs.aws.amazon.com/cost-management/latest/userguide/getting-started-ad.html
   */
  #watchAnomalies(
    { name, platform }: CostControlProps,
    { minimumUsd, emails, monitorArn }: NonNullable<CostSettings["anomalies"]>,
  ): void {
    const monitor =
      monitorArn ??
      new CeAnomalyMonitor(this, "monitor", {
        name: `${name}-costs`,
        monitorType: "CUSTOM",
        monitorSpecification: JSON.stringify(tagExpression(platform)),
      }).arn;
    new CeAnomalySubscription(this, "subscription", {
      name: `${name}-cost-anomalies`,
      frequency: "DAILY",
      monitorArnList: [monitor],
      subscriber: emails.map((address) => ({ type: "EMAIL", address })),
      thresholdExpression: {
        dimension: {
          key: "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
          matchOptions: ["GREATER_THAN_OR_EQUAL"],
          values: [String(minimumUsd)],
        },
      },
    });
  }
}

/** An expression as AWS returns it, with every member, so that plans show no change. */
function tagExpression(platform: string) {
  return {
    And: null,
    CostCategories: null,
    Dimensions: null,
    Not: null,
    Or: null,
    Tags: { Key: "Platform", MatchOptions: null, Values: [platform] },
  };
}
