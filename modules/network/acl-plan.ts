import { createHash } from "node:crypto";
import { WIDE_PORTS } from "../../aws/ephemeral-ports.ts";
import { natTierOf, ownValue } from "../../language/endpoints.ts";
import { tcp } from "../../language/flows.ts";
import { memoize } from "../../language/memoize.ts";
import type { Platform } from "../../language/platform.ts";
import { defined, required } from "../../language/required.ts";
import { formatPortsId } from "./firewall-plan.ts";
import type { FlowHop, HopEndpoint, HopPorts } from "./flow-hop.ts";
import { natNetwork, planHops } from "./hops.ts";
import { nextHopTo } from "./inter-network-routes-plan.ts";
import { tierCidrs } from "./subnet-plan.ts";

/** An allow rule of a tier's network ACL. */
export interface AclRulePlan {
  /** The construct ID: `public-ingress-tcp-443-0.0.0.0-0`. */
  readonly id: string;
  /** The tier whose ACL holds the rule. */
  readonly tier: string;
  /** The direction as seen from the tier's subnets. */
  readonly direction: "ingress" | "egress";
  /** The other side's IPv4 or IPv6 CIDR block. */
  readonly cidr: string;
  /** Protocol and destination ports of the packets. */
  readonly ports: HopPorts;
  /** The rule number: 100 to 32,099. All rules allow, so their order does not matter. */
  readonly number: number;
}

/** Ephemeral ports of clients of any kind: replies use these. */
const EPHEMERAL_PORTS = tcp(...WIDE_PORTS);
const ANY_CIDR = "0.0.0.0/0";

type AclRuleDraft = Omit<AclRulePlan, "id" | "number">;

/**
 * Plans the network ACL rules of a network's tiers: exactly what its flows need, in both
 * directions. ACLs are stateless, so each flow also opens the ephemeral ports of its replies.
 *
 * Invariant: a rule's ID and number depend only on the rule, except for rare number collisions.
 */
export function planAcls(platform: Platform, network: string): readonly AclRulePlan[] {
  return aclsOfPlatform(platform).get(network) ?? [];
}

const aclsOfPlatform = memoize(
  (platform: Platform): ReadonlyMap<string, readonly AclRulePlan[]> =>
    new Map(
      Object.keys(platform.networks).map((network) => {
        const drafts = planHops(platform).flatMap((hop) =>
          hop.ports.flatMap((ports) => hopDrafts(platform, network, hop, ports)),
        );
        return [network, numberRules(drafts)];
      }),
    ),
);

function hopDrafts(platform: Platform, network: string, hop: FlowHop, ports: HopPorts): AclRuleDraft[] {
  const replies = replyPorts(ports);
  const drafts: AclRuleDraft[] = [];
  const allow = (
    tier: string,
    direction: AclRuleDraft["direction"],
    range: HopPorts,
    cidrs: readonly string[],
  ) => drafts.push(...cidrs.map((cidr) => ({ tier, direction, cidr, ports: range })));
  if (hop.from.network === network && hop.from.tier !== undefined) {
    const cidrs = cidrsOfEndpoint(platform, hop.to);
    allow(hop.from.tier, "egress", ports, cidrs);
    allow(hop.from.tier, "ingress", replies, cidrs);
    const transit = transitTier(platform, hop.from, hop.to);
    if (transit !== undefined) {
      allow(transit, "ingress", ports, cidrsOfEndpoint(platform, hop.from));
      allow(transit, "egress", replies, cidrsOfEndpoint(platform, hop.from));
    }
  }
  if (hop.to.network === network && hop.to.tier !== undefined) {
    const cidrs = [hop.from, ...clientOf(hop, ports)].flatMap((source) => cidrsOfEndpoint(platform, source));
    allow(hop.to.tier, "ingress", ports, cidrs);
    allow(hop.to.tier, "egress", replies, cidrs);
    const transit = transitTier(platform, hop.to, hop.from);
    if (transit !== undefined) {
      allow(transit, "egress", ports, cidrsOfEndpoint(platform, hop.to));
      allow(transit, "ingress", replies, cidrsOfEndpoint(platform, hop.to));
    }
  }
  for (const tier of natTiers(platform, network, hop)) {
    const inside = tierCidrs(
      required(platform.networks, network),
      defined(hop.from.tier, "the tier behind NAT"),
    );
    allow(tier, "ingress", ports, inside);
    allow(tier, "egress", replies, inside);
    allow(tier, "egress", ports, cidrsOfEndpoint(platform, hop.to));
    allow(tier, "ingress", replies, cidrsOfEndpoint(platform, hop.to));
  }
  return drafts;
}

