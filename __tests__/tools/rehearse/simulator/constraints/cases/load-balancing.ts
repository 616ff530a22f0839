import {
  type ConstraintCase,
  ELB_ARN_PREFIX,
  exists,
  SUBNET_A,
  SUBNET_B,
  VPC_ID,
  vpcWithTwoSubnets,
} from "../constraint-case.ts";

const LB = `${ELB_ARN_PREFIX}:loadbalancer/net/gate/0`;
const TG = `${ELB_ARN_PREFIX}:targetgroup/gate/0`;
const group = (protocol: string) => exists("aws_lb_target_group", TG, { arn: TG, vpc_id: VPC_ID, protocol });
const listener = (protocol: string) => ({
  load_balancer_arn: LB,
  port: 53,
  protocol,
  default_action: [{ type: "forward", target_group_arn: TG }],
});
const address = exists("aws_eip", "eipalloc-0");
const gate = {
  load_balancer_type: "network",
  subnet_mapping: [{ subnet_id: SUBNET_A, allocation_id: "eipalloc-0" }],
};
const server = (subnet_id: string) => exists("aws_instance", "i-0", { subnet_id });
const item = (values = {}) => exists("aws_network_interface", "eni-0", { subnet_id: SUBNET_A, ...values });
const attachment = { instance_id: "i-0", network_interface_id: "eni-0", device_index: 1 };
const attached = (values: object) =>
  exists("aws_network_interface_attachment", "eni-attach-0", { ...attachment, ...values });
const withAddress = (...private_ip_list: string[]) => ({ subnet_id: SUBNET_A, private_ip_list });

/** Cases of Network Load Balancers, and of network interfaces as resources of their own. */
export const loadBalancingCases: readonly ConstraintCase[] = [
  {
    constraint: "listener-protocol",
    when: "UDP forwards to UDP",
    type: "aws_lb_listener",
    after: listener("UDP"),
    account: [group("UDP")],
  },
  {
    constraint: "listener-protocol",
    when: "TLS forwards to TCP and TLS",
    type: "aws_lb_listener",
    after: listener("TLS"),
    account: [group("TCP")],
  },
  {
    constraint: "listener-protocol",
    when: "UDP forwards to TCP",
    type: "aws_lb_listener",
    after: listener("UDP"),
    account: [group("TCP")],
    errors: [
      `CreateListener IncompatibleProtocols: The protocol 'UDP' of the listener is incompatible with the protocol 'TCP' of the target group '${TG}'`,
    ],
  },
  {
    constraint: "load-balancer-address",
    when: "the addresses are free",
    type: "aws_lb",
    after: gate,
    account: [...vpcWithTwoSubnets, address],
  },
  {
    constraint: "load-balancer-address",
    when: "an address does not exist",
    type: "aws_lb",
    after: gate,
    account: vpcWithTwoSubnets,
    errors: ["CreateLoadBalancer AllocationIdNotFound: The specified allocation ID does not exist"],
  },
  {
    constraint: "load-balancer-address",
    when: "another load balancer uses the address",
    type: "aws_lb",
    after: gate,
    account: [...vpcWithTwoSubnets, address, exists("aws_lb", LB, gate)],
    errors: ["CreateLoadBalancer ResourceInUse: The allocation IDs are not available for use"],
  },
  {
    constraint: "address-in-use",
    when: "a load balancer uses the address",
    type: "aws_eip",
    before: { id: "eipalloc-0" },
    account: [exists("aws_lb", LB, gate)],
    errors: [
      "ReleaseAddress InvalidIPAddress.InUse: The address with allocation id 'eipalloc-0' cannot be released because it is locked to an attachment.",
    ],
  },
  {
    constraint: "interface-attachment",
    when: "the instance is in the interface's zone, and the device index is free",
    type: "aws_network_interface_attachment",
    after: attachment,
    account: [
      ...vpcWithTwoSubnets,
      server(SUBNET_A),
      item(),
      attached({ network_interface_id: "eni-1", device_index: 2 }),
    ],
  },
  {
    constraint: "interface-attachment",
    when: "the instance is in another zone",
    type: "aws_network_interface_attachment",
    after: attachment,
    account: [...vpcWithTwoSubnets, server(SUBNET_B), item()],
    errors: [
      "AttachNetworkInterface InvalidParameterCombination: You may not attach a network interface to an instance if they are not in the same availability zone",
    ],
  },
  {
    constraint: "interface-attachment",
    when: "another instance has the interface",
    type: "aws_network_interface_attachment",
    after: attachment,
    account: [...vpcWithTwoSubnets, server(SUBNET_A), item(), attached({ instance_id: "i-1" })],
    errors: ["AttachNetworkInterface InvalidNetworkInterface.InUse: Interface: [eni-0] in use."],
  },
  {
    constraint: "interface-attachment",
    when: "the device index is taken",
    type: "aws_network_interface_attachment",
    after: attachment,
    account: [...vpcWithTwoSubnets, server(SUBNET_A), item(), attached({ network_interface_id: "eni-1" })],
    errors: [
      "AttachNetworkInterface InvalidParameterValue: Instance 'i-0' already has an interface attached at device index '1'.",
    ],
  },
  {
    constraint: "interface-address",
    when: "the addresses are free",
    type: "aws_network_interface",
    after: withAddress("10.0.0.10", "10.0.0.11"),
    account: [...vpcWithTwoSubnets, item({ private_ip_list: ["10.0.0.12"] })],
  },
  {
    constraint: "interface-address",
    when: "an address is in another subnet",
    type: "aws_network_interface",
    after: withAddress("10.0.1.10"),
    account: vpcWithTwoSubnets,
    errors: [
      "CreateNetworkInterface InvalidParameterValue: Address does not fall within the subnet's address range",
    ],
  },
  {
    constraint: "interface-address",
    when: "AWS reserves the address",
    type: "aws_network_interface",
    after: withAddress("10.0.0.3"),
    account: vpcWithTwoSubnets,
    errors: ["CreateNetworkInterface InvalidParameterValue: Address is in subnet's reserved address range"],
  },
  {
    constraint: "interface-address",
    when: "another interface has the address",
    type: "aws_network_interface",
    after: withAddress("10.0.0.10"),
    account: [...vpcWithTwoSubnets, item({ private_ips: ["10.0.0.10"] })],
    errors: ["CreateNetworkInterface InvalidIPAddress.InUse: The specified address is already in use."],
  },
];
