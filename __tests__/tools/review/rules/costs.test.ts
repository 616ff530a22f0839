import { costRules } from "../../../../tools/review/rules/costs.ts";
import { REVIEW_RULES } from "../../../../tools/review/rules/index.ts";
import { describeRules, type RuleExample } from "../../../support/review-rules.ts";
import { oneWay } from "../../../support/rule-examples.ts";

const cost = ["cost", "note"] as const;

/** A creation that costs, beside the same object that is only re-tagged. */
function unlikeTagging(values: object, type?: string): RuleExample {
  const own = type === undefined ? {} : { type };
  return {
    dangerous: { actions: ["create"], after: values, ...own },
    risks: [cost],
    harmless: { before: { ...values, tags: { a: "1" } }, after: { ...values, tags: { a: "2" } }, ...own },
  };
}

const interfaceIn = (...subnets: readonly string[]) => ({
  vpc_endpoint_type: "Interface",
  subnet_ids: subnets,
});

describeRules(costRules, {
  "cost-charged-by-hour": [
    unlikeTagging({ connectivity_type: "public" }),
    unlikeTagging({ customer_gateway_id: "cgw-1" }, "aws_vpn_connection"),
  ],
  "cost-endpoint-zones": [
    {
      dangerous: { actions: ["create"], after: interfaceIn("subnet-1") },
      risks: [cost],
      harmless: { actions: ["create"], after: { vpc_endpoint_type: "Gateway" } },
    },
    oneWay(interfaceIn("subnet-1"), interfaceIn("subnet-1", "subnet-2"), cost),
  ],
  "cost-larger-size": [
    oneWay({ instance_type: "m7g.large" }, { instance_type: "m7g.xlarge" }, cost),
    {
      dangerous: {
        type: "aws_db_instance",
        before: { instance_class: "db.t4g.medium" },
        after: { instance_class: "db.r6g.large" },
      },
      risks: [cost],
      harmless: {
        type: "aws_db_instance",
        before: { instance_class: "db.r6g.large" },
        after: { instance_class: "db.r7g.large" },
      },
    },
    {
      dangerous: {
        type: "aws_opensearch_domain",
        before: { cluster_config: [{ instance_type: "r6g.large.search" }] },
        after: { cluster_config: [{ instance_type: "r6g.4xlarge.search" }] },
      },
      risks: [cost],
      harmless: {
        type: "aws_opensearch_domain",
        before: { cluster_config: [{ instance_type: "r6g.large.search" }] },
        after: { cluster_config: [{ instance_type: "r6g.large.search" }] },
      },
    },
  ],
  "cost-provisioned-performance": [
    oneWay({ type: "gp3", iops: 3000 }, { type: "gp3", iops: 6000 }, cost),
    oneWay({ type: "gp3" }, { type: "io2" }, cost),
    {
      dangerous: {
        type: "aws_db_instance",
        before: { storage_type: "gp3" },
        after: { storage_type: "io1", iops: 3000 },
      },
      risks: [cost],
      harmless: {
        type: "aws_db_instance",
        before: { storage_type: "gp2" },
        after: { storage_type: "gp3" },
      },
    },
  ],
  "cost-more-storage": [oneWay({ size: 20 }, { size: 40 }, cost)],
  "cost-more-instances": [
    oneWay({ desired_count: 2 }, { desired_count: 4 }, cost),
    {
      dangerous: {
        type: "aws_eks_node_group",
        before: { scaling_config: [{ max_size: 2 }] },
        after: { scaling_config: [{ max_size: 20 }] },
      },
      risks: [cost],
      harmless: {
        type: "aws_eks_node_group",
        before: { scaling_config: [{ max_size: 20 }] },
        after: { scaling_config: [{ max_size: 2 }] },
      },
    },
  ],
  "cost-standby": [oneWay({ multi_az: false }, { multi_az: true }, cost)],
  "cost-larger-task": [
    {
      dangerous: { actions: ["delete", "create"], before: { cpu: "256" }, after: { cpu: "1024" } },
      risks: [cost],
      harmless: { actions: ["delete", "create"], before: { cpu: "1024" }, after: { cpu: "256" } },
    },
  ],
});

describe("rules on costs", () => {
  it("are not the only ones of a type: a deletion of it stays a finding", () => {
    const others = REVIEW_RULES.filter(({ id }) => !costRules.some((rule) => rule.id === id));
    const known = new Set(others.flatMap(({ types }) => types));
    expect(costRules.flatMap(({ types }) => types).filter((type) => !known.has(type))).toEqual([]);
  });
});
