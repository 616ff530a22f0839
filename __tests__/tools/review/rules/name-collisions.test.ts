import { nameCollisionRisks } from "../../../../tools/review/rules/name-collisions.ts";
import { type ExampleChange, examplePlan } from "../../../support/review-rules.ts";

const first = (type: string, before: object, rest: ExampleChange = {}) => {
  const plan = examplePlan({ type, actions: ["create", "delete"], before, after: before, ...rest });
  return nameCollisionRisks(plan.changes[0]!).map((risk) => `${risk.class} ${risk.level}`);
};

describe("nameCollisionRisks", () => {
  it.each<[string, object, readonly string[]]>([
    ["aws_security_group", { name: "web", vpc_id: "vpc-1" }, ["refused ask"]],
    ["aws_subnet", { vpc_id: "vpc-1", cidr_block: "10.0.0.0/24" }, ["refused ask"]],
    ["aws_sns_topic", { name: "alarms" }, ["outage ask"]],
    ["aws_wafv2_web_acl_association", { resource_arn: "arn:lb" }, ["outage ask"]],
    ["aws_route53_zone", { name: "example.com" }, []],
    ["aws_security_group", {}, []],
  ])("judges %s %j that is created first", (type, before, risks) => {
    expect(first(type, before)).toEqual(risks);
  });

  it("takes a group of the same name in another VPC for another object", () => {
    const before = { name: "web", vpc_id: "vpc-1" };
    expect(first("aws_security_group", before, { after: { name: "web", vpc_id: "vpc-2" } })).toEqual([]);
  });

  it("says nothing where the old object goes first", () => {
    expect(first("aws_lb", { name: "web" }, { actions: ["delete", "create"] })).toEqual([]);
  });
});
