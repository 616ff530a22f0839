import type { Risk } from "../finding.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { fromTo, riskOf } from "./builders.ts";
import { holdersAtDeletion, namesOf } from "./plan-references.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule, RuleContext } from "./review-rule.ts";
import { becomesOneOf, deletionRule, pagedRule, settingRule } from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/elasticloadbalancing/latest";
const API = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference";
const ATTRIBUTES = `${GUIDE}/application/edit-target-group-attributes.html`;

/** The types that forward to a target group, so that AWS does not delete it. */
const FORWARDING_TYPES = ["aws_lb_listener", "aws_lb_listener_rule"];

/** Rules on target groups and their targets. */
export const elbTargetGroupRules: readonly ReviewRule[] = [
  pagedRule({
    id: "target-group-removed",
    types: ["aws_lb_target_group"],
    finds: "a target group that is deleted or replaced: empty, or still held by a listener",
    pages: [`${API}/API_DeleteTargetGroup.html`],
    judge: (change, context) => (change.isDestroyed ? removalRisks(change, context) : []),
  }),
  settingRule({
    id: "target-group-health-check-changes",
    types: ["aws_lb_target_group", "aws_elb"],
    attributes: [
      "health_check.0.path",
      "health_check.0.port",
      "health_check.0.protocol",
      "health_check.0.matcher",
      "health_check.0.target",
      "health_check.0.enabled",
    ],
    on: "changes",
    risk: "outage",
    finds: "a health check that asks something else",
    text: "The health check asks something else: targets that do not answer it are taken out, all of them if the check is wrong.",
    pages: [`${GUIDE}/application/target-group-health-checks.html`],
  }),
  settingRule({
    id: "target-group-health-check-tighter",
    types: ["aws_lb_target_group", "aws_elb"],
    attributes: [
      "health_check.0.unhealthy_threshold",
      "health_check.0.timeout",
      "health_check.0.interval",
      "target_group_health.0.unhealthy_state_routing.0.minimum_healthy_targets_count",
    ],
    on: "lowers",
    risk: "outage",
    level: "note",
    finds: "a health check that gives up on a target sooner",
    text: "The health check gives up on a target sooner: slow answers take it out.",
    pages: [`${GUIDE}/application/target-group-health-checks.html`],
  }),
  settingRule({
    id: "target-group-draining-shorter",
    types: ["aws_lb_target_group"],
    attributes: ["deregistration_delay"],
    on: "lowers",
    risk: "outage",
    finds: "a shorter deregistration delay: requests in flight are cut off when a target leaves",
    text: (change) =>
      `The deregistration delay goes ${fromTo(change, "deregistration_delay")} seconds: longer requests are cut off at each deployment.`,
    pages: [ATTRIBUTES],
  }),
  settingRule({
    id: "target-group-connections-cut",
    types: ["aws_lb_target_group"],
    attributes: ["connection_termination"],
    on: "turnsOn",
    risk: "outage",
    level: "note",
    finds: "connections that are closed when a target has been deregistered",
    text: "Connections are closed when the deregistration delay ends: long-lived ones break at each deployment.",
    pages: [`${GUIDE}/network/edit-target-group-attributes.html`],
  }),
  settingRule({
    id: "target-group-stickiness-off",
    types: ["aws_lb_target_group"],
    attributes: ["stickiness.0.enabled", "stickiness.0.type"],
    on: (change, attribute) =>
      attribute.endsWith("enabled")
        ? change.turnsOff(attribute)
        : change.was("stickiness.0.enabled") === true && change.changes(attribute),
    risk: "outage",
    finds: "sessions that no longer stay at one target",
    text: "Sessions no longer stay at their target: those that live in its memory are lost.",
    pages: [`${GUIDE}/application/edit-target-group-attributes.html#sticky-sessions`],
  }),
  settingRule({
    id: "target-group-protocol-details-change",
    types: ["aws_lb_target_group"],
    attributes: ["proxy_protocol_v2", "preserve_client_ip", "lambda_multi_value_headers_enabled"],
    on: "changes",
    risk: "outage",
    finds: "targets that receive another source address, header or event format",
    text: (_, attributes) =>
      `Targets receive traffic in another form (${attributes.join(", ")}): they, and security groups that match client addresses, must expect it.`,
    pages: [`${GUIDE}/network/edit-target-group-attributes.html`],
  }),
  settingRule({
    id: "target-group-resilience-lower",
    types: ["aws_lb_target_group"],
    attributes: ["load_balancing_cross_zone_enabled", "load_balancing_anomaly_mitigation", "slow_start"],
    on: (change, attribute) =>
      becomesOneOf(change, attribute, "false", "off", false) || change.lowers(attribute),
    risk: "thinner",
    finds: "cross-zone balancing, anomaly mitigation or slow start that is reduced",
    text: (_, attributes) =>
      `Targets share the load less evenly (${attributes.join(", ")}): a weak or new one is felt sooner.`,
    pages: [ATTRIBUTES],
  }),
  deletionRule({
    id: "last-target-removed",
    types: ["aws_lb_target_group_attachment"],
    finds: "the last target of a target group that leaves it",
    pages: [`${API}/API_DeregisterTargets.html`],
    when: (change, context) => !hasOtherTarget(change, context),
    consequences: [
      ["outage", "no other target of its target group is in these plans, so that requests fail"],
    ],
    whenCreatedFirst: [["outage", "the new target is registered first, and must become healthy", "note"]],
  }),
  deletionRule({
    id: "target-removed",
    types: ["aws_lb_target_group_attachment"],
    finds: "a target that leaves its target group",
    pages: [`${API}/API_DeregisterTargets.html`],
    when: hasOtherTarget,
    consequences: [["thinner", "the other targets of its target group carry its requests"]],
  }),
];

function removalRisks(change: PlannedResourceChange, context: RuleContext): readonly Risk[] {
  const text = replacementText(change);
  if (change.deposed !== undefined) return [riskOf("outage", `${text}.`, "note")];
  const outage = riskOf(
    "outage",
    `${text}: requests fail until a target group with healthy targets is in its place.`,
  );
  if (change.action === "replace-create-first") return [outage];
  const holders = holdersAtDeletion(change, change.was("arn"), context, FORWARDING_TYPES);
  if (holders.length > 0) {
    const cause = `${namesOf(holders)} still forwards to it (ResourceInUse). Fix: create_before_destroy, and a name_prefix.`;
    return [riskOf("refused", `${text}, and AWS refuses it: ${cause}`, "block"), outage];
  }
  const hint = `${text}: AWS refuses it while any listener forwards to it (ResourceInUse).`;
  return change.action === "replace" ? [riskOf("refused", hint), outage] : [outage];
}

function hasOtherTarget(change: PlannedResourceChange, context: RuleContext): boolean {
  const group = change.was("target_group_arn");
  return context
    .ofType("aws_lb_target_group_attachment")
    .some((other) => other !== change && !other.isDestroyed && other.becomes("target_group_arn") === group);
}
