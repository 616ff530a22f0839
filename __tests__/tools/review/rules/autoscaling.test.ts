import { autoscalingRules } from "../../../../tools/review/rules/autoscaling.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

const refresh = (minimum: number): object => ({
  instance_refresh: [{ strategy: "Rolling", preferences: [{ min_healthy_percentage: minimum }] }],
});
const template = (version: string): object => ({ launch_template: [{ id: "lt-1", version }] });

describe("rules on Auto Scaling groups", () => {
  describeRules(autoscalingRules, {
    "auto-scaling-group-removed": [
      {
        dangerous: { actions: ["delete", "create"], before: { name: "a" }, after: { name: "b" } },
        risks: [["outage", "ask"]],
        harmless: { actions: ["create", "delete"], before: { name: "a" }, after: { name: "b" } },
        harmlessRisks: [["outage", "note"]],
      },
    ],
    "auto-scaling-group-smaller": [
      updateExample({ min_size: 2 }, { min_size: 1 }, [["thinner", "note"]], { min_size: 3 }),
      updateExample({ desired_capacity: 2 }, { desired_capacity: 0 }, [["outage", "ask"]], {
        desired_capacity: 4,
      }),
      updateExample({ max_size: 4 }, { max_size: 0 }, [["outage", "ask"]]),
      updateExample({ min_size: 2 }, { min_size: 0 }, [["thinner", "note"]]),
    ],
    "auto-scaling-group-rolls": [
      {
        ...updateExample({ ...refresh(0), ...template("1") }, template("2"), [["outage", "ask"]]),
        harmless: {
          before: { ...refresh(90), ...template("1") },
          after: { ...refresh(90), ...template("2") },
        },
        harmlessRisks: [["later", "note"]],
      },
      updateExample(template("1"), template("2"), [["later", "note"]]),
      {
        dangerous: {
          before: { ...refresh(0), ...template("1") },
          after: { ...refresh(0), launch_template: [{ id: "lt-1" }] },
          unknown: { launch_template: [{ version: true }] },
        },
        risks: [["outage", "ask"]],
        harmless: { before: { ...refresh(0), ...template("1") } },
      },
    ],
    "auto-scaling-health-check-weaker": [
      updateExample({ health_check_type: "ELB" }, { health_check_type: "EC2" }, [["thinner", "note"]]),
    ],
    "auto-scaling-grace-period-shorter": [
      updateExample(
        { health_check_grace_period: 300 },
        { health_check_grace_period: 30 },
        [["outage", "note"]],
        {
          health_check_grace_period: 600,
        },
      ),
    ],
    "auto-scaling-group-leaves-zone": [
      updateExample(
        { vpc_zone_identifier: ["subnet-1", "subnet-2"] },
        { vpc_zone_identifier: ["subnet-1"] },
        [["thinner", "note"]],
      ),
    ],
    "auto-scaling-group-leaves-load-balancer": [
      updateExample({ target_group_arns: ["arn:a"] }, { target_group_arns: [] }, [["outage", "ask"]], {
        target_group_arns: ["arn:a", "arn:b"],
      }),
    ],
    "auto-scaling-processes-suspended": [
      updateExample(
        { suspended_processes: ["AZRebalance"] },
        { suspended_processes: ["Launch"] },
        [["thinner", "note"]],
        {
          suspended_processes: [],
        },
      ),
    ],
    "auto-scaling-protection-off": [
      updateExample({ protect_from_scale_in: true }, { protect_from_scale_in: false }, [["disarmed", "ask"]]),
      updateExample({ force_delete: false }, { force_delete: true }, [["disarmed", "ask"]]),
    ],
    "auto-scaling-metrics-off": [
      updateExample({ enabled_metrics: ["GroupMinSize"] }, { enabled_metrics: [] }, [["blind", "ask"]]),
    ],
    "auto-scaling-reserve-lower": [
      updateExample(
        { instance_maintenance_policy: [{ min_healthy_percentage: 100 }] },
        { instance_maintenance_policy: [{ min_healthy_percentage: 50 }] },
        [["thinner", "note"]],
      ),
    ],
    "scaling-policy-removed": [removalExample({ name: "cpu" }, [["thinner", "note"]])],
    "auto-scaling-attachment-removed": [
      removalExample({ lb_target_group_arn: "arn:a" }, [["outage", "ask"]]),
    ],
    "auto-scaling-notification-removed": [removalExample({ topic_arn: "arn:t" }, [["blind", "ask"]])],
    "launch-template-removed": [
      {
        dangerous: { actions: ["delete", "create"], before: { name: "a" } },
        risks: [["outage", "ask"]],
        harmless: { actions: ["create", "delete"], before: { name: "a" } },
        harmlessRisks: [["later", "note"]],
      },
    ],
  });
});
