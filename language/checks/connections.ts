import { isPrivateAsn, PRIVATE_ASN_RANGES } from "../../aws/bgp.ts";
import { Cidr } from "../../aws/cidr.ts";
import { LINK_LOCAL_RANGE } from "../../aws/special-ranges.ts";
import {
  CLIENT_VPN_PREFIX,
  CONNECT_PEER_PREFIX,
  TRANSIT_GATEWAY_LONGEST_PREFIX,
} from "../../aws/vpc-quotas.ts";
import type { Connection } from "../connections.ts";
import { ownValue } from "../endpoints.ts";
import { connectionsOf } from "../network-connectivity.ts";
import type { Platform } from "../platform.ts";
import type { Problem } from "../problem.ts";
import { regionOfNetwork } from "../regional-view.ts";
import { subnetBlock } from "../subnets.ts";
import { type Check, duplicateProblems, problemAt, type SpecPath, unknownName } from "./check.ts";
import { networkVpnProblems } from "./network-vpn.ts";
import { networkAndTierProblems, networkProblems, resolvePlacement } from "./placement.ts";

type Of<K extends Connection["kind"]> = Extract<Connection, { kind: K }>;

/**
 * Checks every connection: what it names exists and has the right kind and region, and its ASNs and
 * CIDR blocks are valid in AWS.
 */
export const checkConnections: Check = (platform) =>
  Object.entries(platform.connections).flatMap(([name, connection]) =>
    connectionProblems(platform, ["connections", name], name, connection),
  );

function connectionProblems(
  platform: Platform,
  path: SpecPath,
  name: string,
  connection: Connection,
): Problem[] {
  switch (connection.kind) {
    case "peering":
      return peeringProblems(platform, path, name, connection);
    case "transit-gateway":
      return gatewayProblems(platform, path, name, connection);
    case "site-to-site-vpn":
      return gatewayEndProblems(platform, path, connection);
    case "direct-connect":
      return directConnectProblems(platform, path, connection);
    case "network-vpn":
      return networkVpnProblems(platform, path, name, connection);
    case "client-vpn":
      return clientVpnProblems(platform, path, connection);
    case "transit-connect":
      return transitConnectProblems(platform, path, connection);
    case "endpoint-service":
      return endpointServiceProblems(platform, path, connection);
  }
}

function peeringProblems(
  platform: Platform,
  path: SpecPath,
  name: string,
  { between }: Of<"peering">,
): Problem[] {
  const at = [...path, "between"];
  const [a, b] = between;
  if (a === b) return [problemAt(at, between, "two different networks", "name another network")];
  const same = connectionsOf(platform, "peering").filter(
    ([, other]) => other.between.includes(a) && other.between.includes(b),
  );
  const first = same[0]?.[0];
  return [
    ...between.flatMap((network, index) => networkProblems(platform, [...at, index], network)),
    // AWS allows one peering between two VPCs:
    // https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
    ...(first !== undefined && first !== name
      ? [
          problemAt(
            at,
            between,
            `one peering between two networks: connection ${first} already peers them`,
            "remove it",
          ),
        ]
      : []),
  ];
}

function privateAsnProblems(path: SpecPath, asn: number): Problem[] {
  if (isPrivateAsn(asn)) return [];
  const ranges = PRIVATE_ASN_RANGES.map(([first, last]) => `${first} to ${last}`).join(" or ");
  return [problemAt(path, asn, `a private ASN from ${ranges}`, `use ${PRIVATE_ASN_RANGES[0][0]}`)];
}

function gatewayProblems(
  platform: Platform,
  path: SpecPath,
  name: string,
  gateway: Of<"transit-gateway">,
): Problem[] {
  const region = gateway.region ?? platform.region;
  const attachments = Object.entries(gateway.attachments).flatMap(([network, { tier }]) => {
    const at = [...path, "attachments", network];
    const unknown = networkAndTierProblems(platform, at, network, [...at, "tier"], tier);
    const settings = ownValue(platform.networks, network);
    if (unknown.length > 0 || settings === undefined || regionOfNetwork(platform, settings) === region)
      return unknown;
    const fix = "attach it to a transit gateway in its own region, and peer the two gateways";
    return [
      problemAt(
        at,
        regionOfNetwork(platform, settings),
        `a network in ${region}, the transit gateway's region`,
        fix,
      ),
    ];
  });
  return [
    ...privateAsnProblems([...path, "asn"], gateway.asn),
    ...attachments,
    ...gateway.cidrs.flatMap((cidr, index) => gatewayBlockProblems([...path, "cidrs", index], cidr)),
    ...peerProblems(platform, [...path, "peers"], name, gateway),
  ];
}

