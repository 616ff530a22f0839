import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { fromTo, riskOf } from "./builders.ts";
import type { ReviewRule } from "./review-rule.ts";
import {
  addsElements,
  deletionRule,
  leaves,
  numericValue,
  pagedRule,
  settingRule,
} from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/autoscaling/ec2/userguide";
const GROUP = ["aws_autoscaling_group"];

/** The share of instances that an instance refresh keeps unless it is told otherwise. */
const MIN_HEALTHY_PERCENTAGE_DEFAULT = 90;

/** Rules on Auto Scaling groups and launch templates. */
export const autoscalingRules: readonly ReviewRule[] = [
  deletionRule({
    id: "auto-scaling-group-removed",
    types: GROUP,
    finds: "an Auto Scaling group that is deleted or replaced",
    pages: [`${GUIDE}/as-process-shutdown.html`],
    consequences: [["outage", "all its instances are terminated before others start"]],
    whenCreatedFirst: [["outage", "its successor starts instances before it goes", "note"]],
  }),
  pagedRule({
    id: "auto-scaling-group-smaller",
    types: GROUP,
    guards: ["min_size", "max_size", "desired_capacity"],
    finds: "an Auto Scaling group with fewer instances, or none",
    pages: [`${GUIDE}/asg-capacity-limits.html`],
    judge: (change) => {
      if (!change.isUpdated) return [];
      const lower = ["min_size", "max_size", "desired_capacity"].filter((name) => change.lowers(name));
      if (lower.length === 0) return [];
      if (lower.some((name) => name !== "min_size" && numericValue(change.becomes(name)) === 0)) {
        return [riskOf("outage", `${lower.join(" and ")} becomes 0: all instances are terminated.`)];
      }
      return [
        riskOf(
          "thinner",
          `The group is smaller: ${lower.map((name) => `${name} goes ${fromTo(change, name)}`).join(", ")}.`,
        ),
      ];
    },
  }),
  pagedRule({
    id: "auto-scaling-group-rolls",
    types: GROUP,
    finds: "instances that are replaced by an instance refresh, or stay as they are",
    pages: [`${GUIDE}/instance-refresh-overview.html`],
    judge: (change) => (change.isUpdated && launchesOtherwise(change) ? [refreshRisk(change)] : []),
  }),
  settingRule({
    id: "auto-scaling-health-check-weaker",
    types: GROUP,
    attributes: ["health_check_type"],
    on: (change, attribute) => leaves(change, attribute, "ELB", "EBS", "VPC_LATTICE"),
    risk: "thinner",
    finds: "a group that keeps instances which the load balancer finds unhealthy",
    text: (change) =>
      `The health check goes ${fromTo(change, "health_check_type")}: instances that the load balancer finds unhealthy are kept.`,
    pages: [`${GUIDE}/health-checks-overview.html`],
  }),
  settingRule({
    id: "auto-scaling-grace-period-shorter",
    types: GROUP,
    attributes: ["health_check_grace_period", "default_instance_warmup"],
    on: "lowers",
    risk: "outage",
    level: "note",
    finds: "less time for an instance to become healthy",
    text: (change, [attribute = "health_check_grace_period"]) =>
      `Instances have less time to start: ${attribute} goes ${fromTo(change, attribute)} seconds. Those that need longer are replaced over and over.`,
    pages: [`${GUIDE}/health-check-grace-period.html`],
  }),
  settingRule({
    id: "auto-scaling-group-leaves-zone",
    types: GROUP,
    attributes: ["vpc_zone_identifier", "availability_zones"],
    on: "drops",
    risk: "thinner",
    finds: "a group that leaves a subnet or zone",
    text: "The group leaves a subnet or zone: its instances there are replaced in the others.",
    pages: [`${GUIDE}/asg-in-vpc.html`],
    guards: [],
  }),
  settingRule({
    id: "auto-scaling-group-leaves-load-balancer",
    types: GROUP,
    attributes: ["target_group_arns", "load_balancers"],
    on: "drops",
    risk: "outage",
    finds: "a group whose instances leave a load balancer",
    text: "The group's instances are taken out of a load balancer: it has no targets until others are registered.",
    pages: [`${GUIDE}/attach-load-balancer-asg.html`],
    guards: [],
  }),
  settingRule({
    id: "auto-scaling-processes-suspended",
    types: GROUP,
    attributes: ["suspended_processes"],
    on: (change, attribute) => !change.isUnknown(attribute) && addsElements(change, attribute),
    risk: "thinner",
    finds: "a group that no longer launches, replaces or balances instances",
    text: "Processes of the group are suspended: it no longer launches, replaces or balances instances by itself.",
    pages: [`${GUIDE}/as-suspend-resume-processes.html`],
  }),
  settingRule({
    id: "auto-scaling-protection-off",
    types: GROUP,
    attributes: ["protect_from_scale_in", "force_delete"],
    on: (change, attribute) =>
      attribute === "force_delete" ? change.turnsOn(attribute) : change.turnsOff(attribute),
    risk: "disarmed",
    finds: "a group whose instances may end at work",
    text: (_, attributes) => `Instances may end at work (${attributes.join(", ")}).`,
    pages: [`${GUIDE}/ec2-auto-scaling-instance-protection.html`],
  }),
  settingRule({
    id: "auto-scaling-metrics-off",
    types: GROUP,
    attributes: ["enabled_metrics"],
    on: "drops",
    risk: "blind",
    finds: "group metrics that stop",
    text: "Metrics of the group stop: alarms on them see nothing.",
    pages: [`${GUIDE}/ec2-auto-scaling-metrics.html`],
  }),
  settingRule({
    id: "auto-scaling-reserve-lower",
    types: GROUP,
    attributes: [
      "instance_maintenance_policy.0.min_healthy_percentage",
      "mixed_instances_policy.0.instances_distribution.0.on_demand_base_capacity",
      "mixed_instances_policy.0.instances_distribution.0.on_demand_percentage_above_base_capacity",
      "max_instance_lifetime",
      "capacity_rebalance",
    ],
    on: (change, attribute) => change.lowers(attribute) || change.turnsOff(attribute),
    risk: "thinner",
    finds: "fewer instances that stay during maintenance, or that Spot cannot take",
    text: (_, attributes) => `Fewer instances are sure to stay (${attributes.join(", ")}).`,
    pages: [`${GUIDE}/ec2-auto-scaling-instance-maintenance-policy.html`],
  }),
  deletionRule({
    id: "scaling-policy-removed",
    types: ["aws_autoscaling_policy", "aws_autoscaling_schedule", "aws_autoscalingplans_scaling_plan"],
    finds: "a scaling policy or schedule of a group that is removed",
    pages: [`${GUIDE}/as-scale-based-on-demand.html`],
    consequences: [["thinner", "the group no longer grows by it"]],
  }),
  deletionRule({
    id: "auto-scaling-attachment-removed",
    types: [
      "aws_autoscaling_attachment",
      "aws_autoscaling_traffic_source_attachment",
      "aws_autoscaling_lifecycle_hook",
    ],
    finds: "a group's load balancer or lifecycle hook that is removed",
    pages: [`${GUIDE}/attach-load-balancer-asg.html`],
    consequences: [
      ["outage", "the group's instances leave the load balancer, or no longer wait for the hook"],
    ],
  }),
  deletionRule({
    id: "auto-scaling-notification-removed",
    types: ["aws_autoscaling_notification"],
    finds: "notifications of a group that stop",
    pages: [`${GUIDE}/ec2-auto-scaling-sns-notifications.html`],
    consequences: [["blind", "launches and terminations are no longer reported"]],
  }),
  deletionRule({
    id: "launch-template-removed",
    types: ["aws_launch_template", "aws_launch_configuration"],
    finds: "a launch template that is deleted or replaced",
    pages: [`${GUIDE}/launch-templates.html`],
    consequences: [
      [
        "outage",
        "a group that still names it cannot launch instances, and AWS refuses to delete a launch configuration in use",
      ],
    ],
    whenCreatedFirst: [["later", "groups name its successor before it goes"]],
  }),
];

function launchesOtherwise(change: PlannedResourceChange): boolean {
  const names = ["launch_template", "launch_configuration", "mixed_instances_policy.0.launch_template"];
  return names.some(
    (name) => change.changes(name) || (change.isUnknown(name) && change.was(name) !== undefined),
  );
}

function refreshRisk(change: PlannedResourceChange): ReturnType<typeof riskOf> {
  const hasRefresh =
    Array.isArray(change.becomes("instance_refresh")) && change.becomes("instance_refresh.0") !== undefined;
  if (!hasRefresh) {
    return riskOf(
      "later",
      "Only instances that start later have the new launch template: no instance refresh is configured.",
    );
  }
  const percentage =
    numericValue(change.becomes("instance_refresh.0.preferences.0.min_healthy_percentage")) ??
    MIN_HEALTHY_PERCENTAGE_DEFAULT;
  return percentage === 0
    ? riskOf("outage", "An instance refresh replaces all instances at once: min_healthy_percentage is 0.")
    : riskOf(
        "later",
        `An instance refresh replaces the instances step by step: ${percentage} % stay in service.`,
      );
}
