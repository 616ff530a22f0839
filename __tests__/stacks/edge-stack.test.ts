import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate/index.js";
import { CloudfrontDistribution } from "@cdktf/provider-aws/lib/cloudfront-distribution/index.js";
import { CloudfrontVpcOrigin } from "@cdktf/provider-aws/lib/cloudfront-vpc-origin/index.js";
import { CloudwatchLogDelivery } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery/index.js";
import { CloudwatchLogDeliveryDestination } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery-destination/index.js";
import { CloudwatchLogDeliverySource } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery-source/index.js";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { DataAwsCloudfrontCachePolicy } from "@cdktf/provider-aws/lib/data-aws-cloudfront-cache-policy/index.js";
import { DataAwsCloudfrontOriginRequestPolicy } from "@cdktf/provider-aws/lib/data-aws-cloudfront-origin-request-policy/index.js";
import { DataAwsCloudfrontResponseHeadersPolicy } from "@cdktf/provider-aws/lib/data-aws-cloudfront-response-headers-policy/index.js";
import { Lb } from "@cdktf/provider-aws/lib/lb/index.js";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener/index.js";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record/index.js";
import { Wafv2WebAcl } from "@cdktf/provider-aws/lib/wafv2-web-acl/index.js";
import { cybershieldIn } from "../support/platforms.ts";
import {
  parseStackJson,
  resourcesOfType,
  type SynthesizedStackJson,
  subnetReferences,
  synthesize,
} from "../support/synth.ts";

const stacks = synthesize(cybershieldIn("prod"), cybershieldIn("dev"));
const prodText = stacks["cybershield-prod-edge"]!;
const devText = stacks["cybershield-dev-edge"]!;
const prod = parseStackJson(stacks, "cybershield-prod-edge");
const dev = parseStackJson(stacks, "cybershield-dev-edge");

/** The edge stack of CyberShield with a change. */
function edgeWith(
  environment: "prod" | "dev",
  change: Parameters<typeof cybershieldIn>[1],
): SynthesizedStackJson {
  const name = `cybershield-${environment}-edge`;
  return parseStackJson(synthesize(cybershieldIn(environment, change)), name);
}

/** Describes the alias records: `A cybershield-ai.com -> aws_lb`. */
function aliases(stack: SynthesizedStackJson): string[] {
  return resourcesOfType(stack, "aws_route53_record")
    .filter(({ alias }) => alias !== undefined)
    .map(({ type, name, alias }) => {
      const target = (alias as { name: string }).name;
      return `${type} ${name} -> ${/\$\{(\w+)\./.exec(target)?.[1]}`;
    })
    .sort();
}

describe("CyberShield: DNS", () => {
  it("points apex and www to CloudFront in prod, for IPv4 and IPv6", () => {
    expect(aliases(prod)).toEqual([
      "A cybershield-ai.com -> aws_cloudfront_distribution",
      "A www.cybershield-ai.com -> aws_cloudfront_distribution",
      "AAAA cybershield-ai.com -> aws_cloudfront_distribution",
      "AAAA www.cybershield-ai.com -> aws_cloudfront_distribution",
    ]);
  });

  it("points apex and www to the load balancer in dev, and evaluates its health", () => {
    expect(aliases(dev)).toEqual([
      "A dev.cybershield-ai.com -> aws_lb",
      "A www.dev.cybershield-ai.com -> aws_lb",
    ]);
    expect(devText).toHaveResourceWithProperties(Route53Record, {
      name: "dev.cybershield-ai.com",
      alias: expect.objectContaining({ evaluate_target_health: true }),
    });
  });

  it("uses the target's hosted zone, and does not evaluate CloudFront's health", () => {
    expect(prodText).toHaveResourceWithProperties(Route53Record, {
      name: "cybershield-ai.com",
      type: "AAAA",
      alias: {
        name: expect.stringMatching(/aws_cloudfront_distribution\..*domain_name/),
        zone_id: expect.stringMatching(/aws_cloudfront_distribution\..*hosted_zone_id/),
        evaluate_target_health: false,
      },
    });
    expect(devText).toHaveResourceWithProperties(Route53Record, {
      alias: expect.objectContaining({ zone_id: expect.stringMatching(/aws_lb\..*zone_id/) }),
    });
  });

  it("has all records in the platform's zone", () => {
    const zones = resourcesOfType(prod, "aws_route53_record").map(({ zone_id }) => zone_id);
    expect(new Set(zones)).toEqual(new Set(["${data.terraform_remote_state.network.outputs.zone_id}"]));
  });
});