function gatewayBlockProblems(path: SpecPath, cidr: string): Problem[] {
  const block = Cidr.parseKnown(cidr);
  const { ipv4, ipv6 } = TRANSIT_GATEWAY_LONGEST_PREFIX;
  const allowed = `a CIDR block of /${ipv4} or larger outside ${LINK_LOCAL_RANGE}`;
  const isReserved = LINK_LOCAL_RANGE.overlaps(block);
  const isLarge = block.prefix <= (block.family === 4 ? ipv4 : ipv6);
  return isLarge && !isReserved
    ? []
    : [problemAt(path, cidr, allowed, 'use a block such as "10.255.0.0/24"')];
}

function peerProblems(
  platform: Platform,
  path: SpecPath,
  name: string,
  { peers }: Of<"transit-gateway">,
): Problem[] {
  const known = connectionsOf(platform, "transit-gateway").map(([other]) => other);
  const others = known.filter((other) => other !== name);
  const alreadyListed = (peer: string) =>
    known.indexOf(peer) < known.indexOf(name) &&
    connectionsOf(platform, "transit-gateway").some(
      ([other, { peers }]) => other === peer && peers.includes(name),
    );
  return [
    ...duplicateProblems(path, peers, "transit gateway"),
    ...peers.flatMap((peer, index) => {
      const unknown = unknownName([...path, index], peer, others, "another transit-gateway connection");
      if (unknown.length > 0 || !alreadyListed(peer)) return unknown;
      const allowed = `each peering on one side only: connections.${peer}.peers already has it`;
      return [problemAt([...path, index], peer, allowed, "remove it here")];
    }),
  ];
}

function gatewayEndProblems(
  platform: Platform,
  path: SpecPath,
  { endsOn }: Of<"site-to-site-vpn"> | Of<"direct-connect">,
): Problem[] {
  const at = [...path, "endsOn"];
  return endsOn.kind === "transit-gateway"
    ? gatewayNameProblems(platform, [...at, "connection"], endsOn.connection)
    : networkProblems(platform, [...at, "network"], endsOn.network);
}

function gatewayNameProblems(platform: Platform, path: SpecPath, name: string): Problem[] {
  const known = connectionsOf(platform, "transit-gateway").map(([gateway]) => gateway);
  return unknownName(path, name, known, "a transit-gateway connection");
}

/** https://docs.aws.amazon.com/directconnect/latest/UserGuide/direct-connect-transit-gateways.html */
function directConnectProblems(platform: Platform, path: SpecPath, line: Of<"direct-connect">): Problem[] {
  const end = line.endsOn;
  const gateway = end.kind === "transit-gateway" ? ownValue(platform.connections, end.connection) : undefined;
  const clash = gateway?.kind === "transit-gateway" && gateway.asn === line.asn;
  return [
    ...privateAsnProblems([...path, "asn"], line.asn),
    ...gatewayEndProblems(platform, path, line),
    ...(clash
      ? [problemAt([...path, "asn"], line.asn, "an ASN other than its transit gateway's", "use 64513")]
      : []),
    ...duplicateProblems([...path, "allowedPrefixes"], line.allowedPrefixes, "block"),
  ];
}

function clientVpnProblems(platform: Platform, path: SpecPath, vpn: Of<"client-vpn">): Problem[] {
  const block = Cidr.parseKnown(vpn.clientCidr);
  const { shortest, longest } = CLIENT_VPN_PREFIX;
  const fits = block.family === 4 && shortest <= block.prefix && block.prefix <= longest;
  const network = ownValue(platform.networks, vpn.network);
  const region = network === undefined ? undefined : regionOfNetwork(platform, network);
  const certificates = Object.entries(vpn.certificateArns).filter(([, arn]) => arn.split(":")[3] !== region);
  return [
    ...networkAndTierProblems(platform, [...path, "network"], vpn.network, [...path, "tier"], vpn.tier),
    ...associationProblems(platform, path, vpn),
    ...(region === undefined
      ? []
      : certificates.map(([which, arn]) =>
          problemAt(
            [...path, "certificateArns", which],
            arn,
            `a certificate in ${region}, the region of the VPN's network`,
            `import it in ${region}`,
          ),
        )),
    ...(fits
      ? []
      : [
          problemAt(
            [...path, "clientCidr"],
            vpn.clientCidr,
            `an IPv4 CIDR block from /${shortest} to /${longest}`,
            "choose another CIDR block",
          ),
        ]),
    ...duplicateProblems([...path, "authorizedCidrs"], vpn.authorizedCidrs, "block"),
  ];
}

