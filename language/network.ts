import { z } from "zod";
import {
  cidrField,
  domainField,
  formatIssue,
  integer,
  list,
  logRetentionField,
  oneOf,
  patternText,
  recordBy,
  recordByName,
  regionField,
  vpcCidrField,
  zoneField,
} from "./fields.ts";

/**
 * One tier of subnets: one subnet in each zone.
 *
 * Each (tier, zone) owns a fixed slot of the VPC's space, so that a new tier or zone moves no subnet.
 */
export const tierSchema = z.strictObject({
  /** `public`: routed to the internet gateway; `private`: out through NAT; `isolated`: no way out. */
  access: oneOf(["public", "private", "isolated"]),
  /**
   * Which eighth of the VPC's block the tier owns.
   * @default 0 for `public`, 1 `private`, 2 `database`, 3 `cache`, 4 `endpoint`, 5 `transit`; others must say it
   */
  slot: integer(0, 7, "the tier's slot").optional(),
  /** Subnet blocks by zone, where the slots do not fit an existing plan. @default the slots */
  cidrs: recordBy(zoneField, vpcCidrField, "zone").optional(),
});

const tierField = patternText(/^[a-z][a-z0-9-]*$/, "a tier of this network", "name one of its tiers");

const natSchema = z.discriminatedUnion(
  "kind",
  [
    /** Private tiers have no way to the internet. */
    z.strictObject({ kind: z.literal("none") }),
    /** NAT gateways: one for each zone, or one that all zones share. */
    z.strictObject({
      kind: z.literal("gateway"),
      placement: oneOf(["per-zone", "single"]),
      /** Elastic IPs that exist, by zone, to keep an address that others have allowed. @default new ones */
      allocationIds: recordBy(
        zoneField,
        patternText(
          /^eipalloc-[0-9a-f]{8,17}$/,
          "an Elastic IP allocation id",
          'use an id such as "eipalloc-0123456789abcdef0"',
        ),
        "zone",
      ).optional(),
    }),
    /** One small hardened instance that forwards: the cheapest NAT, without a service level. */
    z.strictObject({
      kind: z.literal("instance"),
      instanceType: patternText(
        /^t4g\.(nano|micro|small|medium)$/,
        "a t4g instance type from nano to medium",
        'use "t4g.nano"',
      ).default("t4g.nano"),
    }),
    /**
     * A private NAT gateway for each zone: what private tiers send over connections carries its address, and
     * nothing behind a connection can call these tiers. It gives no way to the internet.
     * https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-scenarios.html
     */
    z.strictObject({
      kind: z.literal("private-gateway"),
      /** The isolated tier that holds the gateways: what is behind connections meets its addresses alone. */
      tier: tierField,
    }),
  ],
  {
    error: formatIssue(
      'a NAT whose kind is "none", "gateway", "instance" or "private-gateway"',
      'use { kind: "gateway", placement: "per-zone" }',
    ),
  },
);

/** A service's short name in an endpoint's service name: `ecr.api` of `com.amazonaws.us-east-1.ecr.api`. */
const endpointService = patternText(
  /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$/,
  "an AWS service's endpoint name",
  'use a name such as "ecr.api"',
);

/** One VPC and all that is in it but workloads and stores. */
export const networkSchema = z.strictObject({
  /** The region it is in. @default the platform's */
  region: regionField.optional(),
  /** Its IPv4 block, /16 to /28. Never change it: every subnet would be replaced. */
  cidr: vpcCidrField,
  /** Blocks added later, for tiers with blocks of their own. @default none */
  secondaryCidrs: list(vpcCidrField, "CIDR blocks").default([]),
  /** The Availability Zones that every tier spans: full names. */
  zones: list(zoneField, "zones", 1),
  /** The tiers of subnets, by name. */
  tiers: recordByName(tierSchema),
  /** How private tiers reach the internet, or what connections lead to. @default none */
  nat: natSchema.default({ kind: "none" }),
  /** AWS services reached without the internet. */
  endpoints: z
    .strictObject({
      /** Free, by route: S3 and DynamoDB. @default S3 */
      gateway: list(oneOf(["s3", "dynamodb"]), "gateway services").default(["s3"]),
      /** By private address, billed by the hour and zone: `ecr.api`, `logs`. @default none */
      interface: list(endpointService, "interface services").default([]),
      /** The tier that holds the interface endpoints' addresses. @default the first private tier */
      tier: tierField.optional(),
    })
    .prefault({}),
  /** VPC flow logs: always on, kept in CloudWatch Logs, encrypted. */
  flowLogs: z.strictObject({ retentionDays: logRetentionField.default(365) }).prefault({}),
  /** A private DNS zone in which servers, and what is behind internal load balancers, have a name: `payment.roboshop.internal`. @default none */
  privateZone: domainField.optional(),
});

/** A network outside the platform that flows may name: an office, a data centre. */
export const outsideSchema = z.strictObject({
  /** Its blocks. */
  cidrs: list(cidrField, "CIDR blocks", 1),
  /** The connection that leads there; `internet` for public addresses. @default internet */
  via: patternText(
    /^[a-z][a-z0-9-]*$/,
    'the name of a connection, or "internet"',
    'use "internet" or a name under connections',
  ).default("internet"),
});

/** A VPC as a platform file writes it. */
export type NetworkInput = z.input<typeof networkSchema>;
/** A VPC with its defaults. */
export type NetworkSettings = z.output<typeof networkSchema>;
/** A tier with its defaults. */
export type Tier = z.output<typeof tierSchema>;
/** How private tiers reach the internet, or what connections lead to. */
export type NatSettings = z.output<typeof natSchema>;

/** The slots of the tiers that every platform knows. A tier of another name says its own. */
export const TIER_SLOTS: Readonly<Record<string, number>> = {
  public: 0,
  private: 1,
  database: 2,
  cache: 3,
  endpoint: 4,
  transit: 5,
};

/** The slot of a tier: its own, else that of its name; undefined when neither says one. */
export function tierSlot(name: string, tier: Pick<Tier, "slot">): number | undefined {
  return tier.slot ?? (Object.hasOwn(TIER_SLOTS, name) ? TIER_SLOTS[name] : undefined);
}
