import { isIPv4 } from "node:net";
import { z } from "zod";
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
import { publishSchema } from "./workloads.ts";

const asnField = integer(1, 4_294_967_294, "a BGP autonomous system number");
const ipv4Message = formatIssue("an IPv4 address", 'write it as "198.51.100.7"');
const ipv4Field = z.string({ error: ipv4Message }).refine(isIPv4, { error: ipv4Message });
const certificateArnField = patternText(
  /^arn:aws:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f-]{36}$/,
  "the ARN of an ACM certificate",
  'write it as "arn:aws:acm:us-east-1:123456789012:certificate/…"',
);

/** Two VPCs joined directly. Not transitive: a third network is never reached through it. */
const peeringSchema = z.strictObject({
  kind: z.literal("peering"),
  /** The two networks. */
  between: z.tuple([nameField, nameField], {
    error: formatIssue("the names of two networks", 'write ["a", "b"]'),
  }),
});

/** One network's place on a transit gateway. */
const attachmentSchema = z.strictObject({
  /** The tier whose subnets hold the attachment. @default `transit` */
  tier: nameField.default("transit"),
  /** `hub`: reaches every attachment; `spoke`: reaches hubs only. */
  role: oneOf(["hub", "spoke"]),
  /** Keeps a flow in one zone, for appliances that keep state. @default false */
  applianceMode: flag.default(false),
});

/** A regional router: hub and spoke, VPN and Direct Connect end on it. */
const transitGatewaySchema = z.strictObject({
  kind: z.literal("transit-gateway"),
  /** @default the platform's region */
  region: regionField.optional(),
  /** The Amazon side's number. */
  asn: asnField.default(64512),
  /** The networks it joins, by name. */
  attachments: recordByName(attachmentSchema),
  /** Its own addresses, /24 or larger, for the GRE tunnels of a `transit-connect`. @default none */
  cidrs: list(cidrField, "CIDR blocks").default([]),
  /** Other transit gateways that it peers with, here or in other regions: said on one side. @default none */
  peers: list(nameField, "transit-gateway connections").default([]),
});

/** Where a VPN or Direct Connect ends. */
const endSchema = z.discriminatedUnion(
  "kind",
  [
    /** On a transit gateway connection: reaches all that it routes to. */
    z.strictObject({ kind: z.literal("transit-gateway"), connection: nameField }),
    /** On a virtual private gateway of one network. */
    z.strictObject({ kind: z.literal("virtual-private-gateway"), network: nameField }),
  ],
  {
    error: formatIssue(
      'an end whose kind is "transit-gateway" or "virtual-private-gateway"',
      'use { kind: "transit-gateway", connection: "…" }',
    ),
  },
);

/** An IPsec VPN of two tunnels to a customer's gateway. */
const siteToSiteVpnSchema = z.strictObject({
  kind: z.literal("site-to-site-vpn"),
  /** The customer gateway's public address. */
  customerGateway: z.strictObject({ address: ipv4Field, asn: asnField.default(65000) }),
  /** Where it ends in AWS. */
  endsOn: endSchema,
  /** `bgp`: routes are learnt; else the customer's blocks, static. */
  routing: z.discriminatedUnion(
    "kind",
    [
      z.strictObject({ kind: z.literal("bgp") }),
      z.strictObject({ kind: z.literal("static"), cidrs: list(cidrField, "CIDR blocks", 1) }),
    ],
    { error: formatIssue('a routing whose kind is "bgp" or "static"', 'use { kind: "bgp" }') },
  ),
});

/** A VPN for staff. */
const clientVpnSchema = z.strictObject({
  kind: z.literal("client-vpn"),
  network: nameField,
  /** The tier whose subnets it is associated with. */
  tier: nameField,
  /** ACM certificates, imported by hand: the VPN's own, and the authority that signs the clients'. */
  certificateArns: z.strictObject({ server: certificateArnField, clientAuthority: certificateArnField }),
  /** The clients' addresses: /12 to /22, outside the network's own. */
  clientCidr: cidrField,
  /** The blocks that clients may reach. @default the network's */
  authorizedCidrs: list(cidrField, "CIDR blocks").default([]),
});

/** A dedicated line: a Direct Connect gateway and its association. */
const directConnectSchema = z.strictObject({
  kind: z.literal("direct-connect"),
  asn: asnField.default(64513),
  endsOn: endSchema,
  /** The blocks announced to the data centre. */
  allowedPrefixes: list(cidrField, "CIDR blocks", 1),
});

/** A GRE + BGP attachment over a transit gateway: the nearest AWS has to a layer-2 extension. */
const transitConnectSchema = z.strictObject({
  kind: z.literal("transit-connect"),
  transitGateway: nameField,
  /** The network whose attachment carries it. */
  transport: nameField,
  peer: z.strictObject({ address: ipv4Field, asn: asnField, insideCidr: cidrField }),
});

/** PrivateLink: a load balancer published as an endpoint service to another VPC. */
const endpointServiceSchema = z.strictObject({
  kind: z.literal("endpoint-service"),
  loadBalancer: nameField,
  /** The networks that consume it, each with the tier of its endpoint. */
  consumers: recordByName(z.strictObject({ tier: nameField })),
});

/** Ways between networks. */
export const connectionSchema = z.discriminatedUnion(
  "kind",
  [
    peeringSchema,
    transitGatewaySchema,
    siteToSiteVpnSchema,
    clientVpnSchema,
    directConnectSchema,
    transitConnectSchema,
    endpointServiceSchema,
  ],
  {
    error: formatIssue(
      'a connection whose kind is "peering", "transit-gateway", "site-to-site-vpn", "client-vpn", "direct-connect", "transit-connect" or "endpoint-service"',
      "choose one of these kinds",
    ),
  },
);

/** A standalone network interface with fixed addresses, movable between servers. */
export const interfaceSchema = z.strictObject({
  network: nameField.optional(),
  tier: nameField,
  zone: zoneField,
  /** The primary address. */
  address: ipv4Field,
  /** More addresses on the same interface. @default none */
  secondaryAddresses: list(ipv4Field, "IPv4 addresses").default([]),
  /** The server that holds it now. @default none: it waits */
  attachTo: nameField.optional(),
  /** The port it listens on. @default none: nothing can be sent to it */
  port: portField.optional(),
  /** Its place behind a load balancer, as a target by address. @default none */
  publish: publishSchema.optional(),
});

/** A way between networks, with its defaults. */
export type Connection = z.output<typeof connectionSchema>;
/** A standalone interface, with its defaults. */
export type InterfaceSettings = z.output<typeof interfaceSchema>;
