import { isIPv4 } from "node:net";
import { endpointOfHost } from "./platform-hosts.ts";
import type { PlatformProxy } from "./platform-proxies.ts";
import type { Probe, TinyAclEntry, TinyHost, TinyNetwork, TinySecurityGroup } from "./tiny-network.ts";

/** A probe of an endpoint through the security groups of a load balancer. */
export interface LoadBalancerFilterProbe {
  readonly from: string;
  readonly proxy: PlatformProxy;
  readonly probe: Probe;
}

const EVERYTHING = { protocol: "all", from: -1, to: -1 } as const;
const ANY_IPV4 = "0.0.0.0/0";
const PASS: TinyAclEntry = { ...EVERYTHING, number: 100, action: "allow", cidr: ANY_IPV4 };
/** The clients' security group, which allows all egress: only the load balancers' groups filter. */
const OPEN: TinySecurityGroup = {
  name: "open",
  vpc: "filters",
  ingress: [],
  egress: [{ ...EVERYTHING, peer: { cidr: ANY_IPV4 } }],
};

/**
 * A network in which only the security groups of load balancers filter: one subnet with these load
 * balancers and the first host of each endpoint. No rule can reference a client's security group,
 * since the clients come through a VPC endpoint.
 */
export function loadBalancerFilters({
  network,
  relays,
}: {
  readonly network: TinyNetwork;
  readonly relays: readonly PlatformProxy[];
}): { readonly network: TinyNetwork; readonly probes: readonly LoadBalancerFilterProbe[] } {
  const filtered = relays.filter(({ filteringLoadBalancer }) => filteringLoadBalancer !== undefined);
  const names = filtered.map(({ filteringLoadBalancer }) => filteringLoadBalancer);
  const loadBalancers = network.hosts.filter(({ name }) => names.includes(name));
  const clients = network.hosts.filter(
    (host) => !loadBalancers.includes(host) && endpointOfHost(host.name) === host.name,
  );
  const hostWith = (host: TinyHost, groups: readonly string[]): TinyHost => ({
    name: host.name,
    subnet: "filters",
    addresses: host.addresses.filter((address) => isIPv4(address)),
    groups,
  });
  const hosts = [
    ...loadBalancers.map((host) => hostWith(host, host.groups)),
    ...clients.map((client) => hostWith(client, [OPEN.name])),
  ];
  const addressOf = (name: string) => hosts.find((host) => host.name === name)!.addresses[0]!;
  return {
    network: {
      vpcs: [{ name: "filters", cidrs: [ANY_IPV4], internetGateway: false }],
      subnets: [
        {
          name: "filters",
          vpc: "filters",
          cidrs: [ANY_IPV4],
          acl: { ingress: [PASS], egress: [PASS] },
          routes: [],
        },
      ],
      hosts: filtered.length === 0 ? [] : hosts,
      groups: [OPEN, ...network.groups],
      natGateways: [],
      peerings: [],
      internetHosts: [],
    },
    probes: filtered.flatMap((proxy) =>
      clients.map(({ name }) => ({
        from: name,
        proxy,
        probe: {
          from: name,
          to: addressOf(proxy.filteringLoadBalancer!),
          protocol: "tcp",
          port: proxy.port,
        },
      })),
    ),
  };
}
