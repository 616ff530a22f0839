import type { Ground } from "../../../../tools/reach/model/ground.ts";
import { readGround } from "../../../../tools/reach/model/read-ground.ts";
import { inventoryOf, type StackJson } from "./stacks.ts";

/** The ground of one stack called `net`. */
export function groundOf(net: StackJson): Ground {
  return readGround(inventoryOf({ net }));
}

/** `10.0.0.0/16 -> local`: a subnet's routes, for reading. */
export function routesOf(ground: Ground, subnet: string): readonly string[] {
  const { table } = ground.subnets.get(subnet)!;
  return table.routes.map(({ text, target, isLearnt }) => {
    const where = "address" in target ? ` ${target.address}` : "why" in target ? `: ${target.why}` : "";
    return `${text} -> ${target.kind}${where}${isLearnt ? " (learnt)" : ""}`;
  });
}

/** A VPC of 10.0.0.0/16 with one subnet. */
export const VPC = { main: { cidr_block: "10.0.0.0/16" } } as const;
/** Its subnet. */
export const SUBNET = { a: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.1.0/24" } } as const;
