import { nestedBlocksOf, stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, findInRegion, isCreate, resourcesInRegion } from "./support/constraint-helpers.ts";

/** A load balancer's Elastic IP addresses must exist and be free. */
export const loadBalancerAddress: Constraint = {
  name: "load-balancer-address",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html",
  types: ["aws_lb"],
  check(change, context) {
    if (!isCreate(change)) return [];
    const allocationIdsOf = (values: typeof change.after) =>
      nestedBlocksOf(values, "subnet_mapping").flatMap(
        (mapping) => stringAttribute(mapping, "allocation_id") ?? [],
      );
    const usedAllocationIds = [
      ...resourcesInRegion(context, "aws_nat_gateway", "aws_eip_association").map(({ values }) =>
        stringAttribute(values, "allocation_id"),
      ),
      ...resourcesInRegion(context, "aws_lb").flatMap(({ values }) => allocationIdsOf(values)),
    ];
    return allocationIdsOf(change.after).flatMap((allocation) => [
      ...apiErrorIf(
        findInRegion(context, allocation, "aws_eip") === undefined,
        "CreateLoadBalancer",
        "AllocationIdNotFound",
        "The specified allocation ID does not exist",
        "subnet_mapping",
      ),
      ...apiErrorIf(
        usedAllocationIds.includes(allocation),
        "CreateLoadBalancer",
        "ResourceInUse",
        "The allocation IDs are not available for use",
        "subnet_mapping",
      ),
    ]);
  },
};
