import { CLOUDFRONT_REGION } from "../../../../../aws/regions.ts";
import { formatTimestamp } from "../attribute-rules/attributes.ts";
import { deterministicNumber, deterministicToken, deterministicUuid } from "../deterministic-values.ts";
import {
  arnTemplate,
  type ResourceDefinitions,
  renderTemplate,
  resolveString,
  resolveStrings,
  type ValueContext,
} from "../value-context.ts";

/** The record that validates ownership of a domain name; a wildcard uses the record of its apex. */
function validationRecord(context: ValueContext, domain: string): { readonly [key: string]: string } {
  const apex = domain.replace(/^\*\./, "");
  const seed = `${context.accountId}/acm/${apex}`;
  return {
    domain_name: domain,
    resource_record_name: `_${deterministicToken(seed, "hex", 32)}.${apex}.`,
    resource_record_type: "CNAME",
    resource_record_value: `_${deterministicToken(`${seed}/value`, "hex", 32)}.${deterministicToken(`${seed}/zone`, "lower", 10)}.acm-validations.aws.`,
  };
}

const validationRecordField = (name: string) => (context: ValueContext) => {
  const domain = context.self.domain_name;
  return typeof domain === "string" ? (validationRecord(context, domain)[name] ?? "") : "";
};

const isDnsValidated = (context: ValueContext) => resolveString(context, "validation_method") === "DNS";

/** The hosted zone of CloudFront. https://docs.aws.amazon.com/general/latest/gr/cf_region.html */
const CLOUDFRONT_HOSTED_ZONE_ID = "Z2FDTNDATAQYW2";

const cloudfrontPolicy: ResourceDefinitions[string] = { id: "{uuid}", etag: "E{upper:13/etag}" };

