import { arn, type Facts, type Knowledge, render, textFact, textsFact } from "../facts.ts";
import { timestamp } from "../rules/attributes.ts";
import { numberBelow, token, uuid } from "../token.ts";

/** The record that proves the ownership of a name; a wildcard is proven by the record of its apex. */
function validation(facts: Facts, domain: string): { readonly [key: string]: string } {
  const apex = domain.replace(/^\*\./, "");
  const seed = `${facts.accountId}/acm/${apex}`;
  return {
    domain_name: domain,
    resource_record_name: `_${token(seed, "hex", 32)}.${apex}.`,
    resource_record_type: "CNAME",
    resource_record_value: `_${token(`${seed}/value`, "hex", 32)}.${token(`${seed}/zone`, "lower", 10)}.acm-validations.aws.`,
  };
}

const validationField = (name: string) => (facts: Facts) => {
  const domain = facts.self.domain_name;
  return typeof domain === "string" ? (validation(facts, domain)[name] ?? "") : "";
};

const dnsValidated = (facts: Facts) => textFact(facts, "validation_method") === "DNS";

/** AWS's host zone of CloudFront. https://docs.aws.amazon.com/general/latest/gr/cf_region.html */
const CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2";

const cloudfrontPolicy: Knowledge[string] = { id: "{uuid}", etag: "E{upper:13/etag}" };

/** Certificates, zones, CloudFront and the web application firewall. */
export const edge: Knowledge = {
  aws_acm_certificate: {
    id: "{arn}",
    arn: arn("acm:{region}:{account}:certificate/{uuid}"),
    domain_name: "",
    domain_validation_options: (facts) => {
      if (!dnsValidated(facts)) return [];
      const names = [textFact(facts, "domain_name"), ...textsFact(facts, "subject_alternative_names")];
      return [...new Set(names)].map((name) => validation(facts, name));
    },
    "domain_validation_options.resource_record_name": validationField("resource_record_name"),
    "domain_validation_options.resource_record_type": validationField("resource_record_type"),
    "domain_validation_options.resource_record_value": validationField("resource_record_value"),
    subject_alternative_names: (facts) => [textFact(facts, "domain_name")],
    status: (facts) =>
      dnsValidated(facts) || textFact(facts, "validation_method") === "EMAIL"
        ? "PENDING_VALIDATION"
        : "ISSUED",
    type: (facts) =>
      textFact(facts, "certificate_authority_arn") !== ""
        ? "PRIVATE"
        : textFact(facts, "validation_method") === ""
          ? "IMPORTED"
          : "AMAZON_ISSUED",
    validation_method: (facts) => (textFact(facts, "certificate_authority_arn") === "" ? "NONE" : ""),
    key_algorithm: "RSA_2048",
    not_before: (facts) => (dnsValidated(facts) ? "" : timestamp(facts)),
    not_after: (facts) => (dnsValidated(facts) ? "" : timestamp(facts, 395)),
    pending_renewal: false,
    renewal_eligibility: "INELIGIBLE",
    renewal_summary: [],
    validation_emails: [],
    options: [{ certificate_transparency_logging_preference: "ENABLED" }],
  },
  aws_acm_certificate_validation: {
    id: (facts) => `${timestamp(facts).replace("T", " ").replace("Z", "")} +0000 UTC`,
  },
  aws_route53_zone: {
    id: "{zone_id}",
    zone_id: "Z{upper:20}",
    arn: arn("route53:::hostedzone/{zone_id}"),
    name_servers: (facts) => nameServers(facts),
    primary_name_server: (facts) => nameServers(facts)[0] ?? "",
  },
  aws_route53_record: {
    id: (facts) =>
      render(
        `{zone_id}_{lower name}_{type}${textFact(facts, "set_identifier") === "" ? "" : "_{set_identifier}"}`,
        facts,
      ),
    fqdn: (facts) => recordFqdn(facts),
    allow_overwrite: false,
  },
  aws_route53_health_check: { id: "{uuid}", arn: arn("route53:::healthcheck/{id}") },
  aws_route53_zone_association: {
    id: "{zone_id}:{vpc_id}",
    owning_account: "{account}",
    vpc_region: "{region}",
  },
  aws_route53_delegation_set: {
    id: "N{upper:20}",
    name_servers: (facts) => nameServers(facts),
    arn: arn("route53:::delegationset/{id}"),
  },
  aws_route53_key_signing_key: { id: "{hosted_zone_id},{name}" },
  aws_route53_hosted_zone_dnssec: { id: "{hosted_zone_id}" },
  aws_route53_resolver_endpoint: {
    id: "rslvr-in-0{hex:16}",
    arn: arn("route53resolver:{region}:{account}:resolver-endpoint/{id}"),
  },
  aws_cloudfront_distribution: {
    id: "E{upper:13}",
    arn: arn("cloudfront::{account}:distribution/{id}"),
    caller_reference: "terraform-20240101{digits:16}",
    domain_name: "d{base36:13}.cloudfront.net",
    hosted_zone_id: CLOUDFRONT_ZONE,
    status: "Deployed",
    in_progress_validation_batches: 0,
    last_modified_time: (facts) => `${timestamp(facts).replace("T", " ").replace("Z", "")} +0000 UTC`,
    etag: (facts) => `E${token(`${facts.seed}/etag/${String(facts.before?.etag ?? "")}`, "upper", 13)}`,
    trusted_key_groups: [{ enabled: false, items: [] }],
    trusted_signers: [{ enabled: false, items: [] }],
    continuous_deployment_policy_id: "",
  },
  aws_cloudfront_vpc_origin: {
    id: "vo_{mixed:22}",
    arn: arn("cloudfront::{account}:vpcorigin/{id}"),
    etag: "E{upper:13/etag}",
  },
  aws_cloudfront_cache_policy: { ...cloudfrontPolicy, arn: arn("cloudfront::{account}:cache-policy/{id}") },
  aws_cloudfront_origin_request_policy: {
    ...cloudfrontPolicy,
    arn: arn("cloudfront::{account}:origin-request-policy/{id}"),
  },
  aws_cloudfront_response_headers_policy: {
    ...cloudfrontPolicy,
    arn: arn("cloudfront::{account}:response-headers-policy/{id}"),
  },
  aws_cloudfront_origin_access_control: {
    id: "E{upper:13}",
    etag: "E{upper:13/etag}",
    arn: arn("cloudfront::{account}:origin-access-control/{id}"),
  },
  aws_cloudfront_origin_access_identity: {
    id: "E{upper:13}",
    caller_reference: "terraform-20240101{digits:16}",
    cloudfront_access_identity_path: "origin-access-identity/cloudfront/{id}",
    iam_arn: arn("iam::cloudfront:user/CloudFront Origin Access Identity {id}"),
    s3_canonical_user_id: "{hex:96/canonical}",
    etag: "E{upper:13/etag}",
  },
  aws_cloudfront_function: {
    id: "{name}",
    arn: arn("cloudfront::{account}:function/{name}"),
    status: "UNASSOCIATED",
    etag: "E{upper:13/etag}",
    live_stage_etag: "E{upper:13/live}",
  },
  aws_cloudfront_monitoring_subscription: { id: "{distribution_id}" },
  aws_cloudfront_public_key: { id: "K{upper:13}", etag: "E{upper:13/etag}" },
  aws_wafv2_web_acl: {
    ...waf("webacl"),
    capacity: (facts) => 25 + numberBelow(facts.seed, 1200),
    application_integration_url: "",
  },
  aws_wafv2_ip_set: waf("ipset"),
  aws_wafv2_rule_group: waf("rulegroup"),
  aws_wafv2_regex_pattern_set: waf("regexpatternset"),
  aws_wafv2_web_acl_association: { id: "{web_acl_arn},{resource_arn}" },
  aws_wafv2_web_acl_logging_configuration: { id: "{resource_arn}" },
  aws_shield_protection: { id: "{uuid}", arn: arn("shield::{account}:protection/{id}") },
  aws_shield_protection_group: {
    id: "{protection_group_id}",
    protection_group_arn: arn("shield::{account}:protection-group/{protection_group_id}"),
  },
};

