import { blocksOf, textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { creates, here, named, refuse } from "./support/rule.ts";

/** A load balancer's elastic addresses are there, and nothing else stands on them. */
export const loadBalancerAddress: Law = {
  name: "load-balancer-address",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html",
  types: ["aws_lb", "aws_alb"],
  check(change, context) {
    if (!creates(change)) return [];
    const mapped = (values: typeof change.after) =>
      blocksOf(values, "subnet_mapping").flatMap((mapping) => textOf(mapping, "allocation_id") ?? []);
    const held = [
      ...here(context, "aws_nat_gateway", "aws_eip_association").map(({ values }) =>
        textOf(values, "allocation_id"),
      ),
      ...here(context, "aws_lb", "aws_alb").flatMap(({ values }) => mapped(values)),
    ];
    return mapped(change.after).flatMap((allocation) => [
      ...refuse(
        named(context, allocation, "aws_eip") === undefined,
        "CreateLoadBalancer",
        "AllocationIdNotFound",
        "The specified allocation ID does not exist",
        "subnet_mapping",
      ),
      ...refuse(
        held.includes(allocation),
        "CreateLoadBalancer",
        "ResourceInUse",
        "The allocation IDs are not available for use",
        "subnet_mapping",
      ),
    ]);
  },
};
