import { Cidr } from "../../aws/cidr.ts";
import { RESOLVER_POSITION } from "../../aws/vpc-quotas.ts";
import type { Connection } from "../../language/connections.ts";
import type { NetworkSettings } from "../../language/network.ts";

/** The authorization rules and routes of a client VPN. */
export interface ClientVpnPlan {
  /** CIDR blocks that clients may reach; everything else is denied. */
  readonly authorizedCidrs: readonly string[];
  /** Authorized blocks outside the VPN's own network, which need an explicit route. */
  readonly routedCidrs: readonly string[];
  /** The VPC's DNS resolver; undefined without a private zone or if clients may not reach it. */
  readonly dnsServer: string | undefined;
}

/** Plans a client VPN. By default it authorizes its network's own CIDR block. */
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
  const dnsServer = network.privateZone !== undefined && isReachable ? resolver.addressAt(0) : undefined;
  return { authorizedCidrs, routedCidrs, dnsServer };
}

/** The VPC's resolver. */
function resolverOf(cidr: string): Cidr {
  const block = Cidr.parseKnown(cidr);
  return block.slice(32 - block.prefix, RESOLVER_POSITION);
}
