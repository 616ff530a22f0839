import { isIPv4 } from "node:net";
import * as z from "zod";
import { ASN_MAX, DEFAULT_AMAZON_ASN } from "../aws/bgp.ts";
import {
  cidrField,
  flag,
  formatIssue,
  integer,
  list,
  nameField,
  oneOf,
  patternText,
  portField,
  recordByName,
  regionField,
  zoneField,
} from "./fields.ts";
import { publishSchema } from "./publishing.ts";

const asnField = integer(1, ASN_MAX, "a BGP autonomous system number");
const ipv4Message = formatIssue("an IPv4 address", 'write it as "198.51.100.7"');
const ipv4Field = z.string({ error: ipv4Message }).refine(isIPv4, { error: ipv4Message });
const certificateArnField = patternText(
  /^arn:aws:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f-]{36}$/,
  "the ARN of an ACM certificate",
  'write it as "arn:aws:acm:us-east-1:123456789012:certificate/…"',
);

/** A VPC peering connection. Not transitive: it never leads to a third network. */
const peeringSchema = z.strictObject({
  kind: z.literal("peering"),
  /** The two peered networks, by name. */
  between: z.tuple([nameField, nameField], {
    error: formatIssue("the names of two networks", 'write ["a", "b"]'),
  }),
});

/** A network's attachment to a transit gateway. */
const attachmentSchema = z.strictObject({
  /** The tier whose subnets hold the attachment. @default `transit` */
  tier: nameField.default("transit"),
  /** `hub`: reaches every attachment; `spoke`: reaches hubs only. */
  role: oneOf(["hub", "spoke"]),
  /** Keeps both directions of a flow in one zone, for stateful appliances. @default false */
  applianceMode: flag.default(false),
});

/** A transit gateway: a regional hub for VPCs, VPNs and Direct Connect. */
const transitGatewaySchema = z.strictObject({
  kind: z.literal("transit-gateway"),
  /** @default the platform's region */
  region: regionField.optional(),
  /** The ASN of the Amazon side. @default 64512 */
  asn: asnField.default(DEFAULT_AMAZON_ASN),
  /** The attached networks, by name. */
  attachments: recordByName(attachmentSchema),
  /** Its CIDR blocks, /24 or larger, for the GRE tunnels of a `transit-connect`. @default none */
  cidrs: list(cidrField, "CIDR blocks").default([]),
  /**
   * Peer transit gateways, in this or other regions. List each pair on one side only. @default none
   */
  peers: list(nameField, "transit-gateway connections").default([]),
});

/** The AWS side of a VPN or Direct Connect connection. */
const endSchema = z.discriminatedUnion(
  "kind",
  [
    /** Terminates on a transit gateway: reaches everything that it routes to. */
    z.strictObject({ kind: z.literal("transit-gateway"), connection: nameField }),
    /** Terminates on the virtual private gateway of one network. */
    z.strictObject({ kind: z.literal("virtual-private-gateway"), network: nameField }),
  ],
  {
    error: formatIssue(
      'a gateway of kind "transit-gateway" or "virtual-private-gateway"',
      'use { kind: "transit-gateway", connection: "…" }',
    ),
  },
);

/** A site-to-site VPN: two IPsec tunnels to a customer gateway. */
const siteToSiteVpnSchema = z.strictObject({
  kind: z.literal("site-to-site-vpn"),
  /** The customer gateway: its public address and ASN. @default ASN 65000 */
  customerGateway: z.strictObject({ address: ipv4Field, asn: asnField.default(65000) }),
  /** The gateway on the AWS side. */
  endsOn: endSchema,
  /** `bgp`: routes are propagated; `static`: routes to the given CIDR blocks. */
  routing: z.discriminatedUnion(
    "kind",
    [
      z.strictObject({ kind: z.literal("bgp") }),
      z.strictObject({ kind: z.literal("static"), cidrs: list(cidrField, "CIDR blocks", 1) }),
    ],
    { error: formatIssue('routing of kind "bgp" or "static"', 'use { kind: "bgp" }') },
  ),
});

/**
 * A site-to-site VPN between two networks of the platform, such as of two regions. AWS connects no
 * two VPN gateways, so one end is a virtual private gateway, and the other a router of your own in
 * a public subnet: its address, interface and routes are created here.
 * https://docs.aws.amazon.com/whitepapers/latest/aws-vpc-connectivity-options/software-vpn-to-aws-site-to-site-vpn.html
 */
