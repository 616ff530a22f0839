import type { ResourceBody } from "../../../../tools/deploy/forms/resource-address.ts";
import { planChange, rejectForbiddenChange } from "../../../../tools/deploy/plan-change.ts";

const LISTENER = "${aws_lb_listener.https.arn}";

function rules(priorities: Readonly<Record<string, number>>, listener = LISTENER) {
  const bodies = Object.entries(priorities).map(([name, priority]): [string, ResourceBody] => [
    name,
    { listener_arn: listener, priority },
  ]);
  return [
    {
      name: "edge",
      dependencies: [],
      json: { resource: { aws_lb_listener_rule: Object.fromEntries(bodies) } },
    },
  ];
}

function entries(numbers: Readonly<Record<string, number>>) {
  const bodies = Object.entries(numbers).map(([name, rule_number]): [string, ResourceBody] => [
    name,
    { network_acl_id: "acl-1", egress: false, rule_number },
  ]);
  return [
    {
      name: "net",
      dependencies: [],
      json: { resource: { aws_network_acl_rule: Object.fromEntries(bodies) } },
    },
  ];
}

const claims = (before: ReturnType<typeof rules>, after: ReturnType<typeof rules>) =>
  planChange(before, after).claims;

describe("numbers of rules that AWS gives once", () => {
  it("cannot be swapped in one change: the way is in the message, before anything is touched", () => {
    const [before, after] = [rules({ a: 10, b: 20 }), rules({ a: 20, b: 10 })];
    expect(claims(before, after)).toEqual([
      "edge: aws_lb_listener_rule.a cannot take priority 20 from aws_lb_listener_rule.b, which has it until it is changed or deleted. Instead: give aws_lb_listener_rule.a a free priority first, deploy, and then this one.",
      "edge: aws_lb_listener_rule.b cannot take priority 10 from aws_lb_listener_rule.a, which has it until it is changed or deleted. Instead: give aws_lb_listener_rule.b a free priority first, deploy, and then this one.",
    ]);
    expect(() => rejectForbiddenChange(planChange(before, after))).toThrow("cannot take priority 20");
  });

  it("of network ACL entries neither", () => {
    const found = planChange(entries({ a: 100, b: 110 }), entries({ a: 110, b: 100 }));
    expect(found.claims).toHaveLength(2);
    expect(found.claims[0]).toContain(
      "aws_network_acl_rule.a cannot take rule_number 110 from aws_network_acl_rule.b, which",
    );
  });

  it("cannot be taken by a new rule while the earlier one changes", () => {
    expect(claims(rules({ a: 10 }), rules({ a: 30, b: 10 }))).toHaveLength(1);
  });

  it.each([
    ["a free number", rules({ a: 10, b: 20 }), rules({ a: 30, b: 20 })],
    ["two rules whose addresses go with their numbers", rules({ a: 10, b: 20 }), rules({ b: 20, a: 10 })],
    ["a renamed rule, which keeps its number", rules({ a: 10 }), rules({ b: 10 })],
    ["another listener", rules({ a: 10, b: 20 }), rules({ a: 20, b: 10 }, "${aws_lb_listener.http.arn}")],
  ])("may be changed to %s", (_, before, after) => {
    expect(claims(before, after)).toEqual([]);
  });

  it("are swapped by two changes", () => {
    const [first, middle, last] = [rules({ a: 10, b: 20 }), rules({ a: 30, b: 20 }), rules({ a: 20, b: 10 })];
    expect(claims(first, middle)).toEqual([]);
    const between = rules({ a: 30, b: 10 });
    expect(claims(middle, between)).toEqual([]);
    expect(claims(between, last)).toEqual([]);
  });
});
