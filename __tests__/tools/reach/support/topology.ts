import { readTopology, type Topology } from "../../../../tools/reach/network/read-topology.ts";
import { contextOf, type StackJson } from "./stacks.ts";

/** Reads the topology of a stack `net`. */
export function topologyOf(net: StackJson): Topology {
  return readTopology(contextOf({ net }));
}

/** Formats a subnet's routes: `10.0.0.0/16 -> local`. */
export function routesOf(topology: Topology, subnet: string): readonly string[] {
  const { table } = topology.subnets.get(subnet)!;
  return table.routes.map(({ text, target, isPropagated }) => {
    const where = "address" in target ? ` ${target.address}` : "why" in target ? `: ${target.why}` : "";
    return `${text} -> ${target.kind}${where}${isPropagated ? " (propagated)" : ""}`;
  });
}

/** A VPC of 10.0.0.0/16 with one subnet. */
export const VPC = { main: { cidr_block: "10.0.0.0/16" } } as const;
/** Its subnet. */
export const SUBNET = { a: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.1.0/24" } } as const;
