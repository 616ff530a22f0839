import { Cidr } from "../../language/cidr.ts";
import type { Connection } from "../../language/connections.ts";
import type { NetworkSettings } from "../../language/network.ts";

/** What the clients of a VPN may reach, and how. */
export interface ClientVpnPlan {
  /** The blocks that clients may reach: nothing else passes. */
  readonly authorizedCidrs: readonly string[];
  /** Those outside the VPN's own network, which need a route of the VPN's. */
  readonly routedCidrs: readonly string[];
  /** The network's resolver, for its private names; undefined where it has none, or clients may not reach it. */
  readonly dnsServer: string | undefined;
}

/** The rules and routes of a client VPN. What it authorizes is the network's own block unless it says so. */
export function planClientVpn(
  vpn: Pick<Extract<Connection, { kind: "client-vpn" }>, "authorizedCidrs">,
  network: Pick<NetworkSettings, "cidr" | "secondaryCidrs" | "privateZone">,
): ClientVpnPlan {
  const authorizedCidrs = vpn.authorizedCidrs.length === 0 ? [network.cidr] : vpn.authorizedCidrs;
  const own = [network.cidr, ...network.secondaryCidrs].map(Cidr.parseKnown);
  const routedCidrs = authorizedCidrs.filter(
    (cidr) => !own.some((block) => block.contains(Cidr.parseKnown(cidr))),
  );
  const resolver = resolverOf(network.cidr);
  const isReachable = authorizedCidrs.some((cidr) => Cidr.parseKnown(cidr).contains(resolver));
  const dnsServer =
    network.privateZone !== undefined && isReachable ? `${resolver}`.replace("/32", "") : undefined;
  return { authorizedCidrs, routedCidrs, dnsServer };
}

/** The VPC's own resolver: its third address. https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html */
function resolverOf(cidr: string): Cidr {
  const block = Cidr.parseKnown(cidr);
  return block.slice(32 - block.prefix, 2);
}
