import { route53RecordRules } from "../../../../tools/review/rules/route53-records.ts";
import { describeRules, examplePlan } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

const HOST = "web-123.eu-west-1.elb.amazonaws.com";
const alias = {
  name: "www.example.com",
  type: "A",
  alias: [{ name: HOST, zone_id: "Z1", evaluate_target_health: true }],
};
const record = (ttl: number): object => ({ name: "www.example.com", type: "A", ttl, records: ["192.0.2.1"] });

describe("rules on records", () => {
  describeRules(route53RecordRules, {
    "record-removed": [
      removalExample(record(60), [["outage", "ask"]]),
      {
        dangerous: { actions: ["delete", "create"], before: record(60) },
        risks: [["name", "ask"]],
        harmless: { actions: ["update"], before: record(60), after: record(30) },
      },
      removalExample({ type: "CNAME", ttl: 60, records: ["_x.acm-validations.aws."] }, [["later", "note"]]),
    ],
    "record-value-changes": [
      updateExample(record(60), { records: ["192.0.2.2"] }, [["name", "ask"]], { ttl: 30 }),
      updateExample(alias, { type: "AAAA" }, [["name", "ask"]], {
        alias: [{ name: HOST, zone_id: "Z1", evaluate_target_health: false }],
      }),
    ],
    "record-points-at-removed": [
      {
        dangerous: {
          before: record(60),
          after: alias,
          beside: [{ type: "aws_lb", name: "web", actions: ["delete"], before: { dns_name: HOST } }],
        },
        risks: [["outage", "ask"]],
        harmless: {
          before: record(60),
          after: alias,
          beside: [{ type: "aws_lb", name: "web", actions: ["no-op"], before: { dns_name: HOST } }],
        },
      },
    ],
    "removed-while-in-dns": [
      {
        dangerous: {
          actions: ["delete"],
          before: { dns_name: HOST },
          beside: [{ type: "aws_route53_record", name: "www", actions: ["no-op"], before: alias }],
        },
        risks: [["outage", "ask"]],
        harmless: {
          actions: ["delete"],
          before: { dns_name: HOST },
          beside: [{ type: "aws_route53_record", name: "www", actions: ["delete"], before: alias }],
        },
      },
    ],
    "record-routing-changes": [
      updateExample(
        { failover_routing_policy: [{ type: "PRIMARY" }] },
        { failover_routing_policy: [{ type: "SECONDARY" }] },
        [["outage", "ask"]],
      ),
    ],
    "record-weight-lower": [
      updateExample(
        { weighted_routing_policy: [{ weight: 90 }] },
        { weighted_routing_policy: [{ weight: 10 }] },
        [["thinner", "note"]],
        { weighted_routing_policy: [{ weight: 100 }] },
      ),
    ],
    "record-health-not-checked": [
      updateExample(alias, { alias: [{ name: HOST, zone_id: "Z1", evaluate_target_health: false }] }, [
        ["disarmed", "ask"],
      ]),
      updateExample({ health_check_id: "abc" }, { health_check_id: "" }, [["disarmed", "ask"]], {
        health_check_id: "def",
      }),
    ],
    "record-ttl-higher": [updateExample(record(60), { ttl: 3600 }, [["later", "note"]], { ttl: 30 })],
  });

  it.each([
    [300, "Resolvers give the old answer for up to 300 seconds."],
    [
      301,
      "Resolvers give the old answer for up to 301 seconds. Lower the TTL first: a wrong value cannot be taken back sooner.",
    ],
  ])("tells how long the old answer lives with a TTL of %d", (ttl, ending) => {
    const plan = examplePlan(
      { before: record(ttl), after: { ...record(ttl), records: ["192.0.2.9"] } },
      "aws_route53_record",
    );
    const change = plan.changes[0]!;
    const rule = route53RecordRules.find(({ id }) => id === "record-value-changes")!;
    const [risk] = rule.judge(change, { plan, changes: plan.changes, ofType: () => [] });
    expect(risk?.text).toBe(`The name points elsewhere, in place. ${ending}`);
  });
});
