import { Unknown } from "../input/value.ts";
import { type Addresses, ANY_IPV4, NO_ADDRESS, parseAddresses } from "../packets/addresses.ts";
import { IntervalSet } from "../packets/interval-set.ts";
import type { Outside, RouteTable, TransitGateway } from "./fabric.ts";
import type { PrefixLists } from "./prefix-lists.ts";
import type { Survey } from "./survey.ts";
import type { ToldBlocks } from "./transit-gateways.ts";
import type { VpcPlan } from "./vpcs.ts";
import type { Line } from "./vpn.ts";

/** What networks outside are read from. */
export interface OutsideSources {
  readonly survey: Survey;
  readonly vpcs: ReadonlyMap<string, VpcPlan>;
  readonly tables: Iterable<RouteTable>;
  readonly transitGateways: ReadonlyMap<string, TransitGateway>;
  readonly lists: PrefixLists;
  readonly lines: readonly Line[];
  readonly told: ToldBlocks;
}

/**
 * Blocks that the internet does not carry. Blocks for documentation are not among them: in examples they
 * stand for real ones. https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const NOT_INTERNET = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "224.0.0.0/4",
  "240.0.0.0/4",
];
/** https://www.iana.org/assignments/ipv6-unicast-address-assignments */
const GLOBAL_UNICAST = "2000::/3";

/** Networks that are not VPCs, by name. */
export function readOutsides(sources: OutsideSources): ReadonlyMap<string, Outside> {
  const all = [
    internet(sources.vpcs),
    ...serviceOutsides(sources.lists),
    ...sources.lines.map((line) => lineOutside(sources, line)),
    ...connectOutsides(sources),
    ...clientOutsides(sources),
  ];
  return new Map(all.map((outside) => [outside.name, outside]));
}

/** VPCs' own IPv6 blocks are public, and not elsewhere. */
function internet(vpcs: ReadonlyMap<string, VpcPlan>): Outside {
  const ipv4 = ANY_IPV4.subtract(blocksOf(NOT_INTERNET));
  const ipv6 = blocksOf([GLOBAL_UNICAST]).subtract(insideOf(vpcs));
  return { name: "internet", kind: "internet", addresses: ipv4.union(ipv6), entry: undefined };
}

function insideOf(vpcs: ReadonlyMap<string, VpcPlan>): Addresses {
  return [...vpcs.values()].reduce((sum, { blocks }) => sum.union(blocks), NO_ADDRESS);
}

function blocksOf(texts: readonly string[]): Addresses {
  return IntervalSet.of(...texts.flatMap((text) => parseAddresses(text)!.intervals));
}

/** Services of AWS, as each region sees its own; their real addresses are AWS's to choose. */
function serviceOutsides(lists: PrefixLists): readonly Outside[] {
  return [...lists.services].map(([name, { addresses }]) => ({
    name,
    kind: name.endsWith("cloudfront.origin-facing") ? "cdn" : "aws-service",
    addresses,
    entry: undefined,
  }));
}

/** What stands behind a VPN or Direct Connect: its static routes, and what transit gateways send there. */
function lineOutside(sources: OutsideSources, { address, kind, gateway, routes, unknown }: Line): Outside {
  const isTransit = gateway?.type === "aws_ec2_transit_gateway";
  const own = IntervalSet.of(...routes.flatMap(({ block }) => block.addresses.intervals));
  const sent = isTransit
    ? sentBy(sources, address)
    : sentByVpc(sources, gateway?.address).subtract(besideOn(sources, address, gateway?.address));
  const known = own.union(sent);
  const why = unknown ?? (known.isEmpty ? `no route names the network behind ${address}` : undefined);
  return {
    name: address,
    kind,
    ...(known.isEmpty ? uncharted(sources, address) : { addresses: known }),
    entry: isTransit ? address : gateway?.address,
    ...(why !== undefined && { unknown: why }),
  };
}

/** Where static routes of transit gateways lead to an attachment. */
function sentBy({ transitGateways }: OutsideSources, attachment: string): Addresses {
  const routes = [...transitGateways.values()].flatMap(({ tables }) =>
    [...tables.values()].flatMap((table) => table.routes),
  );
  const own = routes.filter((route) => !route.isLearnt && route.attachment === attachment);
  return specific(own);
}