/** The ports of replies; ICMP and GRE have none. */
function replyPorts(ports: HopPorts): HopPorts {
  return ports.protocol === "icmp" || ports.protocol === "gre"
    ? ports
    : { ...EPHEMERAL_PORTS, protocol: ports.protocol };
}

/**
 * The tier with the transit gateway attachment or VPN router that carries a hop to or from `own`.
 * An attachment's ACL filters by the far side's address in both directions; the router's packets to
 * the far side are encrypted.
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html
 */
function transitTier(platform: Platform, own: HopEndpoint, other: HopEndpoint): string | undefined {
  const nextHop = nextHopTo(platform, own, other);
  if (nextHop?.kind === "vpn-router") {
    const vpn = platform.connections[nextHop.connection];
    return vpn?.kind === "network-vpn" ? vpn.router.tier : undefined;
  }
  if (nextHop?.kind !== "transit-gateway") return undefined;
  const gateway = platform.connections[nextHop.connection];
  return gateway?.kind === "transit-gateway" ? ownValue(gateway.attachments, own.network)?.tier : undefined;
}

/** The additional client address in packets: an ACL must admit both, since either may appear. */
function clientOf({ client }: FlowHop, { protocol }: HopPorts): HopEndpoint[] {
  return client !== undefined && protocol === "udp" ? [client] : [];
}

/**
 * The tiers whose NAT carries a hop: public tiers for outbound internet traffic, or the tier of
 * private NAT gateways. Their ACLs filter traffic both into and out of the NAT.
 */
function natTiers(platform: Platform, network: string, hop: FlowHop): string[] {
  if (hop.to.externalNetwork !== undefined && hop.from.network === network) {
    return [defined(natTierOf(platform, hop.from), "the tier of private NAT")];
  }
  if (natNetwork(platform, hop) !== network) return [];
  const { tiers } = required(platform.networks, network);
  return Object.keys(tiers).filter((name) => required(tiers, name).access === "public");
}

/** The CIDR blocks of a hop's endpoint; ACLs support neither security groups nor prefix lists. */
function cidrsOfEndpoint(platform: Platform, end: HopEndpoint): readonly string[] {
  if (end.kind === "cloudfront" || end.kind === "gateway-endpoint") return [ANY_CIDR];
  if (end.network === undefined) return end.cidrs ?? [];
  return tierCidrs(required(platform.networks, end.network), defined(end.tier, `the tier of ${end.name}`));
}

const NUMBER_MIN = 100;
const NUMBER_COUNT = 32_000;

function numberRules(drafts: readonly AclRuleDraft[]): AclRulePlan[] {
  const byId = new Map(drafts.map((draft) => [draftId(draft), draft]));
  const rules: AclRulePlan[] = [];
  const taken = new Set<string>();
  for (const id of [...byId.keys()].sort()) {
    const draft = required(byId, id);
    let offset = createHash("sha256").update(id).digest().readUInt32BE() % NUMBER_COUNT;
    const slot = () => `${draft.tier} ${draft.direction} ${offset}`;
    while (taken.has(slot())) offset = (offset + 1) % NUMBER_COUNT;
    taken.add(slot());
    rules.push({ ...draft, id, number: NUMBER_MIN + offset });
  }
  return rules;
}

function draftId({ tier, direction, cidr, ports }: AclRuleDraft): string {
  return `${tier}-${direction}-${formatPortsId(ports)}-${cidr.replace("/", "-")}`;
}
