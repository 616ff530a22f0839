/**
 * A range of source ports that clients use.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nacl-ephemeral-ports.html
 */
export type EphemeralPorts = readonly [from: number, to: number];

/** "Many Linux kernels (including the Amazon Linux kernel)": servers, containers. */
export const LINUX_PORTS: EphemeralPorts = [32_768, 61_000];

/** Windows Server 2008 and later. */
export const WINDOWS_PORTS: EphemeralPorts = [49_152, 65_535];

/**
 * Load balancers and Lambda functions, and managed services whose ports AWS does not document: no
 * client uses a lower source port.
 */
export const WIDE_PORTS: EphemeralPorts = [1024, 65_535];
