/**
 * A range of source ports that clients use, inclusive.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nacl-ephemeral-ports.html (read 2026-11-30)
 */
export type EphemeralPorts = readonly [from: number, to: number];

/** "Many Linux kernels (including the Amazon Linux kernel)": servers, containers. */
export const LINUX_PORTS: EphemeralPorts = [32_768, 61_000];

/** Windows Server 2008 and later. */
export const WINDOWS_PORTS: EphemeralPorts = [49_152, 65_535];

/**
 * Load balancers, NAT gateways and Lambda functions, and clients of any kind: no client uses a
 * lower source port. A network ACL that allows these ports allows the replies to every client.
 */
export const WIDE_PORTS: EphemeralPorts = [1024, 65_535];

/**
 * Host ports that ECS assigns to containers that request none.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html
 * (read 2026-11-30, in botocore 1.43.107's service models)
 */
export const DYNAMIC_HOST_PORTS: EphemeralPorts = [32_768, 65_535];
