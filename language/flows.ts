import * as z from "zod";
import { flag, formatIssue, integer, list, nameField, oneOf, patternText } from "./fields.ts";

const portNumber = integer(0, 65_535, "a port");

/** A port range of one protocol: `{ protocol: "tcp", from: 80, to: 80 }`. */
const portRangeSchema = z
  .strictObject({
    /** The transport protocol, or ICMP of all types. */
    protocol: oneOf(["tcp", "udp", "icmp"]),
    /** First port; 0 for ICMP. */
    from: portNumber,
    /** Last port; 0 for ICMP. */
    to: portNumber,
  })
  .refine((range) => range.from <= range.to, {
    error: formatIssue("a port range in ascending order", "swap from and to"),
  })
  .refine((range) => range.protocol === "icmp" || range.from > 0, {
    error: formatIssue("a port from 1 to 65535", "use the port the target listens on"),
    path: ["from"],
  });

/** An allowed connection from a source to a target. Every firewall rule derives from a flow. */
export const flowSchema = z.strictObject(
  {
    /** The source: a workload, external network, network interface or `internet`. */
    from: nameField,
    /**
     * The target: a workload, store, network interface, external network, `internet`, or `aws` (the
     * VPC endpoints).
     */
    to: nameField,
    /** @default the target's own port */
    ports: list(portRangeSchema, "port ranges such as tcp(443)", 1).optional(),
    /** The scenario it belongs to; the proof reports a scenario as one. @default none */
    scenario: patternText(
      /^[a-z][a-z0-9 ]{0,59}$/,
      "a scenario's name of lower-case words",
      'use a name such as "web hosting"',
    ).optional(),
    /**
     * Applies only in environments where a path exists. @default false: a missing path is a problem
     */
    whereReachable: flag.optional(),
  },
  {
    // Any other code keeps its own message.
    error: ({ code }) =>
      code === "invalid_type" ? formatIssue("a flow", 'write flow("app", "db")') : undefined,
  },
);

/** A port range of one protocol. */
export type PortRange = z.output<typeof portRangeSchema>;
/** A flow with its defaults. */
export type Flow = z.output<typeof flowSchema>;

/** Returns one TCP port, or a range of them. */
export function tcp(from: number, to: number = from): PortRange {
  return { protocol: "tcp", from, to };
}

/** Returns one UDP port, or a range of them. */
export function udp(from: number, to: number = from): PortRange {
  return { protocol: "udp", from, to };
}

/** Returns the range of all ICMP messages. */
export function icmp(): PortRange {
  return { protocol: "icmp", from: 0, to: 0 };
}

/** A flow before defaults, as a platform file has it. */
export type FlowInput = z.input<typeof flowSchema>;

/** Allows `from` to call `to`, on the target's own port unless ports are given. */
export function flow(from: string, to: string, ...ports: readonly PortRange[]): FlowInput {
  return ports.length === 0 ? { from, to } : { from, to, ports: [...ports] };
}

/** Groups flows under a scenario's name. */
export function scenario(name: string, ...flows: readonly FlowInput[]): FlowInput[] {
  return flows.map((item) => ({ ...item, scenario: name }));
}

/**
 * Limits a flow to environments where a path exists; elsewhere it opens nothing. Example: SSH to
 * servers that have a public address in one environment and are a fleet in private subnets in
 * another.
 */
export function whereReachable(item: FlowInput): FlowInput {
  return { ...item, whereReachable: true };
}
