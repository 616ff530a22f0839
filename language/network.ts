import * as z from "zod";
import {
  accountField,
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
 * A tier: one subnet in each zone.
 *
 * Each (tier, zone) pair owns a fixed slot of the VPC's CIDR block, so a new tier or zone moves no
 * subnet.
 */
const tierSchema = z.strictObject({
  /**
   * `public`: routed to the internet gateway; `private`: egress through NAT; `isolated`: no egress.
   */
  access: oneOf(["public", "private", "isolated"]),
  /**
   * The eighth of the VPC's CIDR block that the tier owns.
   * @default 0 for `public`, 1 `private`, 2 `database`, 3 `cache`, 4 `endpoint`, 5 `transit`;
   * required for others
   */
  slot: integer(0, 7, "the tier's slot").optional(),
  /** Subnet CIDR blocks by zone, to match an existing address plan. @default from the slot */
  cidrs: recordBy(zoneField, vpcCidrField, "zone").optional(),
});

const tierField = patternText(/^[a-z][a-z0-9-]*$/, "a tier of this network", "name one of its tiers");

const natSchema = z.discriminatedUnion(
  "kind",
  [
    /** Private tiers have no route to the internet. */
    z.strictObject({ kind: z.literal("none") }),
    /** Public NAT gateways: one per zone, or one shared by all zones. */
    z.strictObject({
      kind: z.literal("gateway"),
      /** `per-zone` survives the loss of a zone; `single` costs less. */
      placement: oneOf(["per-zone", "single"]),
      /**
       * Existing Elastic IPs by zone, to keep addresses that others have allowed. @default new ones
       */
      allocationIds: recordBy(
        zoneField,
        patternText(
          /^eipalloc-[0-9a-f]{8,17}$/,
          "an Elastic IP allocation ID",
          'use an ID such as "eipalloc-0123456789abcdef0"',
        ),
        "zone",
      ).optional(),
    }),
    /** One small hardened NAT instance: the cheapest NAT, without an SLA. */
    z.strictObject({
      kind: z.literal("instance"),
      /** An ARM instance type. @default t4g.nano */
      instanceType: patternText(
        /^t4g\.(nano|micro|small|medium)$/,
        "a t4g instance type from nano to medium",
        'use "t4g.nano"',
      ).default("t4g.nano"),
    }),
    /**
     * A private NAT gateway per zone. Traffic from private tiers over connections has its source
     * address, and nothing behind a connection can call these tiers. It gives no route to the
     * internet.
     * https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-scenarios.html
     */
    z.strictObject({
      kind: z.literal("private-gateway"),
      /** The isolated tier of the gateways: the only addresses visible behind connections. */
      tier: tierField,
    }),
  ],
  {
    error: formatIssue(
      'a NAT of kind "none", "gateway", "instance" or "private-gateway"',
      'use { kind: "gateway", placement: "per-zone" }',
    ),
  },
);

/** The short name of an endpoint's service: `ecr.api` for `com.amazonaws.us-east-1.ecr.api`. */
const endpointService = patternText(
  /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$/,
  "an AWS service's endpoint name",
  'use a name such as "ecr.api"',
);

/** An IAM user or role of any partition, without wildcards: a trust policy accepts none. */
const principalArn = patternText(
  /^arn:aws:iam::\d{12}:(?:user|role)\/[\w+=,.@/-]{1,512}$/,
  "the ARN of an IAM user or role",
  'write it as "arn:aws:iam::123456789012:role/operators"',
);

/**
 * The name of an IAM Identity Center permission set.
 * https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreatePermissionSet.html
 */
const permissionSetName = patternText(
  /^[\w+=,.@-]{1,32}$/,
  "the name of a permission set of IAM Identity Center",
  'write its name only, such as "Operators"',
);

/** The people who log in to servers, named in one of two ways. */
const peopleFields = {
  /** IAM users and roles, by ARN. @default none */
  principals: list(principalArn, "ARNs of IAM users and roles").default([]),
  /**
   * Permission sets of IAM Identity Center, by name: everyone to whom one is assigned in the
   * platform's account. @default none
   */
  permissionSets: list(permissionSetName, "names of permission sets").default([]),
};

/** A VPC and everything in it except workloads and stores. */
export const networkSchema = z.strictObject({
  /** The region it is in. @default the platform's */
  region: regionField.optional(),
  /** The primary IPv4 CIDR block, /16 to /28. Never change it: every subnet would be replaced. */
  cidr: vpcCidrField,
  /** Secondary CIDR blocks, for tiers with `cidrs`. @default none */
  secondaryCidrs: list(vpcCidrField, "CIDR blocks").default([]),
  /**
   * `public`: CIDR blocks that the internet routes to others are allowed, although nothing in the
   * VPC can then reach their owners. @default private
   * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
   */
  addresses: oneOf(["private", "public"]).default("private"),
  /** The Availability Zones of every tier, by full name. */
  zones: list(zoneField, "zones", 1),
  /** The tiers of subnets, by name. */
  tiers: recordByName(tierSchema),
  /** The NAT of private tiers, to the internet or over connections. @default none */
  nat: natSchema.default({ kind: "none" }),
  /** VPC endpoints: AWS services reached without the internet. */
  endpoints: z
    .strictObject({
      /** Gateway endpoints, free of charge: S3 and DynamoDB. @default S3 */
      gateway: list(oneOf(["s3", "dynamodb"]), "gateway services").default(["s3"]),
      /** Interface endpoints, billed per hour and zone: `ecr.api`, `logs`. @default none */
      interface: list(endpointService, "interface services").default([]),
      /** The tier of the interface endpoints. @default the first private tier */
      tier: tierField.optional(),
    })
    .prefault({}),
  /** VPC flow logs: always on, encrypted, in CloudWatch Logs. @default kept for 365 days */
  flowLogs: z.strictObject({ retentionDays: logRetentionField.default(365) }).prefault({}),
  /**
   * A private hosted zone, with names for servers, databases and caches, and for workloads behind
   * internal load balancers: `payment.roboshop.internal`. @default none
   */
  privateZone: domainField.optional(),
  /**
   * VPCs of other accounts that may resolve the private zone. This authorizes them; each account
   * then associates its VPC itself. VPCs of the platform need none of this. @default none
   * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-associate-vpcs-different-accounts.html
   */
  zoneAuthorizations: list(
    z.strictObject({
      /** The account that owns the VPC. */
      account: accountField,
      /** The VPC's ID. */
      vpcId: patternText(
        /^vpc-[0-9a-f]{8,17}$/,
        "the ID of a VPC",
        'use an ID such as "vpc-0123456789abcdef0"',
      ),
      /** The VPC's region. @default the platform's */
      region: regionField.optional(),
    }),
    "VPCs of other accounts",
  ).default([]),
  /**
   * A Route 53 Resolver endpoint, with an address in each zone: offices and data centres that call
   * a name of the network forward its zone to it. Each address costs 0.125 US dollars an hour.
   * @default none: the zone resolves in VPCs and for VPN clients only
   * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-forwarding-inbound-queries.html
   */
  resolverEndpoint: z
    .strictObject({
      /** The tier of its addresses. @default the first private tier */
      tier: tierField.optional(),
    })
    .optional(),
  /**
   * SSH to every server and fleet of the network through an EC2 Instance Connect Endpoint, which is
   * free of charge and needs no public address. Only the named people may use it: they assume the
   * role `<platform>-<environment>-<network>-login`. @default none
   * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/connect-with-ec2-instance-connect-endpoint.html
   */
  instanceConnect: z
    .strictObject({
      ...peopleFields,
      /** The tier of the endpoint's interface. @default the first private tier */
      tier: tierField.optional(),
    })
    .optional(),
  /**
   * Shell sessions by Session Manager on every server and fleet of the network, without SSH and
   * without any port that is open. Only the named people may start one: they assume the role
   * `<platform>-<environment>-<network>-session`. Sessions are encrypted, and so is their log. Each
   * server needs a path to Systems Manager, KMS and CloudWatch Logs. @default none
   * https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html
   */
  sessionManager: z
    .strictObject({
      ...peopleFields,
      /** Days that the log of each session is kept. @default 365 */
      logRetentionDays: logRetentionField.default(365),
      /** Minutes without input until a session ends, 1 to 60. @default 20 */
      idleMinutes: integer(1, 60, "minutes").default(20),
    })
    .optional(),
});

/** An external network that flows may name: an office, a data centre. */
export const outsideSchema = z.strictObject({
  /** Its CIDR blocks. */
  cidrs: list(cidrField, "CIDR blocks", 1),
  /** The connection that leads to it; `internet` for public addresses. @default internet */
  via: patternText(
    /^[a-z][a-z0-9-]*$/,
    'the name of a connection, or "internet"',
    'use "internet" or a name under connections',
  ).default("internet"),
});

/** A VPC before defaults, as a platform file has it. */
export type NetworkInput = z.input<typeof networkSchema>;
/** A VPC with its defaults. */
export type NetworkSettings = z.output<typeof networkSchema>;
/** A tier with its defaults. */
export type Tier = z.output<typeof tierSchema>;
/** The people who log in to servers, with defaults. */
export type LoginPeople = Pick<
  NonNullable<NetworkSettings["sessionManager"]>,
  "principals" | "permissionSets"
>;
/** The NAT of private tiers, with its defaults. */
export type NatSettings = z.output<typeof natSchema>;

/** The slots of well-known tiers, by name. Any other tier must set its own. */
export const TIER_SLOTS: Readonly<Record<string, number>> = {
  public: 0,
  private: 1,
  database: 2,
  cache: 3,
  endpoint: 4,
  transit: 5,
};

/** Returns the slot of a tier: as set, else by its name; undefined when neither applies. */
export function tierSlot(name: string, tier: Pick<Tier, "slot">): number | undefined {
  return tier.slot ?? (Object.hasOwn(TIER_SLOTS, name) ? TIER_SLOTS[name] : undefined);
}