describe("CyberShield: certificate", () => {
  it("is issued by ACM for the apex and its wildcard, with DNS validation", () => {
    expect(prodText).toHaveResourceWithProperties(AcmCertificate, {
      domain_name: "cybershield-ai.com",
      subject_alternative_names: ["*.cybershield-ai.com"],
      validation_method: "DNS",
      lifecycle: { create_before_destroy: true },
    });
  });

  it("is validated by one record, selected from ACM's options by domain name", () => {
    const records = resourcesOfType(prod, "aws_route53_record").filter(({ type }) => type === "CNAME");
    const option = (attribute: string) =>
      expect.stringMatching(
        new RegExp(
          `^\\$\\{one\\(\\[for option in aws_acm_certificate\\..* : option\\.${attribute} if option\\.domain_name == "cybershield-ai\\.com"\\]\\)\\}$`,
        ),
      );
    expect(records).toEqual([
      expect.objectContaining({
        name: option("resource_record_name"),
        records: [option("resource_record_value")],
        ttl: 300,
        allow_overwrite: true,
      }),
    ]);
  });

  it("is referenced by its validation, so that it is used only when issued", () => {
    const [record] = Object.entries(prod.resource!.aws_route53_record!).find(
      ([, { type }]) => type === "CNAME",
    )!;
    const [certificate] = Object.keys(prod.resource!.aws_acm_certificate!);
    expect(resourcesOfType(prod, "aws_acm_certificate_validation")).toEqual([
      {
        certificate_arn: `\${aws_acm_certificate.${certificate}.arn}`,
        validation_record_fqdns: [`\${aws_route53_record.${record}.fqdn}`],
      },
    ]);
    const issued = expect.stringMatching(/^\$\{aws_acm_certificate_validation\..*\.certificate_arn\}$/);
    expect(prodText).toHaveResourceWithProperties(LbListener, { port: 443, certificate_arn: issued });
    expect(prodText).toHaveResourceWithProperties(CloudfrontDistribution, {
      viewer_certificate: expect.objectContaining({ acm_certificate_arn: issued }),
    });
    expect(prod.output!.certificate_arn!.value).toEqual(issued);
  });
});

describe("CyberShield: load balancer", () => {
  it("is cybershield-alb: internal behind CloudFront in prod, public in dev, hardened, with deletion protection", () => {
    expect(prodText).toHaveResourceWithProperties(Lb, {
      name: "cybershield-alb",
      load_balancer_type: "application",
      internal: true,
      subnets: subnetReferences("main/private"),
      security_groups: ["${data.terraform_remote_state.network.outputs.security_group_ids.alb}"],
      drop_invalid_header_fields: true,
      desync_mitigation_mode: "defensive",
      // A request that waits for OpenAI may stay silent for over a minute.
      idle_timeout: 120,
      enable_deletion_protection: true,
    });
    expect(devText).toHaveResourceWithProperties(Lb, {
      internal: false,
      subnets: subnetReferences("main/public"),
    });
  });

  it("has no deletion protection on an unprotected platform", () => {
    const [balancer] = resourcesOfType(edgeWith("prod", { protected: false }), "aws_lb");
    expect(balancer!.enable_deletion_protection).toBe(false);
  });

  it("requires TLS 1.2 or newer, and rejects requests that match no workload's rule", () => {
    expect(prodText).toHaveResourceWithProperties(LbListener, {
      port: 443,
      protocol: "HTTPS",
      ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      default_action: [
        {
          type: "fixed-response",
          fixed_response: { content_type: "text/plain", message_body: "Forbidden", status_code: "403" },
        },
      ],
    });
    expect(devText).toHaveResourceWithProperties(LbListener, {
      port: 443,
      default_action: [
        {
          type: "fixed-response",
          fixed_response: { content_type: "text/plain", message_body: "Not found", status_code: "404" },
        },
      ],
    });
  });

  it("redirects HTTP to HTTPS", () => {
    expect(devText).toHaveResourceWithProperties(LbListener, {
      port: 80,
      protocol: "HTTP",
      default_action: [
        { type: "redirect", redirect: { protocol: "HTTPS", port: "443", status_code: "HTTP_301" } },
      ],
    });
  });

  it("writes access and connection logs to S3, after the bucket policy", () => {
    const logs = {
      bucket: expect.stringMatching(/^\$\{aws_s3_bucket_policy\..*\.bucket\}$/),
      prefix: "alb",
      enabled: true,
    };
    expect(prodText).toHaveResourceWithProperties(Lb, { access_logs: logs, connection_logs: logs });
    const [bucket] = resourcesOfType(prod, "aws_s3_bucket");
    expect(bucket).toMatchObject({
      bucket: "cybershield-prod-edge-logs-111111111111",
      lifecycle: { prevent_destroy: true },
    });
    // Load balancers cannot write to a bucket with a KMS key.
    expect(resourcesOfType(prod, "aws_s3_bucket_server_side_encryption_configuration")[0]!.rule).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } },
    ]);
    const rules = resourcesOfType(prod, "aws_s3_bucket_lifecycle_configuration")[0]!.rule as object[];
    expect(rules).toMatchObject([
      { noncurrent_version_expiration: [{ noncurrent_days: 7 }] },
      { filter: [{ prefix: "alb/AWSLogs/111111111111/" }], expiration: [{ days: 90 }] },
      { filter: [{ prefix: "AWSLogs/111111111111/CloudFront/" }], expiration: [{ days: 90 }] },
    ]);
    const [policy] = resourcesOfType(prod, "aws_s3_bucket_policy");
    expect(policy!.policy).toContain(
      "arn:aws:s3:::cybershield-prod-edge-logs-111111111111/alb/AWSLogs/111111111111/*",
    );
  });
});

