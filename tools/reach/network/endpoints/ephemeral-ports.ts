/**
 * Source ports that clients call out from.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nacl-ephemeral-ports.html
 */
export type EphemeralPorts = readonly [from: number, to: number];

/** "Many Linux kernels (including the Amazon Linux kernel)": servers, containers. */
export const LINUX_PORTS: EphemeralPorts = [32_768, 61_000];

/** Windows Server 2008 and later. */
export const WINDOWS_PORTS: EphemeralPorts = [49_152, 65_535];

/**
 * Load balancers and Lambda functions; and what AWS runs by itself, of which it documents nothing: no client
 * calls out from a lower port.
 */
export const WIDE_PORTS: EphemeralPorts = [1024, 65_535];
