import * as z from "zod";
import { RULE_ACTION_OVERRIDES_MAX } from "../aws/service-quotas.ts";
import {
  certificateNameField,
  domainField,
  flag,
  formatIssue,
  integer,
  list,
  logRetentionField,
  nameField,
  oneOf,
  patternText,
  portField,
  recordBy,
  recordByName,
  text,
} from "./fields.ts";

/** One listener of a load balancer. */
const listenerSchema = z.strictObject({
  /** The port it listens on. */
  port: portField,
  /** `HTTPS` and `TLS` terminate TLS 1.2 or newer, with the platform's certificate. */
  protocol: oneOf(["HTTP", "HTTPS", "TCP", "TLS", "UDP"]),
  /** `forward` to the attached targets, or `redirect` to HTTPS. @default forward */
  action: oneOf(["forward", "redirect"]).default("forward"),
});

/** An application or network load balancer. */
export const loadBalancerSchema = z.strictObject({
  /** Its name in AWS, 1 to 32 characters. @default `<platform>-<environment>-<key>` */
  name: patternText(
    /^(?!internal-)[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?$/,
    'a load balancer name of 1 to 32 letters, digits and hyphens that does not start with "internal-"',
    'use a name such as "web-alb"',
  ).optional(),
  /** `application` (HTTP) or `network` (TCP, UDP). */
  kind: oneOf(["application", "network"]),
  /** The network it is in. @default the only one */
  network: nameField.optional(),
  /** The tier of its subnets; a public tier makes it internet-facing. */
  tier: nameField,
  /** Its listeners. */
  listeners: list(listenerSchema, "listeners", 1),
  /** An Elastic IP in each zone (network kind only). @default false */
  fixedAddresses: flag.default(false),
  /**
   * Capacity that is kept at all times, in load balancer capacity units (LCU), for sessions that
   * come faster than the load balancer grows. Reserved units are billed by the hour, used or not:
   * at the rate of used units 0.008 US dollars each for `application`, 0.006 for `network`
   * (us-east-1, price list of 2026-09).
   * For `network` they reserve throughput only, 2.2 Mbps each, and none with a TLS listener.
   * @default none: it grows with its load
   * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/capacity-unit-reservation.html
   * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/request-capacity-unit-reservation.html
   */
  reservedCapacityUnits: integer(100, 100_000, "load balancer capacity units").optional(),
  /** Idle timeout in seconds (application kind only). @default 60 */
  idleTimeoutSeconds: integer(1, 4000, "seconds").default(60),
  /** Retention of access logs in S3, in days. @default 90 */
  accessLogDays: integer(1, 3650, "days").default(90),
});

/** The platform's public DNS name and certificate. */
const domainSchema = z.strictObject({
  /** The Route 53 hosted zone: `cybershield-ai.com`. */
  name: domainField,
  /** The registrar, named in the delegation instructions. @default "your registrar" */
  registrar: text(64, "a registrar's name").default("your registrar"),
  /**
   * `create`: this environment owns the hosted zone; `existing`: it is looked up by name. @default
   * create
   */
  zone: oneOf(["create", "existing"]).default("create"),
  /** The domain names on the ACM certificate, primary name first. */
  certificateNames: list(certificateNameField, "certificate names", 1),
  /** The host names that resolve to the entry. */
  hosts: list(domainField, "host names", 1),
  /** The load balancer that the host names reach, through the CDN if there is one. */
  entry: nameField,
});

const managedGroupField = patternText(
  /^AWSManagedRules[A-Za-z0-9]+$/,
  "the name of an AWS managed rule group",
  'use a name such as "AWSManagedRulesCommonRuleSet"',
);

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_RuleActionOverride.html */
const managedRuleField = patternText(
  /^[\w-]{1,128}$/,
  "the name of a rule of 1 to 128 letters, digits, _ and -",
  'use a name such as "SizeRestrictions_BODY"',
);

/** AWS WAF in front of the entry. */
const wafSchema = z.strictObject({
  /** Rate limit: requests per source address in five minutes. @default 2000 */
  requestsPerFiveMinutes: integer(10, 2_000_000_000, "requests").default(2000),
  /**
   * AWS managed rule groups, in order.
   * @default common, known bad inputs, IP reputation, SQL injection
   */
  managedRuleGroups: list(managedGroupField, "managed rule groups").default([
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesKnownBadInputsRuleSet",
    "AWSManagedRulesSQLiRuleSet",
  ]),
  /**
   * Rules of managed groups that count instead of block, by group. Uploads usually need
   * SizeRestrictions_BODY of the common group here: it blocks every body over 8,192 bytes. @default
   * none
   * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
   */
  countedRules: recordBy(
    managedGroupField,
    list(managedRuleField, "rules", 1).max(RULE_ACTION_OVERRIDES_MAX, {
      error: formatIssue(
        `at most ${RULE_ACTION_OVERRIDES_MAX} rules`,
        "remove some, or the group from managedRuleGroups",
      ),
    }),
    "group",
  ).default({}),
  /** Log retention in days. @default 90 */
  logRetentionDays: logRetentionField.default(90),
});

/**
 * CloudFront in front of the entry, whose load balancer then admits only CloudFront's addresses.
 */
const cdnSchema = z.strictObject({
  /** `PriceClass_100` is North America and Europe. @default PriceClass_100 */
  priceClass: oneOf(["PriceClass_100", "PriceClass_200", "PriceClass_All"]).default("PriceClass_100"),
  /**
   * The connection to the entry. `public`: over the internet, to a load balancer in a public tier,
   * which admits CloudFront's addresses. `vpc`: by a CloudFront VPC origin, to one in a private
   * tier, which nothing else outside the VPC can reach. @default public
   * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html
   */
  origin: oneOf(["public", "vpc"]).default("public"),
  /**
   * Seconds for which CloudFront waits for a response, and for its next packet. @default 30, AWS's
   * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html#DownloadDistValuesOriginResponseTimeout
   */
  originTimeoutSeconds: integer(1, 60, "seconds, AWS's quota").default(30),
  /**
   * Path patterns cached by the origin's headers; all other requests go to the origin. @default
   * none
   */
  cachedPaths: list(
    patternText(/^\/?[\w\-./*?]{1,255}$/, "a CloudFront path pattern", 'write it as "/static/*"'),
    "path patterns",
  ).default([]),
  /** Retention of access logs, in days. @default 90 */
  accessLogDays: integer(1, 3650, "days").default(90),
});

/** Shield Advanced: AWS's paid DDoS protection. */
const shieldSchema = z.strictObject({
  /** Accepts the price: 3,000 US dollars a month for one year. */
  subscriptionUsdMonthly: z.literal(3000, {
    error: formatIssue(
      "3000: Shield Advanced costs 3,000 US dollars a month for at least one year",
      "write subscriptionUsdMonthly: 3000 to accept the price, or remove edge.shield",
    ),
  }),
});

/** Ingress: load balancers, DNS, WAF and CDN. */
export const edgeSchema = z.strictObject({
  /** The load balancers, by name. @default none */
  loadBalancers: recordByName(loadBalancerSchema).default({}),
  /** The public DNS name, its certificate and records. @default none */
  domain: domainSchema.optional(),
  /** AWS WAF on the CDN, else on each public application load balancer. @default on */
  waf: z
    .union([z.literal("off"), wafSchema], {
      error: formatIssue('WAF settings, or "off"', 'write { } for the defaults, or "off"'),
    })
    .prefault({}),
  /** @default none */
  cdn: cdnSchema.optional(),
  /** @default none */
  shield: shieldSchema.optional(),
});

/** A load balancer with its defaults. */
export type LoadBalancerSettings = z.output<typeof loadBalancerSchema>;
/** A listener with its defaults. */
export type Listener = z.output<typeof listenerSchema>;
/** A public DNS name with its defaults. */
export type Domain = z.output<typeof domainSchema>;
/** A WAF with its defaults. */
export type WafSettings = z.output<typeof wafSchema>;
/** A CDN with its defaults. */
export type CdnSettings = z.output<typeof cdnSchema>;