describe("CyberShield: perimeter: WAF", () => {
  const MANAGED = [
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesKnownBadInputsRuleSet",
    "AWSManagedRulesSQLiRuleSet",
  ];

  it("has managed rule groups and a blocking rate limit", () => {
    const [acl] = resourcesOfType(prod, "aws_wafv2_web_acl");
    const metrics = { cloudwatch_metrics_enabled: true, sampled_requests_enabled: true };
    expect(acl).toMatchObject({
      name: "cybershield-prod",
      scope: "CLOUDFRONT",
      default_action: { allow: {} },
      visibility_config: { ...metrics, metric_name: "cybershield-prod" },
    });
    const rules = acl!.rule as Record<string, unknown>[];
    for (const [index, { name, priority, visibility_config }] of rules.entries()) {
      expect(priority).toBe(index);
      expect(visibility_config).toEqual({ ...metrics, metric_name: name });
    }
    expect(rules[0]).toMatchObject({
      name: "rate-limit",
      action: { block: {} },
      statement: {
        rate_based_statement: { limit: 2000, evaluation_window_sec: 300, aggregate_key_type: "IP" },
      },
    });
    expect(rules.slice(1).map(({ statement, override_action }) => ({ statement, override_action }))).toEqual(
      MANAGED.map((name) => ({
        statement: { managed_rule_group_statement: expect.objectContaining({ vendor_name: "AWS", name }) },
        override_action: { none: {} },
      })),
    );
  });

  it("logs all requests, encrypted and without the headers that carry credentials", () => {
    expect(prodText).toHaveResourceWithProperties(CloudwatchLogGroup, {
      name: "aws-waf-logs-cybershield-prod",
      retention_in_days: 90,
      kms_key_id: "${data.terraform_remote_state.network.outputs.logs_key_arn}",
    });
    const group = expect.stringMatching(/^\$\{aws_cloudwatch_log_group\.waf_logs_group_\w+\.arn\}$/);
    // HTTP's own credentials, a session or an AWS signature's token, and the usual keys of APIs.
    const headers = [
      ...["authorization", "proxy-authorization", "cookie"],
      ...["x-amz-security-token", "x-api-key", "x-auth-token"],
    ];
    for (const stack of [prod, dev]) {
      const logging = resourcesOfType(stack, "aws_wafv2_web_acl_logging_configuration");
      expect(logging).toEqual([
        expect.objectContaining({
          resource_arn: expect.stringMatching(/^\$\{aws_wafv2_web_acl\.waf_acl_\w+\.arn\}$/),
          redacted_fields: headers.map((name) => ({ single_header: { name } })),
          log_destination_configs: [group],
        }),
      ]);
      expect(logging[0]).not.toHaveProperty("logging_filter");
    }
  });

  it("allows log delivery of this account before logging is enabled", () => {
    const [[id, policy] = []] = Object.entries(prod.resource!.aws_cloudwatch_log_resource_policy!);
    const [statement] = (JSON.parse(policy!.policy_document as string) as { Statement: object[] }).Statement;
    expect(policy!.policy_name).toBe("aws-waf-logs-cybershield-prod");
    expect(statement).toEqual({
      Sid: "WafWrites",
      Effect: "Allow",
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: expect.stringMatching(/^\$\{aws_cloudwatch_log_group\..*\.arn\}:\*$/),
      Condition: {
        StringEquals: { "aws:SourceAccount": "111111111111" },
        ArnLike: { "aws:SourceArn": "arn:aws:logs:us-east-1:111111111111:*" },
      },
    });
    const [logging] = resourcesOfType(prod, "aws_wafv2_web_acl_logging_configuration");
    expect(logging!.depends_on).toEqual([`aws_cloudwatch_log_resource_policy.${id}`]);
  });

  it("protects the load balancer in dev", () => {
    expect(devText).toHaveResourceWithProperties(Wafv2WebAcl, { scope: "REGIONAL" });
    expect(resourcesOfType(dev, "aws_wafv2_web_acl_association")).toEqual([
      {
        web_acl_arn: expect.stringMatching(/aws_wafv2_web_acl\..*arn/),
        resource_arn: expect.stringMatching(/aws_lb\..*arn/),
      },
    ]);
    expect(resourcesOfType(prod, "aws_wafv2_web_acl_association")).toEqual([]);
  });

  it("overrides the action of exactly the counted rules", () => {
    const countedRules = { AWSManagedRulesCommonRuleSet: ["SizeRestrictions_BODY", "NoUserAgent_HEADER"] };
    const platform = cybershieldIn("dev");
    const { waf } = platform.edge;
    if (waf === "off") expect.unreachable("the WAF is on");
    const changed = { ...platform, edge: { ...platform.edge, waf: { ...waf, countedRules } } };
    const json = parseStackJson(synthesize(changed), "cybershield-dev-edge");
    const [acl] = resourcesOfType(json, "aws_wafv2_web_acl");
    const count = { count: {} };
    const groups = (acl!.rule as Record<string, Record<string, Record<string, unknown>>>[]).slice(1);
    expect(groups.map(({ statement }) => statement!.managed_rule_group_statement)).toEqual(
      MANAGED.map((name) => ({
        vendor_name: "AWS",
        name,
        ...(name === "AWSManagedRulesCommonRuleSet"
          ? {
              rule_action_override: [
                { name: "SizeRestrictions_BODY", action_to_use: count },
                { name: "NoUserAgent_HEADER", action_to_use: count },
              ],
            }
          : {}),
      })),
    );
  });

  it("counts what analysts submit in bodies and queries, and blocks it in paths, headers and cookies", () => {
    const { waf } = cybershieldIn("prod").edge;
    if (waf === "off") expect.unreachable("the WAF is on");
    const counted = Object.values(waf.countedRules).flat();
    const submitted = [
      "CrossSiteScripting",
      "GenericRFI",
      "GenericLFI",
      "EC2MetaDataSSRF",
      "SQLi",
      "Log4JRCE",
    ];
    for (const rule of submitted) expect(counted).toContain(`${rule}_BODY`);
    expect(counted.filter((rule) => !/_(BODY|QUERYSTRING|QUERYARGUMENTS)$/.test(rule))).toEqual([]);
    expect(waf.countedRules).not.toHaveProperty("AWSManagedRulesAmazonIpReputationList");
  });

  it("is absent if it is off", () => {
    const off = edgeWith("prod", { edge: { waf: "off" } });
    expect(resourcesOfType(off, "aws_wafv2_web_acl")).toEqual([]);
    expect(resourcesOfType(off, "aws_cloudfront_distribution")[0]).not.toHaveProperty("web_acl_id");
  });
});