/** Where static routes of VPCs lead to a virtual private gateway. */
function sentByVpc({ tables }: OutsideSources, gateway: string | undefined): Addresses {
  const routes = [...tables].flatMap((table) => table.routes);
  return specific(
    routes.filter(
      ({ target, isLearnt }) => !isLearnt && target.kind === "vpn-gateway" && target.address === gateway,
    ),
  );
}

/** What is known to be behind the other lines that end on a gateway: routes of VPCs to it are for them. */
function besideOn(sources: OutsideSources, address: string, gateway: string | undefined): Addresses {
  const others = sources.lines.filter(
    (line) => line.gateway?.address === gateway && line.address !== address,
  );
  return knownBehind(sources, new Set(others.map((line) => line.address)));
}

/** What is known to be behind every line but one. */
function behindOthers(sources: OutsideSources, address: string): Addresses {
  const all = [...sources.lines.map((line) => line.address), ...sources.told.keys()];
  return knownBehind(sources, new Set(all.filter((other) => other !== address)));
}

function knownBehind({ lines, told }: OutsideSources, names: ReadonlySet<string>): Addresses {
  const blocks = lines
    .filter(({ address }) => names.has(address))
    .flatMap(({ routes }) => routes.flatMap(({ block }) => block.addresses.intervals));
  return IntervalSet.of(...blocks).union(blocksOf([...names].flatMap((name) => told.get(name) ?? [])));
}

/** A default route says nothing of what is there. */
function specific(
  routes: readonly { readonly destination: Addresses; readonly prefixLength: number }[],
): Addresses {
  const named = routes.filter(({ prefixLength }) => prefixLength > 0);
  return IntervalSet.of(...named.flatMap(({ destination }) => destination.intervals));
}

/** Networks behind Connect attachments tell their routes by BGP. https://docs.aws.amazon.com/vpc/latest/tgw/tgw-connect.html */
function connectOutsides(sources: OutsideSources): readonly Outside[] {
  return sources.survey.known("aws_ec2_transit_gateway_connect").map(({ address }) => ({
    name: address,
    kind: "connect",
    ...uncharted(sources, address),
    unknown: `${address} tells its routes by BGP`,
    entry: address,
  }));
}

/** Clients of a client VPN have addresses of its own block. https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/how-it-works.html */
function clientOutsides(sources: OutsideSources): readonly Outside[] {
  const { survey } = sources;
  return survey.managed("aws_ec2_client_vpn_endpoint").map((resource) => {
    const block = survey.block(resource.values.client_cidr_block);
    const isKnown = block !== undefined && !(block instanceof Unknown);
    return {
      name: resource.address,
      kind: "vpn-clients",
      ...(isKnown ? { addresses: block.addresses } : uncharted(sources, resource.address)),
      ...(!isKnown && { unknown: `the addresses of the clients of ${resource.address} are not known` }),
      entry: resource.address,
    };
  });
}

/** Private addresses. https://www.rfc-editor.org/rfc/rfc1918, https://www.rfc-editor.org/rfc/rfc6598 */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

/**
 * A network that nothing names the addresses of has private ones, and none that are known to be elsewhere: in a VPC or
 * transit gateway, or behind another line.
 */
function uncharted(sources: OutsideSources, address: string): Pick<Outside, "addresses" | "isUncharted"> {
  const elsewhere = insideOf(sources.vpcs)
    .union(ofTransitGateways(sources.survey))
    .union(behindOthers(sources, address));
  return { addresses: blocksOf(PRIVATE).subtract(elsewhere), isUncharted: true };
}

/** Transit gateways' own blocks, for the ends of Connect's tunnels. https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html */
function ofTransitGateways(survey: Survey): Addresses {
  const blocks = survey
    .managed("aws_ec2_transit_gateway")
    .flatMap(({ values }) => survey.list(values.transit_gateway_cidr_blocks))
    .map((value) => survey.block(value));
  return IntervalSet.of(
    ...blocks.flatMap((block) =>
      block === undefined || block instanceof Unknown ? [] : block.addresses.intervals,
    ),
  );
}