const networkVpnSchema = z.strictObject({
  kind: z.literal("network-vpn"),
  /** The network on whose virtual private gateway the VPN ends. */
  network: nameField,
  /** The place of the router, in the other network. */
  router: z.strictObject({
    /** The other network. */
    network: nameField,
    /** The public tier of its subnet. */
    tier: nameField,
    /** The Availability Zone of its subnet. @default the network's first */
    zone: zoneField.optional(),
  }),
});

/** A client VPN endpoint, for people. */
const clientVpnSchema = z.strictObject({
  kind: z.literal("client-vpn"),
  /** The network that clients reach first. */
  network: nameField,
  /** The tier whose subnets it is associated with. */
  tier: nameField,
  /**
   * ACM certificates, imported by hand: the server's, and that of the CA that signs client
   * certificates.
   */
  certificateArns: z.strictObject({ server: certificateArnField, clientAuthority: certificateArnField }),
  /** The clients' CIDR block: /12 to /22, outside the network's own. */
  clientCidr: cidrField,
  /** The CIDR blocks that clients may reach. @default the network's */
  authorizedCidrs: list(cidrField, "CIDR blocks").default([]),
});

/** Direct Connect: a Direct Connect gateway and its association. */
const directConnectSchema = z.strictObject({
  kind: z.literal("direct-connect"),
  /** The ASN of the Amazon side. @default 64513 */
  asn: asnField.default(64513),
  /** The gateway on the AWS side. */
  endsOn: endSchema,
  /** The prefixes advertised to the data centre. */
  allowedPrefixes: list(cidrField, "CIDR blocks", 1),
});

/**
 * A transit gateway Connect attachment (GRE and BGP): AWS's closest match to a layer-2 extension.
 */
const transitConnectSchema = z.strictObject({
  kind: z.literal("transit-connect"),
  /** The transit-gateway connection that ends the tunnels. */
  transitGateway: nameField,
  /** The network whose attachment is the transport. */
  transport: nameField,
  /** The appliance: its private address and ASN, and the /29 block inside the tunnels. */
  peer: z.strictObject({ address: ipv4Field, asn: asnField, insideCidr: cidrField }),
});

/** A PrivateLink endpoint service: a load balancer offered to other VPCs. */
const endpointServiceSchema = z.strictObject({
  kind: z.literal("endpoint-service"),
  /** The network load balancer behind the service. */
  loadBalancer: nameField,
  /** The consumer networks, each with the tier of its endpoint. */
  consumers: recordByName(z.strictObject({ tier: nameField })),
});

/** A connection between networks, or from AWS to an external network. */
export const connectionSchema = z.discriminatedUnion(
  "kind",
  [
    peeringSchema,
    transitGatewaySchema,
    siteToSiteVpnSchema,
    networkVpnSchema,
    clientVpnSchema,
    directConnectSchema,
    transitConnectSchema,
    endpointServiceSchema,
  ],
  {
    error: formatIssue(
      'a connection of kind "peering", "transit-gateway", "site-to-site-vpn", "network-vpn", "client-vpn", "direct-connect", "transit-connect" or "endpoint-service"',
      "choose one of these kinds",
    ),
  },
);

/** A standalone network interface (ENI): keeps its addresses when moved between servers. */
export const interfaceSchema = z.strictObject({
  /** The network it is in. @default the only one */
  network: nameField.optional(),
  /** The tier of its subnet. */
  tier: nameField,
  /** The Availability Zone of its subnet, by full name. */
  zone: zoneField,
  /** The primary private IPv4 address. */
  address: ipv4Field,
  /** Secondary private IPv4 addresses. @default none */
  secondaryAddresses: list(ipv4Field, "IPv4 addresses").default([]),
  /** The server it is attached to. @default none: unattached */
  attachTo: nameField.optional(),
  /** The listening port. @default none: flows to it must name ports */
  port: portField.optional(),
  /** Its attachment to a load balancer, as an IP target. @default none */
  publish: publishSchema.optional(),
});

/** A connection with its defaults. */
export type Connection = z.output<typeof connectionSchema>;
/** A standalone network interface with its defaults. */
export type InterfaceSettings = z.output<typeof interfaceSchema>;
