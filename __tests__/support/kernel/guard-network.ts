import { isIPv4 } from "node:net";
import { thingOf } from "./platform-hosts.ts";
import type { PlatformRelay } from "./platform-relays.ts";
import type { Probe, TinyEntry, TinyGroup, TinyHost, TinyNetwork } from "./tiny-network.ts";

/** Reports that an item passes the security groups in front of a proxy. */
export interface GuardQuestion {
  readonly from: string;
  readonly relay: PlatformRelay;
  readonly probe: Probe;
}

const EVERYTHING = { protocol: "all", from: -1, to: -1 } as const;
const ANYBODY = "0.0.0.0/0";
const PASS: TinyEntry = { ...EVERYTHING, number: 100, action: "allow", cidr: ANYBODY };
/** The clients' settings, which allow everything: only the guards' security groups filter. */
const OPEN: TinyGroup = {
  name: "open",
  vpc: "guards",
  ingress: [],
  egress: [{ ...EVERYTHING, peer: { cidr: ANYBODY } }],
};

/**
 * A network in which only the security groups of the guards filter: one subnet with the first host
 * of each item, and the guards. No rule can reference a client's security group, since the clients
 * are behind an endpoint.
 */
export function guardNetwork({
  network,
  relays,
}: {
  readonly network: TinyNetwork;
  readonly relays: readonly PlatformRelay[];
}): { readonly network: TinyNetwork; readonly asked: readonly GuardQuestion[] } {
  const guarded = relays.filter(({ guard }) => guard !== undefined);
  const guards = network.hosts.filter(({ name }) => guarded.some(({ guard }) => guard === name));
  const clients = network.hosts.filter((host) => !guards.includes(host) && thingOf(host.name) === host.name);
  const standing = (host: TinyHost, groups: readonly string[]): TinyHost => ({
    name: host.name,
    subnet: "guards",
    addresses: host.addresses.filter((address) => isIPv4(address)),
    groups,
  });
  const hosts = [
    ...guards.map((guard) => standing(guard, guard.groups)),
    ...clients.map((client) => standing(client, [OPEN.name])),
  ];
  const addressOf = (name: string) => hosts.find((host) => host.name === name)!.addresses[0]!;
  return {
    network: {
      vpcs: [{ name: "guards", cidrs: [ANYBODY], internetGateway: false }],
      subnets: [
        {
          name: "guards",
          vpc: "guards",
          cidrs: [ANYBODY],
          acl: { ingress: [PASS], egress: [PASS] },
          routes: [],
        },
      ],
      hosts: guarded.length === 0 ? [] : hosts,
      groups: [OPEN, ...network.groups],
      natGateways: [],
      peerings: [],
      internetHosts: [],
    },
    asked: guarded.flatMap((relay) =>
      clients.map(({ name }) => ({
        from: name,
        relay,
        probe: { from: name, to: addressOf(relay.guard!), protocol: "tcp", port: relay.port },
      })),
    ),
  };
}
