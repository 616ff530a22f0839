import {
  CLOUDFRONT_ORIGIN_FACING,
  PREFIX_LIST_WEIGHTS,
  regionalServiceName,
  serviceOfRegionalName,
} from "../../aws/prefix-lists.ts";
import { VPC_QUOTAS } from "../../aws/vpc-quotas.ts";
import { awsPrefixLists } from "../../tools/rehearse/simulator/services/ec2-network/aws-prefix-lists.ts";
import { refusalsOf } from "./support/both-sides.ts";

/** Applies a security group with a rule for a list, and rules for CIDR blocks up to `count`. */
function refusalsWith(list: string, count: number): readonly string[] {
  const { id } = awsPrefixLists("us-east-1").find(({ name }) => name === list)!;
  const cidrs = Array.from({ length: count }, (_, index) => `203.0.${index}.0/24`);
  const rule = { protocol: "tcp", from_port: 443, to_port: 443 };
  const after = {
    id: "sg-1",
    egress: [
      { ...rule, prefix_list_ids: [id] },
      { ...rule, cidr_blocks: cidrs },
    ],
  };
  return refusalsOf({ constraint: "security-group-rule-quota", type: "aws_security_group", after });
}

describe("AWS-managed prefix lists", () => {
  it.each([
    [
      regionalServiceName("global", CLOUDFRONT_ORIGIN_FACING),
      PREFIX_LIST_WEIGHTS.global[CLOUDFRONT_ORIGIN_FACING],
    ],
    [regionalServiceName("us-east-1", "s3"), PREFIX_LIST_WEIGHTS.regional.s3],
    [regionalServiceName("us-east-1", "dynamodb"), PREFIX_LIST_WEIGHTS.regional.dynamodb],
    [regionalServiceName("us-east-1", "ec2-instance-connect"), 2],
    [regionalServiceName("us-east-1", "route53-healthchecks"), 25],
    [regionalServiceName("us-east-1", "s3express"), 6],
  ])("count in a security group as their weight: %s", (list, weight) => {
    const room = VPC_QUOTAS.rulesPerSecurityGroup - weight;
    expect(refusalsWith(list, room)).toEqual([]);
    expect(refusalsWith(list, room + 1)).toHaveLength(1);
  });

  it("are named by region and service", () => {
    expect(serviceOfRegionalName(regionalServiceName("eu-west-1", "ecr.api"))).toBe("ecr.api");
    expect(serviceOfRegionalName("pl-12345678")).toBeUndefined();
  });
});