function associationProblems(
  platform: Platform,
  path: SpecPath,
  { network, tier }: Of<"client-vpn">,
): Problem[] {
  const placement = resolvePlacement(platform, { network, tier });
  const blocks =
    placement?.network.zones.map((zone) => subnetBlock(placement.network, tier, placement.tier, zone)) ?? [];
  const small = blocks.find(
    (block) => block !== undefined && block.prefix > CLIENT_VPN_PREFIX.longestOfSubnet,
  );
  if (small === undefined) return [];
  const allowed = `a tier with subnets of /${CLIENT_VPN_PREFIX.longestOfSubnet} or larger: this one has ${small}`;
  return [problemAt([...path, "tier"], tier, allowed, "give the tier larger cidrs, or choose another tier")];
}

function transitConnectProblems(platform: Platform, path: SpecPath, link: Of<"transit-connect">): Problem[] {
  const unknown = gatewayNameProblems(platform, [...path, "transitGateway"], link.transitGateway);
  const gateway = ownValue(platform.connections, link.transitGateway);
  const inside = Cidr.parseKnown(link.peer.insideCidr);
  const isInside = inside.prefix === CONNECT_PEER_PREFIX && LINK_LOCAL_RANGE.contains(inside);
  const problems = isInside
    ? unknown
    : [
        ...unknown,
        problemAt(
          [...path, "peer", "insideCidr"],
          link.peer.insideCidr,
          `a /${CONNECT_PEER_PREFIX} CIDR block inside ${LINK_LOCAL_RANGE}`,
          'use a block such as "169.254.100.0/29"',
        ),
      ];
  if (gateway?.kind !== "transit-gateway") return problems;
  const attached = Object.keys(gateway.attachments);
  const noBlock = problemAt(
    [...path, "transitGateway"],
    link.transitGateway,
    "a transit gateway with cidrs, which its tunnel address comes from",
    `set connections.${link.transitGateway}.cidrs, such as ["10.255.0.0/24"]`,
  );
  return [
    ...problems,
    ...unknownName(
      [...path, "transport"],
      link.transport,
      attached,
      "a network attached to this transit gateway",
    ),
    ...(gateway.cidrs.length === 0 ? [noBlock] : []),
  ];
}

/** https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html */
function endpointServiceProblems(
  platform: Platform,
  path: SpecPath,
  { loadBalancer, consumers }: Of<"endpoint-service">,
): Problem[] {
  const at = [...path, "loadBalancer"];
  const balancer = ownValue(platform.edge.loadBalancers, loadBalancer);
  const known = Object.keys(platform.edge.loadBalancers);
  const unknown = unknownName(at, loadBalancer, known, "a load balancer");
  const kind =
    balancer?.kind === "application"
      ? [
          problemAt(
            at,
            loadBalancer,
            'a load balancer of kind "network"',
            "publish on a network load balancer",
          ),
        ]
      : [];
  const networks = Object.keys(platform.networks);
  const provider = balancer?.network ?? (networks.length === 1 ? networks[0] : undefined);
  return [
    ...unknown,
    ...kind,
    ...Object.entries(consumers).flatMap(([network, { tier }]) => {
      const to = [...path, "consumers", network];
      if (network === provider) {
        return [problemAt(to, network, "a network other than the load balancer's own", "remove it")];
      }
      const named = networkAndTierProblems(platform, to, network, [...to, "tier"], tier);
      return named.length > 0 ? named : consumerZoneProblems(platform, to, network, provider);
    }),
  ];
}

/** Checks zones: an endpoint can only be in zones of its service. */
function consumerZoneProblems(
  platform: Platform,
  path: SpecPath,
  consumer: string,
  provider: string | undefined,
): Problem[] {
  const served = ownValue(platform.networks, provider)?.zones;
  const zones = ownValue(platform.networks, consumer)?.zones ?? [];
  const missing = served === undefined ? [] : zones.filter((zone) => !served.includes(zone));
  if (missing.length === 0) return [];
  const allowed = `a network in the load balancer's zones only: ${served?.join(", ")}`;
  return [problemAt(path, zones, allowed, `add zone ${missing[0]} to network ${provider}`)];
}
