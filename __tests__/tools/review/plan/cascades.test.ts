import { attributeReferences, cascadeRoots } from "../../../../tools/review/plan/cascades.ts";
import { statePlan } from "../../../support/state-plan.ts";

const BEFORE = {
  "aws_lb.main": { name: "a", internal: false },
  "aws_lb_listener.main": { load_balancer_arn: "arn:1", port: 443 },
  "aws_lb_listener_rule.main": { listener_arn: "arn:2", priority: 1 },
  "aws_route53_record.main": { records: ["a.elb"], ttl: 60 },
};

function planOf(ttl: number) {
  return statePlan(
    BEFORE,
    {
      "aws_lb.main": { name: "a", internal: true },
      "aws_lb_listener.main": { port: 443 },
      "aws_lb_listener_rule.main": { priority: 1 },
      "aws_route53_record.main": { ttl },
    },
    {
      actions: {
        "aws_lb.main": ["delete", "create"],
        "aws_lb_listener.main": ["delete", "create"],
        "aws_lb_listener_rule.main": ["delete", "create"],
      },
      replacePaths: {
        "aws_lb.main": [["internal"]],
        "aws_lb_listener.main": [["load_balancer_arn"]],
        "aws_lb_listener_rule.main": [["listener_arn"]],
      },
      unknown: {
        "aws_lb_listener.main": { load_balancer_arn: true },
        "aws_lb_listener_rule.main": { listener_arn: true },
        "aws_route53_record.main": { records: true },
      },
      references: {
        "aws_lb_listener.main": { load_balancer_arn: ["aws_lb.main.arn", "aws_lb.main"] },
        "aws_lb_listener_rule.main": { listener_arn: ["aws_lb_listener.main.arn", "aws_lb_listener.main"] },
        "aws_route53_record.main": { records: ["aws_lb.main.dns_name", "aws_lb.main"] },
      },
    },
  );
}

describe("changes that only follow from a replaced resource", () => {
  it("have the first resource of the chain as their root", () => {
    expect(Object.fromEntries(cascadeRoots(planOf(60)))).toEqual({
      "aws_lb_listener.main": "aws_lb.main",
      "aws_lb_listener_rule.main": "aws_lb.main",
      "aws_route53_record.main": "aws_lb.main",
    });
  });

  it("are none if something of their own changes too", () => {
    expect([...cascadeRoots(planOf(61)).keys()]).toEqual([
      "aws_lb_listener.main",
      "aws_lb_listener_rule.main",
    ]);
  });
});

it("the references of an attribute are resources, without attributes and instance keys", () => {
  const plan = statePlan(
    {},
    { "aws_vpc.a": {} },
    { references: { "aws_vpc.a": { x: ['aws_subnet.b["k"].id', 'aws_subnet.b["k"]', "aws_subnet.b"] } } },
  );
  expect(attributeReferences(plan, "aws_vpc.a", "x")).toEqual(["aws_subnet.b"]);
  expect(attributeReferences(plan, "aws_vpc.a", "y")).toEqual([]);
});
