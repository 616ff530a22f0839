import { type Json, toList } from "../../reach/terraform/configuration/json.ts";
import type { Risk } from "../finding.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { fromTo, riskOf } from "./builders.ts";
import { holdersAfter, namesOf } from "./plan-references.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule, RuleContext } from "./review-rule.ts";
import { blocksAfter, numericValue, pagedRule, settingRule, textIn } from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide";
const API = "https://docs.aws.amazon.com/Route53/latest/APIReference";

/** A TTL above this leaves no time to take a wrong value back. */
const QUICK_TTL_SECONDS = 300;

/** The attributes by which DNS points at an object. */
const TARGET_ATTRIBUTES = [
  "dns_name",
  "domain_name",
  "endpoint",
  "cname",
  "website_endpoint",
  "website_domain",
  "bucket_regional_domain_name",
  "regional_domain_name",
  "cloudfront_domain_name",
  "hostname",
  "public_dns",
  "public_ip",
  "address",
] as const;

/** Rules on records. */
export const route53RecordRules: readonly ReviewRule[] = [
  pagedRule({
    id: "record-removed",
    types: ["aws_route53_record"],
    finds: "a record that is deleted or replaced",
    pages: [`${API}/API_ChangeResourceRecordSets.html`],
    judge: (change) => (change.isDestroyed ? [removedRecordRisk(change)] : []),
  }),
  settingRule({
    id: "record-value-changes",
    types: ["aws_route53_record"],
    attributes: ["records", "alias", "type"],
    on: "changes",
    risk: "name",
    finds: "a record that points elsewhere, or becomes of another type, in place",
    text: (change, attributes) =>
      `The name ${attributes.includes("type") ? `becomes a record of another type (${fromTo(change, "type")})` : "points elsewhere"}, in place.${oldAnswer(change)}`,
    when: (change) => !isOnlyTargetHealth(change),
    pages: [`${API}/API_ChangeResourceRecordSets.html`],
    guards: ["type"],
  }),
  pagedRule({
    id: "record-points-at-removed",
    types: ["aws_route53_record"],
    finds: "a record that points at something that this plan removes",
    pages: [`${GUIDE}/resource-record-sets-choosing-alias-non-alias.html`],
    judge: (change, context) => {
      if (!change.isPresentAfter || change.isDestroyed) return [];
      const removed = removedTarget(change, context);
      return removed === undefined ? [] : [riskOf("outage", danglingText(removed.displayAddress))];
    },
  }),
  pagedRule({
    id: "removed-while-in-dns",
    types: [
      "aws_lb",
      "aws_elb",
      "aws_cloudfront_distribution",
      "aws_eip",
      "aws_instance",
      "aws_s3_bucket_website_configuration",
      "aws_api_gateway_domain_name",
      "aws_apigatewayv2_domain_name",
      "aws_globalaccelerator_accelerator",
      "aws_elastic_beanstalk_environment",
    ],
    finds: "something that is removed while a record keeps pointing at it: it dangles, and may be taken over",
    pages: [`${GUIDE}/resource-record-sets-choosing-alias-non-alias.html`],
    judge: (change, context) => {
      if (!change.isDestroyed || change.deposed !== undefined) return [];
      const records = TARGET_ATTRIBUTES.flatMap((name) =>
        holdersAfter(change, change.was(name), context),
      ).filter(({ type, isDestroyed }) => type === "aws_route53_record" && !isDestroyed);
      if (records.length === 0) return [];
      const text = `${replacementText(change)}, and ${namesOf(records)} keeps pointing at it: the name dangles, and whoever gets the old target answers for it.`;
      return [riskOf("outage", text)];
    },
  }),
  settingRule({
    id: "record-routing-changes",
    types: ["aws_route53_record"],
    attributes: [
      "failover_routing_policy",
      "geolocation_routing_policy",
      "geoproximity_routing_policy",
      "latency_routing_policy",
      "cidr_routing_policy",
      "multivalue_answer_routing_policy",
      "set_identifier",
    ],
    on: "changes",
    risk: "outage",
    finds: "a record that answers other clients than before",
    text: (_, attributes) =>
      `The record's routing policy changes (${attributes.join(", ")}): other clients get its answer.`,
    pages: [`${GUIDE}/routing-policy.html`],
    guards: [],
  }),
  settingRule({
    id: "record-weight-lower",
    types: ["aws_route53_record"],
    attributes: ["weighted_routing_policy.0.weight"],
    on: "lowers",
    risk: "thinner",
    finds: "a weighted record that gets less traffic, or none",
    text: (change) =>
      `The record's weight goes ${fromTo(change, "weighted_routing_policy.0.weight")}: the other records carry the rest.`,
    pages: [`${GUIDE}/routing-policy-weighted.html`],
  }),
  settingRule({
    id: "record-health-not-checked",
    types: ["aws_route53_record"],
    attributes: ["health_check_id", "alias.0.evaluate_target_health"],
    on: (change, attribute) =>
      attribute === "health_check_id"
        ? change.was(attribute) !== undefined && change.changes(attribute) && !change.becomes(attribute)
        : change.turnsOff(attribute) &&
          change.becomes("alias") !== undefined &&
          toList(change.becomes("alias")).length > 0,
    risk: "disarmed",
    finds: "a record whose target's health no longer counts",
    text: "The health of the record's target no longer counts: a dead target stays in DNS.",
    pages: [`${GUIDE}/dns-failover.html`],
    guards: ["alias.0.evaluate_target_health"],
  }),
  settingRule({
    id: "record-ttl-higher",
    types: ["aws_route53_record"],
    attributes: ["ttl"],
    on: "raises",
    risk: "later",
    finds: "a longer TTL: a wrong answer lives longer",
    text: (change) =>
      `The TTL goes ${fromTo(change, "ttl")} seconds: from then on, a change of the record takes that long to arrive.`,
  }),
];