/** Four name servers in the form that Route 53 gives out, one in each of four top-level domains. */
function nameServers(facts: Facts): string[] {
  const start = numberBelow(`${facts.seed}/ns`, 512);
  return ["org", "co.uk", "com", "net"]
    .map((domain, index) => {
      const number = [1024, 1536, 0, 512][index] ?? 0;
      return `ns-${number + ((start + index * 37) % 512)}.awsdns-${String(numberBelow(`${facts.seed}/ns/${domain}`, 64)).padStart(2, "0")}.${domain}`;
    })
    .sort();
}

function recordFqdn(facts: Facts): string {
  const zone = facts.account
    .resources("aws_route53_zone")
    .find((found) => found.id === textFact(facts, "zone_id"));
  const apex = String(zone?.values.name ?? "").replace(/\.$/, "");
  const name = textFact(facts, "name").replace(/\.$/, "").toLowerCase();
  if (name === "") return apex;
  return apex === "" || name === apex || name.endsWith(`.${apex}`) ? name : `${name}.${apex}`;
}

function waf(kind: string): Knowledge[string] {
  return {
    id: "{uuid}",
    arn: (facts) => {
      const global = textFact(facts, "scope") === "CLOUDFRONT";
      return render(
        `arn:{partition}:wafv2:${global ? "us-east-1" : "{region}"}:{account}:${global ? "global" : "regional"}/${kind}/{name}/{id}`,
        facts,
      );
    },
    lock_token: (facts) => uuid(`${facts.seed}/lock/${String(facts.before?.lock_token ?? "")}`),
  };
}
