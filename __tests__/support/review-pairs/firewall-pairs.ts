import type { JsonObject } from "../../../tools/reach/terraform/configuration/json.ts";
import { PRIVATE_NETWORK, PRIVATE_SUBNETS } from "./base-network.ts";
import { drop, type PairGroup, patched, type ResourcePatch, retag } from "./review-pair.ts";

const metrics = (name: string): JsonObject => ({
  cloudwatch_metrics_enabled: true,
  metric_name: name,
  sampled_requests_enabled: true,
});

/** A rule of the web ACL. */
const countryRule = (action: JsonObject): JsonObject => ({
  name: "countries",
  priority: 1,
  action,
  statement: { geo_match_statement: { country_codes: ["KP"] } },
  visibility_config: metrics("countries"),
});

/** A rule of the web ACL that blocks those who ask too often. */
const RATE_RULE: JsonObject = {
  name: "rate",
  priority: 2,
  action: { block: {} },
  statement: { rate_based_statement: { limit: 2000, aggregate_key_type: "IP" } },
  visibility_config: metrics("rate"),
};

const BASE: ResourcePatch = {
  ...PRIVATE_NETWORK,
  "aws_wafv2_web_acl.strict": {
    name: "strict",
    scope: "REGIONAL",
    default_action: { block: {} },
    visibility_config: metrics("strict"),
  },
  "aws_wafv2_web_acl.main": {
    name: "main",
    scope: "REGIONAL",
    default_action: { allow: {} },
    rule: [countryRule({ block: {} }), RATE_RULE],
    visibility_config: metrics("main"),
  },
  "aws_lb.main": {
    name: "main",
    internal: true,
    subnets: PRIVATE_SUBNETS,
    security_groups: ["${aws_security_group.data.id}"],
  },
  "aws_wafv2_web_acl_association.main": {
    resource_arn: "${aws_lb.main.arn}",
    web_acl_arn: "${aws_wafv2_web_acl.main.arn}",
  },
  "aws_cloudwatch_log_group.waf": { name: "aws-waf-logs-main", retention_in_days: 30 },
  "aws_wafv2_web_acl_logging_configuration.main": {
    resource_arn: "${aws_wafv2_web_acl.main.arn}",
    log_destination_configs: ["${aws_cloudwatch_log_group.waf.arn}"],
  },
};

const ACL = "aws_wafv2_web_acl.main";
const STRICT = "aws_wafv2_web_acl.strict";
const ASSOCIATION = "aws_wafv2_web_acl_association.main";
const ACL_LOG = "aws_wafv2_web_acl_logging_configuration.main";

/** Web ACLs. */
export const FIREWALL_PAIRS: PairGroup = {
  name: "firewall",
  base: BASE,
  pairs: [
    {
      id: "waf-allows-by-default",
      expects: { class: ["exposure", "blind", "disarmed", "public"], level: "ask", address: STRICT },
      dangerous: patched({ [STRICT]: { default_action: { block: null, allow: {} } } }),
      harmless: patched({ [STRICT]: { description: "Blocks." } }),
    },
    {
      id: "waf-rule-counts-only",
      expects: { class: ["exposure", "blind", "disarmed"], level: "ask", address: ACL },
      dangerous: patched({ [ACL]: { rule: [countryRule({ count: {} }), RATE_RULE] } }),
      harmless: patched({ [ACL]: { description: "Of the shop." } }),
    },
    {
      id: "waf-rule-removed",
      expects: { class: ["exposure", "blind", "disarmed"], level: "ask", address: ACL },
      dangerous: patched({ [ACL]: { rule: [countryRule({ block: {} })] } }),
      harmless: patched({ [STRICT]: { rule: [countryRule({ block: {} })] } }),
    },
    {
      id: "waf-detached",
      expects: { class: ["exposure", "blind", "disarmed"], level: "ask", address: ASSOCIATION },
      dangerous: drop(ASSOCIATION),
      harmless: retag(ACL),
    },
    {
      id: "waf-log-deleted",
      expects: { class: "blind", level: "ask", address: ACL_LOG },
      dangerous: drop(ACL_LOG),
      harmless: patched({ [ACL_LOG]: { redacted_fields: [{ single_header: { name: "authorization" } }] } }),
    },
    {
      id: "waf-renamed",
      expects: { class: ["refused", "blind", "exposure", "outage"], level: "ask", address: ACL },
      dangerous: patched({ [ACL]: { name: "renamed" } }),
      harmless: retag(ACL),
    },
  ],
};
