import { ecsRules } from "../../../../tools/review/rules/ecs.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

const CLUSTER = "arn:aws:ecs:eu-west-1:111122223333:cluster/main";
const limits = (minimum: number, maximum = 200, desired = 1): object => ({
  deployment_minimum_healthy_percent: minimum,
  deployment_maximum_percent: maximum,
  desired_count: desired,
});

describe("rules on ECS services and clusters", () => {
  describeRules(ecsRules, {
    "ecs-service-removed": [removalExample({ name: "api" }, [["outage", "ask"]])],
    "ecs-service-smaller": [
      updateExample({ desired_count: 3 }, { desired_count: 1 }, [["thinner", "note"]], { desired_count: 5 }),
      updateExample({ desired_count: 3 }, { desired_count: 0 }, [["outage", "ask"]]),
    ],
    "ecs-service-stops-before-starting": [
      updateExample(limits(100), limits(0), [["outage", "ask"]]),
      updateExample(limits(100), limits(50, 100), [["refused", "ask"]]),
      updateExample(limits(100, 200, 4), limits(50, 200, 4), [["thinner", "note"]], limits(100, 300, 4)),
      updateExample(limits(100, 200, 4), limits(100, 100, 4), [["refused", "ask"]]),
    ],
    "ecs-rollback-off": [
      updateExample(
        { deployment_circuit_breaker: [{ enable: true, rollback: true }] },
        { deployment_circuit_breaker: [{ enable: true, rollback: false }] },
        [["disarmed", "ask"]],
      ),
      updateExample(
        { deployment_circuit_breaker: [{ enable: true, rollback: true }] },
        { deployment_circuit_breaker: [] },
        [["disarmed", "ask"]],
      ),
    ],
    "ecs-public-address-on": [
      updateExample(
        { network_configuration: [{ assign_public_ip: false }] },
        { network_configuration: [{ assign_public_ip: true }] },
        [["exposure", "ask"]],
      ),
    ],
    "ecs-public-address-off": [
      updateExample(
        { network_configuration: [{ assign_public_ip: true }] },
        { network_configuration: [{ assign_public_ip: false }] },
        [["cut", "note"]],
      ),
    ],
    "ecs-network-changes": [
      updateExample(
        { network_configuration: [{ subnets: ["subnet-1"] }] },
        { network_configuration: [{ subnets: ["subnet-2"] }] },
        [["later", "note"]],
      ),
    ],
    "ecs-load-balancer-removed": [
      updateExample({ load_balancer: [{ target_group_arn: "arn:a" }] }, { load_balancer: [] }, [
        ["outage", "ask"],
      ]),
    ],
    "ecs-service-connect-changes": [
      updateExample(
        { service_connect_configuration: [{ enabled: true }] },
        { service_connect_configuration: [{ enabled: false }] },
        [["outage", "ask"]],
      ),
    ],
    "ecs-exec-on": [
      updateExample({ enable_execute_command: false }, { enable_execute_command: true }, [
        ["permission", "ask"],
      ]),
    ],
    "ecs-grace-period-shorter": [
      updateExample(
        { health_check_grace_period_seconds: 60 },
        { health_check_grace_period_seconds: 5 },
        [["outage", "note"]],
        {
          health_check_grace_period_seconds: 90,
        },
      ),
    ],
    "ecs-placement-changes": [
      updateExample(
        { availability_zone_rebalancing: "ENABLED" },
        { availability_zone_rebalancing: "DISABLED" },
        [["thinner", "note"]],
      ),
    ],
    "ecs-force-delete-on": [
      updateExample({ force_delete: false }, { force_delete: true }, [["disarmed", "ask"]]),
    ],
    "ecs-cluster-removed": [
      {
        dangerous: {
          actions: ["delete"],
          before: { arn: CLUSTER },
          beside: [{ type: "aws_ecs_service", actions: ["no-op"], before: { cluster: CLUSTER } }],
        },
        risks: [
          ["refused", "block"],
          ["outage", "ask"],
        ],
        harmless: {
          actions: ["update"],
          before: { arn: CLUSTER },
          beside: [{ type: "aws_ecs_service", actions: ["no-op"], before: { cluster: CLUSTER } }],
        },
      },
      removalExample({ arn: CLUSTER }, [["outage", "ask"]], {
        beside: [{ type: "aws_ecs_service", actions: ["delete"], before: { cluster: CLUSTER } }],
      }),
    ],
    "ecs-insights-off": [
      updateExample(
        { setting: [{ name: "containerInsights", value: "enabled" }] },
        { setting: [{ name: "containerInsights", value: "disabled" }] },
        [["blind", "ask"]],
        { setting: [{ name: "containerInsights", value: "enhanced" }] },
      ),
      updateExample(
        { configuration: [{ execute_command_configuration: [{ logging: "OVERRIDE" }] }] },
        { configuration: [{ execute_command_configuration: [{ logging: "NONE" }] }] },
        [["blind", "ask"]],
      ),
    ],
    "ecs-capacity-removed": [
      updateExample(
        { capacity_providers: ["FARGATE", "FARGATE_SPOT"] },
        { capacity_providers: ["FARGATE"] },
        [["refused", "ask"]],
      ),
    ],
    "ecs-capacity-provider-removed": [removalExample({ name: "instances" }, [["outage", "ask"]])],
    "ecs-managed-scaling-weaker": [
      updateExample(
        { auto_scaling_group_provider: [{ managed_termination_protection: "ENABLED" }] },
        { auto_scaling_group_provider: [{ managed_termination_protection: "DISABLED" }] },
        [["disarmed", "ask"]],
      ),
    ],
    "ecs-task-set-removed": [removalExample({ service: "api" }, [["outage", "ask"]])],
  });
});
