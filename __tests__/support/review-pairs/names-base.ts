import type { JsonObject } from "../../../tools/reach/terraform/configuration/json.ts";
import { PRIVATE_NETWORK, PRIVATE_SUBNETS } from "./base-network.ts";
import type { ResourcePatch } from "./review-pair.ts";

const balancer = (name: string): JsonObject => ({
  name,
  internal: true,
  load_balancer_type: "application",
  subnets: PRIVATE_SUBNETS,
  security_groups: ["${aws_security_group.data.id}"],
});

const alias = (name: string): JsonObject => ({
  zone_id: "${aws_route53_zone.main.zone_id}",
  name,
  type: "A",
  alias: {
    name: `\${aws_lb.${name}.dns_name}`,
    zone_id: `\${aws_lb.${name}.zone_id}`,
    evaluate_target_health: false,
  },
});

/** Names of a load balancer as text, after it is gone from the configuration. */
export const DANGLING = {
  name: "internal-old-123.us-east-1.elb.amazonaws.com",
  zone_id: "Z35SXDOTRQ7X7K",
  evaluate_target_health: false,
};

/** A web ACL of another stack. */
const WEB_ACL = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/cdn/0a1b2c3d-0000-4000-8000-000000000000";

/** The origin of the distribution. */
export const ORIGIN: JsonObject = {
  domain_name: "${aws_s3_bucket.site.bucket_regional_domain_name}",
  origin_id: "site",
  origin_access_control_id: "${aws_cloudfront_origin_access_control.main.id}",
};

/** The distribution's only cache behaviour. */
export const BEHAVIOUR: JsonObject = {
  allowed_methods: ["GET", "HEAD"],
  cached_methods: ["GET", "HEAD"],
  target_origin_id: "site",
  viewer_protocol_policy: "redirect-to-https",
  cache_policy_id: "658327ea-f89d-4fab-a63d-7e88639e58f6",
};

/** Zones, records, a load balancer behind one of them, and a distribution. */
export const NAMES_BASE: ResourcePatch = {
  ...PRIVATE_NETWORK,
  "aws_vpc.second": { cidr_block: "10.8.0.0/16" },
  "aws_route53_zone.main": { name: "example.com", force_destroy: false },
  "aws_route53_zone.loose": { name: "example.org", force_destroy: true },
  "aws_route53_zone.private": {
    name: "internal.example.com",
    vpc: [{ vpc_id: "${aws_vpc.main.id}" }, { vpc_id: "${aws_vpc.second.id}" }],
  },
  "aws_route53_record.www": {
    zone_id: "${aws_route53_zone.main.zone_id}",
    name: "www",
    type: "A",
    ttl: 300,
    records: ["203.0.113.10"],
  },
  "aws_route53_record.old": alias("old"),
  "aws_lb.old": balancer("old"),
  "aws_cloudwatch_log_group.queries": { name: "/aws/route53/example.com", retention_in_days: 30 },
  "aws_route53_query_log.main": {
    zone_id: "${aws_route53_zone.main.zone_id}",
    cloudwatch_log_group_arn: "${aws_cloudwatch_log_group.queries.arn}",
  },
  "aws_acm_certificate.main": {
    domain_name: "*.example.com",
    validation_method: "DNS",
  },
  "aws_route53_record.validation": {
    zone_id: "${aws_route53_zone.main.zone_id}",
    name: "${one(aws_acm_certificate.main.domain_validation_options).resource_record_name}",
    type: "${one(aws_acm_certificate.main.domain_validation_options).resource_record_type}",
    records: ["${one(aws_acm_certificate.main.domain_validation_options).resource_record_value}"],
    ttl: 60,
  },
  "aws_acm_certificate_validation.main": {
    certificate_arn: "${aws_acm_certificate.main.arn}",
    validation_record_fqdns: ["${aws_route53_record.validation.fqdn}"],
  },
  "aws_s3_bucket.site": { bucket: "pairs-cdn-site" },
  "aws_cloudfront_origin_access_control.main": {
    name: "site",
    origin_access_control_origin_type: "s3",
    signing_behavior: "always",
    signing_protocol: "sigv4",
  },
  "aws_cloudfront_distribution.main": {
    enabled: true,
    comment: "Site.",
    aliases: ["www.example.com"],
    web_acl_id: WEB_ACL,
    origin: [ORIGIN],
    default_cache_behavior: BEHAVIOUR,
    restrictions: { geo_restriction: { restriction_type: "whitelist", locations: ["DE", "FR"] } },
    viewer_certificate: {
      acm_certificate_arn: "${aws_acm_certificate_validation.main.certificate_arn}",
      ssl_support_method: "sni-only",
      minimum_protocol_version: "TLSv1.2_2021",
    },
    logging_config: { bucket: "pairs-cdn-logs.s3.amazonaws.com" },
  },
};
