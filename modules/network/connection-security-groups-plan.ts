import { connectionsOf } from "../../language/network-connectivity.ts";
import type { Platform } from "../../language/platform.ts";
import { endpointServiceName } from "./hops.ts";

/** A security group that a connection has in a network: by the name of its end in hops. */
export interface ConnectionSecurityGroup {
  readonly id: string;
  readonly network: string;
}

/** The groups of what connections put into networks: a VPN's and a service's interfaces, a tunnel's peer. */
export function connectionSecurityGroups(platform: Pick<Platform, "connections">): ConnectionSecurityGroup[] {
  return [
    ...connectionsOf(platform, "client-vpn").map(([id, { network }]) => ({ id, network })),
    ...connectionsOf(platform, "transit-connect").map(([id, { transport }]) => ({ id, network: transport })),
    ...connectionsOf(platform, "endpoint-service").flatMap(([service, { consumers }]) =>
      Object.keys(consumers).map((network) => ({ id: endpointServiceName(service, network), network })),
    ),
  ];
}
