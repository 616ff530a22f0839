import { z } from "zod";
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
export const listenerSchema = z.strictObject({
  /** The port it listens on. */
  port: portField,
  /** `HTTPS` and `TLS` end TLS 1.2 or newer here, with the platform's certificate. */
  protocol: oneOf(["HTTP", "HTTPS", "TCP", "TLS", "UDP"]),
  /** `forward` to the workloads published on it, or `redirect` to HTTPS. @default forward */
  action: oneOf(["forward", "redirect"]).default("forward"),
});

/** A load balancer that workloads are published on. */
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
  /** The tier of its addresses; a public tier makes it internet-facing. */
  tier: nameField,
  /** Its listeners. */
  listeners: list(listenerSchema, "listeners", 1),
  /** An Elastic IP in each zone (network kind only). @default false */
  fixedAddresses: flag.default(false),
  /** Seconds an idle connection is kept (application kind only). @default 60 */
  idleTimeoutSeconds: integer(1, 4000, "seconds").default(60),
  /** Days that access logs are kept in S3. @default 90 */
  accessLogDays: integer(1, 3650, "days").default(90),
});

/** The platform's public name. */
const domainSchema = z.strictObject({
  /** The Route 53 zone: `cybershield-ai.com`. */
  name: domainField,
  /** Who it is registered with, for the delegation text. @default "your registrar" */
  registrar: text(64, "a registrar's name").default("your registrar"),
  /** `create`: this environment owns the zone; `existing`: it is looked up by name. @default create */
  zone: oneOf(["create", "existing"]).default("create"),
  /** The names on the ACM certificate, first the main one. */
  certificateNames: list(certificateNameField, "certificate names", 1),
  /** The host names that point at the entry. */
  hosts: list(domainField, "host names", 1),
  /** The load balancer that the host names reach, through the CDN where there is one. */
  entry: nameField,
});

/** A managed group takes no more. https://docs.aws.amazon.com/waf/latest/APIReference/API_ManagedRuleGroupStatement.html */
const COUNTED_RULES_MAX = 100;

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
  /** Requests one address may make in five minutes. @default 2000 */
  requestsPerFiveMinutes: integer(10, 2_000_000_000, "requests").default(2000),
  /** AWS's managed rule groups, in order. @default common, known bad inputs, IP reputation, SQL injection */
  managedRuleGroups: list(managedGroupField, "managed rule groups").default([
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesKnownBadInputsRuleSet",
    "AWSManagedRulesSQLiRuleSet",
  ]),
  /**
   * Rules of managed groups that only count what they would block, by group: where people upload, the common group's
   * SizeRestrictions_BODY, which blocks every body over 8,192 bytes. @default none
   * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
   */
  countedRules: recordBy(
    managedGroupField,
    list(managedRuleField, "rules", 1).max(COUNTED_RULES_MAX, {
      error: formatIssue(
        `at most ${COUNTED_RULES_MAX} rules`,
        "remove some, or the group from managedRuleGroups",
      ),
    }),
    "group",
  ).default({}),
  /** Days that its log is kept. @default 90 */
  logRetentionDays: logRetentionField.default(90),
});

/** CloudFront in front of the entry: the load balancer then admits CloudFront's addresses only. */
const cdnSchema = z.strictObject({
  /** `PriceClass_100` is North America and Europe. @default PriceClass_100 */
  priceClass: oneOf(["PriceClass_100", "PriceClass_200", "PriceClass_All"]).default("PriceClass_100"),
  /** Paths that may be cached, by the origin's headers; all others always go to the origin. @default none */
  cachedPaths: list(
    patternText(/^\/?[\w\-./*?]{1,255}$/, "a CloudFront path pattern", 'write it as "/static/*"'),
    "path patterns",
  ).default([]),
  /** Days that its access log is kept. @default 90 */
  accessLogDays: integer(1, 3650, "days").default(90),
});

/** Shield Advanced: AWS's paid protection against floods. */
const shieldSchema = z.strictObject({
  /** Says that the subscription's 3,000 US dollars a month for one year are wanted. */
  subscriptionUsdMonthly: z.literal(3000, {
    error: formatIssue(
      "3000: Shield Advanced costs 3,000 US dollars a month for at least one year",
      "write subscriptionUsdMonthly: 3000 to accept the price, or remove edge.shield",
    ),
  }),
});

/** How the outside comes in. */
export const edgeSchema = z.strictObject({
  /** The load balancers, by name. @default none */
  loadBalancers: recordByName(loadBalancerSchema).default({}),
  /** The public name, its certificate and records. @default none */
  domain: domainSchema.optional(),
  /** AWS WAF before the CDN, else before each public application load balancer. @default on */
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

/** How the outside comes in, with its defaults. */
export type Edge = z.output<typeof edgeSchema>;
/** A load balancer with its defaults. */
export type LoadBalancerSettings = z.output<typeof loadBalancerSchema>;
/** A listener with its defaults. */
export type Listener = z.output<typeof listenerSchema>;
/** A public name with its defaults. */
export type Domain = z.output<typeof domainSchema>;
/** A WAF with its defaults. */
export type WafSettings = z.output<typeof wafSchema>;
/** A CDN with its defaults. */
export type CdnSettings = z.output<typeof cdnSchema>;