function removedRecordRisk(change: PlannedResourceChange): Risk {
  const isValidation = toList(change.was("records")).some(
    (value) => typeof value === "string" && /\.acm-validations\.aws\.?$/.test(value),
  );
  if (isValidation) {
    const text = `${replacementText(change)}: without its validation record the certificate is not renewed when it expires.`;
    return riskOf("later", text);
  }
  return change.isReplaced
    ? riskOf(
        "name",
        `${replacementText(change)}: the old name, or the zone's old record, is gone.${oldAnswer(change)}`,
      )
    : riskOf("outage", `${replacementText(change)}: the name no longer resolves.${oldAnswer(change)}`);
}

function oldAnswer(change: PlannedResourceChange): string {
  const ttl = numericValue(change.was("ttl"));
  if (ttl === undefined) return "";
  const advice =
    ttl > QUICK_TTL_SECONDS ? ` Lower the TTL first: a wrong value cannot be taken back sooner.` : "";
  return ` Resolvers give the old answer for up to ${ttl} seconds.${advice}`;
}

/** True if an alias changes only in whether its target's health counts. */
function isOnlyTargetHealth(change: PlannedResourceChange): boolean {
  return (
    !change.changes("records") &&
    !change.changes("type") &&
    !change.changes("alias.0.name") &&
    !change.changes("alias.0.zone_id")
  );
}

function removedTarget(
  record: PlannedResourceChange,
  context: RuleContext,
): PlannedResourceChange | undefined {
  const targets = new Set<Json>(toList(record.becomes("records")));
  for (const alias of blocksAfter(record, "alias")) targets.add(textIn(alias, "name"));
  targets.delete("");
  return context.changes.find(
    (other) =>
      other.isDestroyed &&
      other.deposed === undefined &&
      other.type !== "aws_route53_record" &&
      TARGET_ATTRIBUTES.some((name) => {
        const value = other.was(name);
        return value !== undefined && targets.has(value);
      }),
  );
}

function danglingText(address: string): string {
  return `The record points at ${address}, which this plan removes: the name dangles, and whoever gets the old target answers for it.`;
}
