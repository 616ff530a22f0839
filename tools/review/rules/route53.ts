import { fromTo } from "./builders.ts";
import type { ReviewRule } from "./review-rule.ts";
import { deletionRule, leaves, settingRule } from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide";
const API = "https://docs.aws.amazon.com/Route53/latest/APIReference";

/** Rules on hosted zones, health checks and DNSSEC; records have a file of their own. */
export const route53Rules: readonly ReviewRule[] = [
  deletionRule({
    id: "zone-removed",
    types: ["aws_route53_zone"],
    finds: "a hosted zone that is deleted or replaced",
    pages: [`${API}/API_DeleteHostedZone.html`],
    consequences: [
      [
        "name",
        "that cannot be undone, a new zone gets other name servers, and somebody else may take the domain until the registrar has them",
      ],
      [
        "outage",
        "no name in the zone resolves until the parent zone delegates to the new one: up to 48 hours",
      ],
    ],
  }),
  settingRule({
    id: "zone-force-destroy-on",
    types: ["aws_route53_zone"],
    attributes: ["force_destroy"],
    on: "turnsOn",
    risk: "disarmed",
    finds: "a hosted zone whose next destroy takes its records with it",
    text: "force_destroy is turned on: the next destroy deletes all records of the zone, also those made elsewhere.",
  }),
  settingRule({
    id: "zone-leaves-vpc",
    types: ["aws_route53_zone"],
    attributes: ["vpc"],
    on: "drops",
    risk: "cut",
    finds: "a private zone that is no longer associated with a VPC",
    text: "The private zone leaves a VPC: its names no longer resolve there.",
    pages: [`${API}/API_DisassociateVPCFromHostedZone.html`],
    guards: [],
  }),
  deletionRule({
    id: "zone-association-removed",
    types: ["aws_route53_zone_association"],
    finds: "an association of a private zone with a VPC that is removed",
    pages: [`${API}/API_DisassociateVPCFromHostedZone.html`],
    consequences: [["cut", "names of the private zone no longer resolve in that VPC"]],
  }),
  deletionRule({
    id: "delegation-set-removed",
    types: ["aws_route53_delegation_set"],
    finds: "a reusable delegation set that is removed",
    pages: [`${API}/API_DeleteReusableDelegationSet.html`],
    consequences: [["name", "its four name servers are never assigned again"]],
  }),
  deletionRule({
    id: "health-check-removed",
    types: ["aws_route53_health_check"],
    finds: "a health check that is deleted or replaced",
    pages: [`${API}/API_DeleteHealthCheck.html`],
    consequences: [["disarmed", "records that use it no longer leave a dead target"]],
  }),
  settingRule({
    id: "health-check-off",
    types: ["aws_route53_health_check"],
    attributes: ["disabled"],
    on: "turnsOn",
    risk: "blind",
    finds: "a health check that is disabled: it counts as healthy for ever",
    text: "The health check is disabled, and counts as healthy for ever: a dead target stays in DNS.",
    pages: [`${API}/API_UpdateHealthCheck.html`],
  }),
  settingRule({
    id: "health-check-changes",
    types: ["aws_route53_health_check"],
    attributes: [
      "invert_healthcheck",
      "fqdn",
      "ip_address",
      "port",
      "resource_path",
      "search_string",
      "child_healthchecks",
      "cloudwatch_alarm_name",
      "insufficient_data_health_status",
    ],
    on: "changes",
    risk: "outage",
    finds: "a health check that asks something else, or is inverted",
    text: "The health check asks something else: if the answer is not the expected one, its records leave DNS.",
    pages: [`${API}/API_UpdateHealthCheck.html`],
    guards: ["invert_healthcheck", "port", "resource_path"],
  }),
  settingRule({
    id: "health-check-slower",
    types: ["aws_route53_health_check"],
    attributes: ["failure_threshold"],
    on: "raises",
    risk: "thinner",
    finds: "a health check that notices a failure later",
    text: (change) =>
      `A dead target leaves DNS later: failure_threshold goes ${fromTo(change, "failure_threshold")}.`,
  }),
  deletionRule({
    id: "dnssec-removed",
    types: ["aws_route53_hosted_zone_dnssec", "aws_route53_key_signing_key"],
    finds: "DNSSEC signing, or its key, that is removed",
    pages: [`${GUIDE}/dns-configuring-dnssec-disable.html`],
    consequences: [
      [
        "outage",
        "while the parent zone has the DS record, validating resolvers answer SERVFAIL for the whole zone",
      ],
    ],
  }),
  settingRule({
    id: "dnssec-off",
    types: ["aws_route53_hosted_zone_dnssec", "aws_route53_key_signing_key"],
    attributes: ["signing_status", "status"],
    on: (change, attribute) => leaves(change, attribute, "SIGNING", "ACTIVE"),
    risk: "outage",
    finds: "DNSSEC signing, or its key, that is turned off",
    text: "The zone is no longer signed: while the parent zone has the DS record, validating resolvers answer SERVFAIL.",
    pages: [`${GUIDE}/dns-configuring-dnssec-disable.html`],
  }),
];