/** Certificates, hosted zones, CloudFront and AWS WAF. */
export const edgeResources: ResourceDefinitions = {
  aws_acm_certificate: {
    id: "{arn}",
    arn: arnTemplate("acm:{region}:{account}:certificate/{uuid}"),
    domain_name: "",
    domain_validation_options: (context) => {
      if (!isDnsValidated(context)) return [];
      const names = [
        resolveString(context, "domain_name"),
        ...resolveStrings(context, "subject_alternative_names"),
      ];
      return [...new Set(names)].map((name) => validationRecord(context, name));
    },
    "domain_validation_options.resource_record_name": validationRecordField("resource_record_name"),
    "domain_validation_options.resource_record_type": validationRecordField("resource_record_type"),
    "domain_validation_options.resource_record_value": validationRecordField("resource_record_value"),
    subject_alternative_names: (context) => [resolveString(context, "domain_name")],
    status: (context) =>
      isDnsValidated(context) || resolveString(context, "validation_method") === "EMAIL"
        ? "PENDING_VALIDATION"
        : "ISSUED",
    type: (context) =>
      resolveString(context, "certificate_authority_arn") !== ""
        ? "PRIVATE"
        : resolveString(context, "validation_method") === ""
          ? "IMPORTED"
          : "AMAZON_ISSUED",
    validation_method: (context) =>
      resolveString(context, "certificate_authority_arn") === "" ? "NONE" : "",
    key_algorithm: "RSA_2048",
    not_before: (context) => (isDnsValidated(context) ? "" : formatTimestamp(context)),
    not_after: (context) => (isDnsValidated(context) ? "" : formatTimestamp(context, 395)),
    pending_renewal: false,
    renewal_eligibility: "INELIGIBLE",
    renewal_summary: [],
    validation_emails: [],
    options: [{ certificate_transparency_logging_preference: "ENABLED" }],
  },
  aws_acm_certificate_validation: {
    id: (context) => `${formatTimestamp(context).replace("T", " ").replace("Z", "")} +0000 UTC`,
  },
  aws_route53_zone: {
    id: "{zone_id}",
    zone_id: "Z{upper:20}",
    arn: arnTemplate("route53:::hostedzone/{zone_id}"),
    name_servers: (context) => nameServers(context),
    primary_name_server: (context) => nameServers(context)[0] ?? "",
  },
  aws_route53_record: {
    id: (context) =>
      renderTemplate(
        `{zone_id}_{lower name}_{type}${resolveString(context, "set_identifier") === "" ? "" : "_{set_identifier}"}`,
        context,
      ),
    fqdn: (context) => recordFqdn(context),
    allow_overwrite: false,
  },
  aws_route53_health_check: { id: "{uuid}", arn: arnTemplate("route53:::healthcheck/{id}") },
  aws_route53_zone_association: {
    id: "{zone_id}:{vpc_id}",
    owning_account: "{account}",
    vpc_region: "{region}",
  },
  aws_route53_delegation_set: {
    id: "N{upper:20}",
    name_servers: (context) => nameServers(context),
    arn: arnTemplate("route53:::delegationset/{id}"),
  },
  aws_route53_key_signing_key: { id: "{hosted_zone_id},{name}" },
  aws_route53_hosted_zone_dnssec: { id: "{hosted_zone_id}" },
  aws_route53_resolver_endpoint: {
    id: "rslvr-in-0{hex:16}",
    arn: arnTemplate("route53resolver:{region}:{account}:resolver-endpoint/{id}"),
  },
  aws_cloudfront_distribution: {
    id: "E{upper:13}",
    arn: arnTemplate("cloudfront::{account}:distribution/{id}"),
    caller_reference: "terraform-20240101{digits:16}",
    domain_name: "d{base36:13}.cloudfront.net",
    hosted_zone_id: CLOUDFRONT_HOSTED_ZONE_ID,
    status: "Deployed",
    in_progress_validation_batches: 0,
    last_modified_time: (context) =>
      `${formatTimestamp(context).replace("T", " ").replace("Z", "")} +0000 UTC`,
    etag: (context) =>
      `E${deterministicToken(`${context.seed}/etag/${String(context.before?.etag ?? "")}`, "upper", 13)}`,
    trusted_key_groups: [{ enabled: false, items: [] }],
    trusted_signers: [{ enabled: false, items: [] }],
    continuous_deployment_policy_id: "",
  },
  aws_cloudfront_vpc_origin: {
    id: "vo_{mixed:22}",
    arn: arnTemplate("cloudfront::{account}:vpcorigin/{id}"),
    etag: "E{upper:13/etag}",
  },
  aws_cloudfront_cache_policy: {
    ...cloudfrontPolicy,
    arn: arnTemplate("cloudfront::{account}:cache-policy/{id}"),
  },
  aws_cloudfront_origin_request_policy: {
    ...cloudfrontPolicy,
    arn: arnTemplate("cloudfront::{account}:origin-request-policy/{id}"),
  },
  aws_cloudfront_response_headers_policy: {
    ...cloudfrontPolicy,
    arn: arnTemplate("cloudfront::{account}:response-headers-policy/{id}"),
  },
  aws_cloudfront_origin_access_control: {
    id: "E{upper:13}",
    etag: "E{upper:13/etag}",
    arn: arnTemplate("cloudfront::{account}:origin-access-control/{id}"),
  },
  aws_cloudfront_origin_access_identity: {
    id: "E{upper:13}",
    caller_reference: "terraform-20240101{digits:16}",
    cloudfront_access_identity_path: "origin-access-identity/cloudfront/{id}",
    iam_arn: arnTemplate("iam::cloudfront:user/CloudFront Origin Access Identity {id}"),
    s3_canonical_user_id: "{hex:96/canonical}",
    etag: "E{upper:13/etag}",
  },
  aws_cloudfront_function: {
    id: "{name}",
    arn: arnTemplate("cloudfront::{account}:function/{name}"),
    status: "UNASSOCIATED",
    etag: "E{upper:13/etag}",
    live_stage_etag: "E{upper:13/live}",
  },
  aws_cloudfront_monitoring_subscription: { id: "{distribution_id}" },
  aws_cloudfront_public_key: { id: "K{upper:13}", etag: "E{upper:13/etag}" },
  aws_wafv2_web_acl: {
    ...wafResource("webacl"),
    capacity: (context) => 25 + deterministicNumber(context.seed, 1200),
    application_integration_url: "",
  },
  aws_wafv2_ip_set: wafResource("ipset"),
  aws_wafv2_rule_group: wafResource("rulegroup"),
  aws_wafv2_regex_pattern_set: wafResource("regexpatternset"),
  aws_wafv2_web_acl_association: { id: "{web_acl_arn},{resource_arn}" },
  aws_wafv2_web_acl_logging_configuration: { id: "{resource_arn}" },
  aws_shield_protection: { id: "{uuid}", arn: arnTemplate("shield::{account}:protection/{id}") },
  aws_shield_protection_group: {
    id: "{protection_group_id}",
    protection_group_arn: arnTemplate("shield::{account}:protection-group/{protection_group_id}"),
  },
};

/** Four name servers in Route 53's format, in four top-level domains. */
function nameServers(context: ValueContext): string[] {
  const start = deterministicNumber(`${context.seed}/ns`, 512);
  return ["org", "co.uk", "com", "net"]
    .map((domain, index) => {
      const number = [1024, 1536, 0, 512][index] ?? 0;
      return `ns-${number + ((start + index * 37) % 512)}.awsdns-${String(deterministicNumber(`${context.seed}/ns/${domain}`, 64)).padStart(2, "0")}.${domain}`;
    })
    .sort();
}

function recordFqdn(context: ValueContext): string {
  const zone = context.account
    .resources("aws_route53_zone")
    .find((zone) => zone.id === resolveString(context, "zone_id"));
  const apex = String(zone?.values.name ?? "").replace(/\.$/, "");
  const name = resolveString(context, "name").replace(/\.$/, "").toLowerCase();
  if (name === "") return apex;
  return apex === "" || name === apex || name.endsWith(`.${apex}`) ? name : `${name}.${apex}`;
}

function wafResource(kind: string): ResourceDefinitions[string] {
  return {
    id: "{uuid}",
    arn: (context) => {
      const global = resolveString(context, "scope") === "CLOUDFRONT";
      return renderTemplate(
        `arn:{partition}:wafv2:${global ? CLOUDFRONT_REGION : "{region}"}:{account}:${global ? "global" : "regional"}/${kind}/{name}/{id}`,
        context,
      );
    },
    lock_token: (context) =>
      deterministicUuid(`${context.seed}/lock/${String(context.before?.lock_token ?? "")}`),
  };
}
