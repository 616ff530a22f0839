import {
  type ConstraintCase,
  exists,
  SUBNET_A,
  SUBNET_B,
  vpcWithTwoSubnets,
} from "../../constraints/constraint-case.ts";

const server = (subnet_id: string) => exists("aws_instance", "i-0", { subnet_id });
const item = (values = {}) => exists("aws_network_interface", "eni-0", { subnet_id: SUBNET_A, ...values });
const attachment = { instance_id: "i-0", network_interface_id: "eni-0", device_index: 1 };
const attached = (values: object) =>
  exists("aws_network_interface_attachment", "eni-attach-0", { ...attachment, ...values });
const withAddress = (...private_ip_list: string[]) => ({ subnet_id: SUBNET_A, private_ip_list });

export const ec2NetworkNetworkInterfaceCases: readonly ConstraintCase[] = [
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
  {
    constraint: "interface-security-groups",
    when: "it has five security groups",
    type: "aws_lb",
    after: { security_groups: ["1", "2", "3", "4", "5"] },
  },
  {
    constraint: "interface-security-groups",
    when: "an ECS service has six security groups",
    type: "aws_ecs_service",
    after: { network_configuration: [{ security_groups: ["1", "2", "3", "4", "5", "6"] }] },
    errors: [
      "CreateService SecurityGroupsPerInterfaceLimitExceeded: The maximum number of security groups per interface has been reached.",
    ],
  },
];
