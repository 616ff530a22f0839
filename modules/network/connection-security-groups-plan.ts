import { connectionsOf } from "../../language/network-connectivity.ts";
import type { Platform } from "../../language/platform.ts";
import { endpointServiceName } from "./hops.ts";

/** A security group for a connection's interfaces in a network, named after its hop endpoint. */
export interface ConnectionSecurityGroup {
  /** The hop endpoint's name: the connection, or service and consumer network. */
  readonly id: string;
  /** The network whose VPC holds the group. */
  readonly network: string;
}

/** The security groups of client VPN and PrivateLink interfaces, VPN routers and Connect peers. */
export function connectionSecurityGroups(platform: Pick<Platform, "connections">): ConnectionSecurityGroup[] {
  return [
    ...connectionsOf(platform, "client-vpn").map(([id, { network }]) => ({ id, network })),
    ...connectionsOf(platform, "network-vpn").map(([id, { router }]) => ({ id, network: router.network })),
    ...connectionsOf(platform, "transit-connect").map(([id, { transport }]) => ({ id, network: transport })),
    ...connectionsOf(platform, "endpoint-service").flatMap(([service, { consumers }]) =>
      Object.keys(consumers).map((network) => ({ id: endpointServiceName(service, network), network })),
    ),
  ];
}
