import {
  DNS_PORT,
  flowEndpoints,
  INTERNET_ENDPOINT,
  IPSEC_PORTS,
  instanceConnectName,
  loginTargets,
  resolverEndpointName,
  SSH_PORT,
} from "../../language/endpoints.ts";
import { tcp, udp } from "../../language/flows.ts";
import type { NetworkSettings } from "../../language/network.ts";
import { connectionsOf } from "../../language/network-connectivity.ts";
import type { Platform } from "../../language/platform.ts";
import { resolverClients } from "../../language/private-names.ts";
import { required } from "../../language/required.ts";
import { subnetContaining } from "../../language/subnets.ts";
import { type FlowHop, GRE, type HopEndpoint } from "./flow-hop.ts";

/** Plans the hops that settings imply without a flow: GRE and IPsec tunnels, logins and DNS. */
export function implicitHops(platform: Platform): FlowHop[] {
  return [
    ...tunnelHops(platform),
    ...routerHops(platform),
    ...loginHops(platform),
    ...resolverHops(platform),
  ];
}

/**
 * The IPsec tunnels of VPNs between networks, in both directions. The addresses of AWS's ends are
 * chosen when the VPN is created, so the router's ports are open to all; peers authenticate by
 * keys.
 * https://docs.aws.amazon.com/vpn/latest/s2svpn/FirewallRules.html
 */
function routerHops(platform: Platform): FlowHop[] {
  const internet = required(flowEndpoints(platform), INTERNET_ENDPOINT);
  const ports = IPSEC_PORTS.map((port) => udp(port));
  return connectionsOf(platform, "network-vpn").flatMap(([name, { router }]) => {
    const self: HopEndpoint = { name, kind: "vpn-router", network: router.network, tier: router.tier };
    return [
      { flow: `${INTERNET_ENDPOINT} -> ${name}`, from: internet, to: self, ports },
      { flow: `${name} -> ${INTERNET_ENDPOINT}`, from: self, to: internet, ports },
    ];
  });
}

/**
 * The GRE tunnels of transit gateway Connect, in both directions between the peer in a subnet of
 * the transport network and the transit gateway's addresses.
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-connect.html
 */
function tunnelHops(platform: Platform): FlowHop[] {
  return connectionsOf(platform, "transit-connect").flatMap(([name, { transitGateway, transport, peer }]) => {
    const place = subnetContaining(required(platform.networks, transport), peer.address);
    const gateway = platform.connections[transitGateway];
    if (place === undefined || gateway?.kind !== "transit-gateway") return [];
    const near: HopEndpoint = { name, kind: "tunnel-peer", network: transport, tier: place.tier };
    const far: HopEndpoint = { name: transitGateway, kind: "transit-gateway", cidrs: gateway.cidrs };
    return [
      { flow: name, from: near, to: far, ports: [GRE] },
      { flow: name, from: far, to: near, ports: [GRE] },
    ];
  });
}

/** The logins through EC2 Instance Connect Endpoints, to all servers of their network. */
function loginHops(platform: Platform): FlowHop[] {
  return Object.entries(platform.networks).flatMap(([network, settings]) => {
    if (settings.instanceConnect === undefined) return [];
    const name = instanceConnectName(network);
    const from: HopEndpoint = { name, kind: "instance-connect", network, tier: loginTier(platform, network) };
    return loginTargets(platform, network).map((target) => ({
      flow: `${name} -> ${target}`,
      from,
      to: required(flowEndpoints(platform), target),
      ports: [tcp(SSH_PORT)],
    }));
  });
}

/** The questions of external networks to Route 53 Resolver endpoints, over UDP and TCP. */
function resolverHops(platform: Platform): FlowHop[] {
  return Object.keys(platform.networks).flatMap((network) => {
    const name = resolverEndpointName(network);
    return resolverClients(platform, network).map((client) => ({
      flow: `${client} -> ${name}`,
      from: required(flowEndpoints(platform), client),
      to: { name, kind: "dns-resolver" as const, network, tier: resolverTier(platform, network) },
      ports: [udp(DNS_PORT), tcp(DNS_PORT)],
    }));
  });
}

/**
 * The tier of a network's EC2 Instance Connect Endpoint: as configured, else the first private one.
 */
export function loginTier(platform: Platform, network: string): string {
  const settings = required(platform.networks, network);
  return settings.instanceConnect?.tier ?? firstInternalTier(settings, network);
}

/** The tier of a network's resolver endpoint: as configured, else the first private one. */
export function resolverTier(platform: Platform, network: string): string {
  const settings = required(platform.networks, network);
  return settings.resolverEndpoint?.tier ?? firstInternalTier(settings, network);
}

/**
 * The first private tier of a network, else an isolated one, else any.
 *
 * @throws RangeError if it has no tier, which the spec's checks reject.
 */
export function firstInternalTier({ tiers }: NetworkSettings, network: string): string {
  const names = Object.keys(tiers);
  const tier =
    names.find((name) => required(tiers, name).access === "private") ??
    names.find((name) => required(tiers, name).access === "isolated") ??
    names[0];
  if (tier === undefined) throw new RangeError(`network ${network} has no tier`);
  return tier;
}
