import { UNKNOWN } from "../../../../../../tools/rehearse/simulator/terraform-value.ts";
import { NETWORK_LOAD_BALANCER_ARN, networkLoadBalancer } from "../../constraints/case-resources.ts";
import {
  type ConstraintCase,
  existingSubnet,
  existingVpc,
  exists,
  SUBNET_A,
  SUBNET_B,
  twoSubnets,
  VPC_ID,
  vpcWithTwoSubnets,
} from "../../constraints/constraint-case.ts";

const POOR =
  "Not enough IP space available in subnet-0c. ELB requires at least 8 free IP addresses in each subnet.";
const address = exists("aws_eip", "eipalloc-0");

export const elbLoadBalancerNetworkCases: readonly ConstraintCase[] = [
  {
    constraint: "load-balancer-zones",
    when: "the subnets cover two zones",
    type: "aws_lb",
    account: vpcWithTwoSubnets,
    after: { subnets: [SUBNET_A, SUBNET_B], load_balancer_type: "application" },
  },
  {
    constraint: "load-balancer-zones",
    when: "a network load balancer has one subnet",
    type: "aws_lb",
    account: vpcWithTwoSubnets,
    after: { subnets: [SUBNET_A], load_balancer_type: "network" },
  },
  {
    constraint: "load-balancer-zones",
    when: "a subnet is unknown",
    type: "aws_lb",
    account: vpcWithTwoSubnets,
    after: { subnets: [SUBNET_A, UNKNOWN] },
  },
  {
    constraint: "load-balancer-zones",
    when: "it has one subnet",
    type: "aws_lb",
    account: vpcWithTwoSubnets,
    after: { subnets: [SUBNET_A] },
    errors: [
      "CreateLoadBalancer ValidationError: At least two subnets in two different Availability Zones must be specified",
    ],
  },
  {
    constraint: "load-balancer-zones",
    when: "its mappings cover two zones",
    type: "aws_lb",
    account: vpcWithTwoSubnets,
    after: { subnet_mapping: [{ subnet_id: SUBNET_A }, { subnet_id: SUBNET_B }] },
  },
  {
    constraint: "load-balancer-zones",
    when: "it has one mapping",
    type: "aws_lb",
    account: vpcWithTwoSubnets,
    after: { subnet_mapping: [{ subnet_id: SUBNET_A }], load_balancer_type: "application" },
    errors: [
      "CreateLoadBalancer ValidationError: At least two subnets in two different Availability Zones must be specified",
    ],
  },
  {
    constraint: "load-balancer-zones",
    when: "a zone has two subnets",
    type: "aws_lb",
    account: [...vpcWithTwoSubnets, existingSubnet("subnet-0c", "us-east-1a", "10.0.2.0/24")],
    after: { subnets: [SUBNET_A, SUBNET_B, "subnet-0c"] },
    errors: [
      "CreateLoadBalancer InvalidConfigurationRequest: A load balancer cannot be attached to multiple subnets in the same Availability Zone",
    ],
  },
  {
    constraint: "load-balancer-subnet-size",
    when: "the subnets are /24",
    type: "aws_lb",
    account: vpcWithTwoSubnets,
    after: { subnets: [SUBNET_A, SUBNET_B] },
  },
  {
    constraint: "load-balancer-subnet-size",
    when: "a subnet is /28",
    type: "aws_lb",
    account: [...vpcWithTwoSubnets, existingSubnet("subnet-0c", "us-east-1c", "10.0.2.0/28")],
    after: { subnets: [SUBNET_A, "subnet-0c"] },
    errors: [`CreateLoadBalancer InvalidSubnet: ${POOR}`],
  },
  {
    constraint: "load-balancer-subnet-size",
    when: "the subnet of a mapping is /28",
    type: "aws_lb",
    account: [...vpcWithTwoSubnets, existingSubnet("subnet-0c", "us-east-1c", "10.0.2.0/28")],
    after: { subnet_mapping: [{ subnet_id: SUBNET_A }, { subnet_id: "subnet-0c" }] },
    errors: [`CreateLoadBalancer InvalidSubnet: ${POOR}`],
  },
  {
    constraint: "load-balancer-subnet-size",
    when: "a subnet of a network load balancer is /28",
    type: "aws_lb",
    account: [existingVpc(), existingSubnet("subnet-0c", "us-east-1c", "10.0.2.0/28")],
    after: { load_balancer_type: "network", subnets: ["subnet-0c"] },
  },
  {
    constraint: "load-balancer-subnet-size",
    when: "a /27 is almost full",
    type: "aws_lb",
    account: [
      ...vpcWithTwoSubnets,
      existingSubnet("subnet-0c", "us-east-1c", "10.0.2.0/27"),
      ...Array.from({ length: 20 }, (_, n) =>
        exists("aws_network_interface", `eni-${n}`, { subnet_id: "subnet-0c" }),
      ),
    ],
    after: { subnets: ["subnet-0c"] },
    errors: [`CreateLoadBalancer InvalidSubnet: ${POOR}`],
  },
  {
    constraint: "load-balancer-internet",
    when: "the VPC has an internet gateway",
    type: "aws_lb",
    account: vpcWithTwoSubnets,
    after: { subnets: [SUBNET_A, SUBNET_B], internal: false },
  },
  {
    constraint: "load-balancer-internet",
    when: "the load balancer is internal",
    type: "aws_lb",
    account: [existingVpc(), ...twoSubnets],
    after: { subnets: [SUBNET_A, SUBNET_B], internal: true },
  },
  {
    constraint: "load-balancer-internet",
    when: "the VPC of its mappings has no internet gateway",
    type: "aws_lb",
    account: [existingVpc(), ...twoSubnets],
    after: { subnet_mapping: [{ subnet_id: SUBNET_A }, { subnet_id: SUBNET_B }], internal: false },
    errors: [`CreateLoadBalancer InvalidSubnet: VPC ${VPC_ID} has no internet gateway`],
  },
  {
    constraint: "load-balancer-internet",
    when: "the VPC has no internet gateway",
    type: "aws_lb",
    account: [existingVpc(), ...twoSubnets],
    after: { subnets: [SUBNET_A, SUBNET_B], internal: false },
    errors: [`CreateLoadBalancer InvalidSubnet: VPC ${VPC_ID} has no internet gateway`],
  },
  {
    constraint: "load-balancer-address",
    when: "the addresses are free",
    type: "aws_lb",
    after: networkLoadBalancer,
    account: [...vpcWithTwoSubnets, address],
  },
  {
    constraint: "load-balancer-address",
    when: "an address does not exist",
    type: "aws_lb",
    after: networkLoadBalancer,
    account: vpcWithTwoSubnets,
    errors: ["CreateLoadBalancer AllocationIdNotFound: The specified allocation ID does not exist"],
  },
  {
    constraint: "load-balancer-address",
    when: "another load balancer uses the address",
    type: "aws_lb",
    after: networkLoadBalancer,
    account: [
      ...vpcWithTwoSubnets,
      address,
      exists("aws_lb", NETWORK_LOAD_BALANCER_ARN, networkLoadBalancer),
    ],
    errors: ["CreateLoadBalancer ResourceInUse: The allocation IDs are not available for use"],
  },
];
