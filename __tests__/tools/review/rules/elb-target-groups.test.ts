import { elbTargetGroupRules } from "../../../../tools/review/rules/elb-target-groups.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

const GROUP = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/1";
const listener = {
  type: "aws_lb_listener",
  before: { default_action: [{ type: "forward", target_group_arn: GROUP }] },
  after: { default_action: [{ type: "forward" }] },
  unknown: { default_action: [{ target_group_arn: true }] },
};
const attachment = (name: string, actions: readonly string[]): object => ({
  name,
  actions,
  before: { target_group_arn: GROUP, target_id: name },
});

describe("rules on target groups", () => {
  describeRules(elbTargetGroupRules, {
    "target-group-removed": [
      {
        dangerous: { actions: ["delete", "create"], before: { arn: GROUP, port: 80 }, beside: [listener] },
        risks: [
          ["refused", "block"],
          ["outage", "ask"],
        ],
        harmless: { actions: ["update"], before: { arn: GROUP, port: 80 }, beside: [listener] },
      },
      {
        dangerous: { actions: ["delete", "create"], before: { arn: GROUP, port: 80 } },
        risks: [
          ["refused", "ask"],
          ["outage", "ask"],
        ],
        harmless: { actions: ["delete"], before: { arn: GROUP, port: 80 }, deposed: "ab12cd34" },
        harmlessRisks: [["outage", "note"]],
      },
      {
        dangerous: { actions: ["create", "delete"], before: { arn: GROUP }, beside: [listener] },
        risks: [["outage", "ask"]],
        harmless: { actions: ["update"], before: { arn: GROUP }, beside: [listener] },
      },
      {
        dangerous: {
          actions: ["delete"],
          before: { arn: GROUP },
          beside: [{ ...listener, actions: ["no-op"], after: listener.before, unknown: {} }],
        },
        risks: [
          ["refused", "block"],
          ["outage", "ask"],
        ],
        harmless: { actions: ["update"], before: { arn: GROUP }, beside: [listener] },
      },
    ],
    "target-group-health-check-changes": [
      updateExample(
        { health_check: [{ path: "/health" }] },
        { health_check: [{ path: "/" }] },
        [["outage", "ask"]],
        {
          health_check: [{ path: "/health", healthy_threshold: 2 }],
        },
      ),
    ],
    "target-group-health-check-tighter": [
      updateExample(
        { health_check: [{ timeout: 10 }] },
        { health_check: [{ timeout: 2 }] },
        [["outage", "note"]],
        {
          health_check: [{ timeout: 20 }],
        },
      ),
    ],
    "target-group-draining-shorter": [
      updateExample({ deregistration_delay: "300" }, { deregistration_delay: "5" }, [["outage", "ask"]], {
        deregistration_delay: "600",
      }),
    ],
    "target-group-connections-cut": [
      updateExample({ connection_termination: false }, { connection_termination: true }, [
        ["outage", "note"],
      ]),
    ],
    "target-group-stickiness-off": [
      updateExample(
        { stickiness: [{ enabled: true, type: "lb_cookie" }] },
        { stickiness: [{ enabled: false, type: "lb_cookie" }] },
        [["outage", "ask"]],
      ),
      {
        dangerous: {
          before: { stickiness: [{ enabled: true, type: "lb_cookie" }] },
          after: { stickiness: [{ enabled: true, type: "app_cookie" }] },
        },
        risks: [["outage", "ask"]],
        harmless: {
          before: { stickiness: [{ enabled: false, type: "lb_cookie" }] },
          after: { stickiness: [{ enabled: false, type: "app_cookie" }] },
        },
      },
    ],
    "target-group-protocol-details-change": [
      updateExample({ proxy_protocol_v2: false }, { proxy_protocol_v2: true }, [["outage", "ask"]]),
    ],
    "target-group-resilience-lower": [
      updateExample({ slow_start: 60 }, { slow_start: 0 }, [["thinner", "note"]], { slow_start: 90 }),
      updateExample(
        { load_balancing_cross_zone_enabled: "true" },
        { load_balancing_cross_zone_enabled: "false" },
        [["thinner", "note"]],
      ),
    ],
    "last-target-removed": [
      {
        dangerous: attachment("only", ["delete"]),
        risks: [["outage", "ask"]],
        harmless: { ...attachment("only", ["delete"]), beside: [attachment("other", ["no-op"])] },
      },
    ],
    "target-removed": [
      {
        dangerous: { ...attachment("one", ["delete"]), beside: [attachment("other", ["no-op"])] },
        risks: [["thinner", "note"]],
        harmless: { ...attachment("one", ["no-op"]), beside: [attachment("other", ["no-op"])] },
      },
      removalExample({ target_group_arn: GROUP }, [["thinner", "note"]], {
        beside: [attachment("other", ["no-op"])],
      }),
    ],
  });
});
