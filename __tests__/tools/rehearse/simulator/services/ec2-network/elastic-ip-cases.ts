import { NETWORK_LOAD_BALANCER_ARN, networkLoadBalancer } from "../../constraints/case-resources.ts";
import { type ConstraintCase, exists } from "../../constraints/constraint-case.ts";

export const ec2NetworkElasticIpCases: readonly ConstraintCase[] = [
  {
    constraint: "address-in-use",
    when: "a load balancer uses the address",
    type: "aws_eip",
    before: { id: "eipalloc-0" },
    account: [exists("aws_lb", NETWORK_LOAD_BALANCER_ARN, networkLoadBalancer)],
    errors: [
      "ReleaseAddress InvalidIPAddress.InUse: The address with allocation id 'eipalloc-0' cannot be released because it is locked to an attachment.",
    ],
  },
  {
    constraint: "address-quota",
    when: "the region has four addresses",
    type: "aws_eip",
    account: [1, 2, 3, 4].map((n) => exists("aws_eip", `eipalloc-${n}`)),
    after: {},
  },
  {
    constraint: "address-quota",
    when: "the region has five addresses",
    type: "aws_eip",
    account: [1, 2, 3, 4, 5].map((n) => exists("aws_eip", `eipalloc-${n}`)),
    after: {},
    errors: ["AllocateAddress AddressLimitExceeded: The maximum number of addresses has been reached."],
  },
  {
    constraint: "address-in-use",
    when: "nothing uses the address",
    type: "aws_eip",
    before: { id: "eipalloc-0" },
  },
  {
    constraint: "address-in-use",
    when: "a NAT gateway uses the address",
    type: "aws_eip",
    before: { id: "eipalloc-0" },
    account: [exists("aws_nat_gateway", "nat", { allocation_id: "eipalloc-0" })],
    errors: [
      "ReleaseAddress InvalidIPAddress.InUse: The address with allocation id 'eipalloc-0' cannot be released because it is locked to an attachment.",
    ],
  },
];
