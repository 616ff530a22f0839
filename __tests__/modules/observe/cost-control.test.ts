import { cybershieldIn } from "../../support/platforms.ts";
import { parseStackJson, resourcesOfType, synthesize } from "../../support/synth.ts";

const MONITOR = "arn:aws:ce::111111111111:anomalymonitor/0a1b";

function observe(costs: object | null) {
  const platform = cybershieldIn("prod", { costs: costs as never });
  return parseStackJson(synthesize(platform), "cybershield-prod-observe");
}

describe("CyberShield: cost control", () => {
  const prod = parseStackJson(synthesize(cybershieldIn("prod")), "cybershield-prod-observe");

  it("watches for unusual costs of the platform, from 40 dollars, once a day", () => {
    expect(resourcesOfType(prod, "aws_ce_anomaly_monitor")).toEqual([
      {
        name: "cybershield-prod-costs",
        monitor_type: "CUSTOM",
        monitor_specification: expect.stringContaining(
          '"Tags":{"Key":"Platform","MatchOptions":null,"Values":["cybershield"]}',
        ),
      },
    ]);
    expect(resourcesOfType(prod, "aws_ce_anomaly_subscription")).toEqual([
      {
        name: "cybershield-prod-cost-anomalies",
        frequency: "DAILY",
        monitor_arn_list: [expect.stringMatching(/^\$\{aws_ce_anomaly_monitor\.costs_monitor_\w+\.arn\}$/)],
        subscriber: [{ type: "EMAIL", address: "ops@cybershield-ai.com" }],
        threshold_expression: {
          dimension: {
            key: "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
            match_options: ["GREATER_THAN_OR_EQUAL"],
            values: ["40"],
          },
        },
      },
    ]);
  });

  it("hints at sizes by Compute Optimizer", () => {
    expect(resourcesOfType(prod, "aws_computeoptimizer_enrollment_status")).toEqual([{ status: "Active" }]);
  });

  it("activates tags for cost allocation once they are declared", () => {
    expect(resourcesOfType(prod, "aws_ce_cost_allocation_tag")).toEqual([]);
    const tagged = observe({ allocationTags: ["Platform", "Environment"] });
    expect(resourcesOfType(tagged, "aws_ce_cost_allocation_tag")).toEqual([
      { tag_key: "Environment", status: "Active" },
      { tag_key: "Platform", status: "Active" },
    ]);
  });

  it("uses an existing monitor, and has nothing without the setting", () => {
    const own = observe({ anomalies: { minimumUsd: 5, emails: ["a@example.org"], monitorArn: MONITOR } });
    expect(resourcesOfType(own, "aws_ce_anomaly_monitor")).toEqual([]);
    expect(resourcesOfType(own, "aws_ce_anomaly_subscription")).toMatchObject([
      { monitor_arn_list: [MONITOR] },
    ]);
    expect(Object.keys(observe(null).resource!).filter((type) => /^aws_(ce|compute)/.test(type))).toEqual([]);
  });
});
