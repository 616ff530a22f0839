import { z } from "zod";
import { flag, formatIssue, integer, list, nameField, oneOf, patternText } from "./fields.ts";

const portNumber = integer(0, 65_535, "a port");

/** Ports of one protocol: `{ protocol: "tcp", from: 80, to: 80 }`. */
export const portRangeSchema = z
  .strictObject({
    protocol: oneOf(["tcp", "udp", "icmp"]),
    /** First port; 0 for ICMP. */
    from: portNumber,
    /** Last port; 0 for ICMP. */
    to: portNumber,
  })
  .refine((range) => range.from <= range.to, {
    error: formatIssue("a range whose first port is not after its last", "swap from and to"),
  })
  .refine((range) => range.protocol === "icmp" || range.from > 0, {
    error: formatIssue("a port from 1 to 65535", "use the port the target listens on"),
    path: ["from"],
  });

/** Who may talk to whom. The only way a firewall rule comes to be. */
export const flowSchema = z.strictObject({
  /** A workload, an outside network, an interface or `internet`. */
  from: nameField,
  /** A workload, a store, an interface, an outside network, `internet`, or `aws`: the VPC endpoints. */
  to: nameField,
  /** @default the target's own port */
  ports: list(portRangeSchema, "port ranges such as tcp(443)", 1).optional(),
  /** What it proves: the name of a scenario, which the reach proof reports as one. @default none */
  scenario: patternText(
    /^[a-z][a-z0-9 ]{0,59}$/,
    "a scenario's name of lower-case words",
    'use a name such as "web hosting"',
  ).optional(),
  /** Counts only in the environments that have a way for it. @default false: no way is a problem */
  whereReachable: flag.optional(),
});

/** Ports of one protocol. */
export type PortRange = z.output<typeof portRangeSchema>;
/** Who may talk to whom. */
export type Flow = z.output<typeof flowSchema>;

/** One TCP port, or a range of them. */
export function tcp(from: number, to: number = from): PortRange {
  return { protocol: "tcp", from, to };
}

/** One UDP port, or a range of them. */
export function udp(from: number, to: number = from): PortRange {
  return { protocol: "udp", from, to };
}

/** Every ICMP message. */
export function icmp(): PortRange {
  return { protocol: "icmp", from: 0, to: 0 };
}

/** A flow as a platform file writes it. */
export type FlowInput = z.input<typeof flowSchema>;

/** `from` may talk to `to`: on the target's own port unless ports are given. */
export function flow(from: string, to: string, ...ports: readonly PortRange[]): FlowInput {
  return ports.length === 0 ? { from, to } : { from, to, ports: [...ports] };
}

/** Flows that together prove one scenario, under its name. */
export function scenario(name: string, ...flows: readonly FlowInput[]): FlowInput[] {
  return flows.map((item) => ({ ...item, scenario: name }));
}

/**
 * A flow for every environment that has a way for it: SSH to servers with a public address in one
 * environment, which are a fleet in private subnets in another. Where there is no way it opens nothing.
 */
export function whereReachable(item: FlowInput): FlowInput {
  return { ...item, whereReachable: true };
}
