import type { ReviewRule } from "./review-rule.ts";
import { deletionRule, leaves, settingRule } from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide";

/** Rules on Route 53 Resolver, DNS Firewall and registered domains. */
export const route53ResolverRules: readonly ReviewRule[] = [
  deletionRule({
    id: "resolver-path-removed",
    types: [
      "aws_route53_resolver_endpoint",
      "aws_route53_resolver_rule",
      "aws_route53_resolver_rule_association",
      "aws_route53profiles_association",
      "aws_route53profiles_profile",
      "aws_route53profiles_resource_association",
    ],
    finds: "a resolver endpoint, rule or association that is removed",
    pages: [`${GUIDE}/resolver-getting-started.html`],
    consequences: [["cut", "names that it forwarded no longer resolve"]],
  }),
  settingRule({
    id: "resolver-targets-change",
    types: ["aws_route53_resolver_rule", "aws_route53_resolver_endpoint"],
    attributes: ["target_ip", "ip_address"],
    on: "drops",
    risk: "cut",
    finds: "a resolver rule or endpoint that loses an address",
    text: "An address of the resolver rule or endpoint goes: DNS servers that know it get no answer.",
    pages: [`${GUIDE}/resolver-rules-managing.html`],
    guards: [],
  }),
  deletionRule({
    id: "dns-firewall-removed",
    types: [
      "aws_route53_resolver_firewall_rule_group_association",
      "aws_route53_resolver_firewall_rule_group",
      "aws_route53_resolver_firewall_rule",
      "aws_route53_resolver_firewall_domain_list",
    ],
    finds: "a DNS Firewall rule, group or association that is removed",
    pages: [`${GUIDE}/resolver-dns-firewall.html`],
    consequences: [["exposure", "queries that it blocked are answered"]],
  }),
  settingRule({
    id: "dns-firewall-weaker",
    types: [
      "aws_route53_resolver_firewall_rule",
      "aws_route53_resolver_firewall_config",
      "aws_route53_resolver_firewall_rule_group_association",
    ],
    attributes: ["action", "firewall_fail_open", "mutation_protection"],
    on: (change, attribute) =>
      attribute === "firewall_fail_open"
        ? change.changes(attribute) && change.becomes(attribute) === "ENABLED"
        : leaves(change, attribute, attribute === "action" ? "BLOCK" : "ENABLED"),
    risk: "disarmed",
    finds: "a DNS Firewall that no longer blocks, fails open, or may be changed",
    text: (_, attributes) => `DNS Firewall blocks less (${attributes.join(", ")}).`,
    pages: [`${GUIDE}/resolver-dns-firewall.html`],
  }),
  deletionRule({
    id: "dns-query-logs-removed",
    types: [
      "aws_route53_query_log",
      "aws_route53_resolver_query_log_config",
      "aws_route53_resolver_query_log_config_association",
    ],
    finds: "query logs that stop",
    pages: [`${GUIDE}/query-logs.html`],
    consequences: [["blind", "DNS queries are no longer logged"]],
  }),
  deletionRule({
    id: "dnssec-validation-removed",
    types: ["aws_route53_resolver_dnssec_config"],
    finds: "a VPC that no longer validates DNSSEC",
    pages: [`${GUIDE}/resolver-dnssec-validation.html`],
    consequences: [["disarmed", "the VPC's resolver no longer validates DNSSEC"]],
  }),
  settingRule({
    id: "domain-name-servers-change",
    types: ["aws_route53domains_registered_domain", "aws_route53domains_domain"],
    attributes: ["name_server"],
    on: "drops",
    risk: "outage",
    finds: "a registered domain that is delegated to other name servers",
    text: "The domain is delegated to other name servers: names that these do not hold stop resolving, for up to 48 hours.",
    pages: [`${GUIDE}/domain-name-servers-glue-records.html`],
    guards: [],
  }),
  settingRule({
    id: "domain-lock-off",
    types: ["aws_route53domains_registered_domain", "aws_route53domains_domain"],
    attributes: ["transfer_lock", "auto_renew"],
    on: "turnsOff",
    risk: "disarmed",
    finds: "a registered domain that may be transferred away, or expires",
    text: (_, attributes) => `${attributes.join(" and ")} is turned off: the domain can be lost.`,
    pages: [`${GUIDE}/domain-lock.html`],
  }),
  deletionRule({
    id: "domain-removed",
    types: ["aws_route53domains_domain"],
    finds: "a registered domain that is deleted",
    pages: ["https://docs.aws.amazon.com/Route53/latest/APIReference/API_domains_DeleteDomain.html"],
    consequences: [["name", "the registration ends, and anybody may register the domain"]],
  }),
];