describe("CyberShield: perimeter: CloudFront", () => {
  it("is in front of the load balancer in prod, with HTTPS on both sides and the WAF", () => {
    expect(prodText).toHaveResourceWithProperties(CloudfrontDistribution, {
      comment: "cybershield-prod",
      enabled: true,
      is_ipv6_enabled: true,
      http_version: "http2and3",
      price_class: "PriceClass_100",
      aliases: ["cybershield-ai.com", "www.cybershield-ai.com"],
      web_acl_id: expect.stringMatching(/aws_wafv2_web_acl\..*arn/),
      viewer_certificate: expect.objectContaining({
        minimum_protocol_version: "TLSv1.2_2021",
        ssl_support_method: "sni-only",
      }),
      origin: [
        {
          origin_id: "entry",
          domain_name: expect.stringMatching(/aws_lb\..*dns_name/),
          vpc_origin_config: {
            vpc_origin_id: expect.stringMatching(/^\$\{aws_cloudfront_vpc_origin\.cdn_vpc-origin_\w+\.id\}$/),
            origin_read_timeout: 60,
          },
        },
      ],
    });
    expect(prodText).toHaveResourceWithProperties(CloudfrontVpcOrigin, {
      vpc_origin_endpoint_config: [
        {
          name: "cybershield-prod",
          arn: expect.stringMatching(/^\$\{aws_lb\.alb_balancer_\w+\.arn\}$/),
          http_port: 80,
          https_port: 443,
          origin_protocol_policy: "https-only",
          origin_ssl_protocols: [{ items: ["TLSv1.2"], quantity: 1 }],
        },
      ],
    });
    const [distribution] = resourcesOfType(prod, "aws_cloudfront_distribution");
    expect(distribution!.restrictions).toEqual({ geo_restriction: { restriction_type: "none" } });
    expect(resourcesOfType(dev, "aws_cloudfront_distribution")).toEqual([]);
  });

  it("forwards everything including the host, caches nothing and adds security headers", () => {
    const [distribution] = resourcesOfType(prod, "aws_cloudfront_distribution");
    expect(distribution!.default_cache_behavior).toEqual({
      target_origin_id: "entry",
      viewer_protocol_policy: "redirect-to-https",
      allowed_methods: ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
      cached_methods: ["GET", "HEAD"],
      compress: true,
      cache_policy_id: expect.stringContaining("data.aws_cloudfront_cache_policy"),
      origin_request_policy_id: expect.stringContaining("data.aws_cloudfront_origin_request_policy"),
      response_headers_policy_id: expect.stringContaining("data.aws_cloudfront_response_headers_policy"),
    });
    expect(distribution!.ordered_cache_behavior).toEqual([]);
    expect(prodText).toHaveDataSourceWithProperties(DataAwsCloudfrontCachePolicy, {
      name: "Managed-CachingDisabled",
    });
    expect(prodText).toHaveDataSourceWithProperties(DataAwsCloudfrontOriginRequestPolicy, {
      name: "Managed-AllViewer",
    });
    expect(prodText).toHaveDataSourceWithProperties(DataAwsCloudfrontResponseHeadersPolicy, {
      name: "Managed-SecurityHeadersPolicy",
    });
  });

  it("caches the spec's paths, by the origin's headers", () => {
    const cached = edgeWith("prod", { edge: { cdn: { cachedPaths: ["/static/*", "/img/*"] } } });
    const [distribution] = resourcesOfType(cached, "aws_cloudfront_distribution");
    const behaviours = distribution!.ordered_cache_behavior as Record<string, unknown>[];
    expect(behaviours.map(({ path_pattern }) => path_pattern)).toEqual(["/static/*", "/img/*"]);
    const policies = Object.entries(cached.data!.aws_cloudfront_cache_policy!);
    const [id] = policies.find(([, { name }]) => name === "UseOriginCacheControlHeaders-QueryStrings")!;
    for (const { cache_policy_id } of behaviours) {
      expect(cache_policy_id).toBe(`\${data.aws_cloudfront_cache_policy.${id}.id}`);
    }
  });

  it("writes its access log to the log bucket, without cookies", () => {
    expect(prodText).toHaveResourceWithProperties(CloudwatchLogDeliverySource, {
      name: "cybershield-prod-cdn",
      log_type: "ACCESS_LOGS",
      resource_arn: expect.stringMatching(/aws_cloudfront_distribution\..*arn/),
    });
    expect(prodText).toHaveResourceWithProperties(CloudwatchLogDeliveryDestination, {
      name: "cybershield-prod-cdn",
      output_format: "json",
      delivery_destination_configuration: [
        { destination_resource_arn: expect.stringMatching(/^arn:aws:s3:::\$\{aws_s3_bucket_policy\./) },
      ],
    });
    const [source] = Object.keys(prod.resource!.aws_cloudwatch_log_delivery_source!);
    const [destination] = Object.keys(prod.resource!.aws_cloudwatch_log_delivery_destination!);
    expect(prodText).toHaveResourceWithProperties(CloudwatchLogDelivery, {
      delivery_source_name: `\${aws_cloudwatch_log_delivery_source.${source}.name}`,
      delivery_destination_arn: `\${aws_cloudwatch_log_delivery_destination.${destination}.arn}`,
    });
    const [delivery] = resourcesOfType(prod, "aws_cloudwatch_log_delivery");
    expect((delivery!.record_fields as string[]).join(" ")).toBe(
      "date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) " +
        "cs(User-Agent) cs-uri-query x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes " +
        "time-taken x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version " +
        "c-port time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len sc-range-start " +
        "sc-range-end",
    );
  });
});
