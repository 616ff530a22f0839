import { A, B, type Case, ELB, exists, site, VPC } from "../case.ts";

const LB = `${ELB}:loadbalancer/net/gate/0`;
const TG = `${ELB}:targetgroup/gate/0`;
const group = (protocol: string) => exists("aws_lb_target_group", TG, { arn: TG, vpc_id: VPC, protocol });
const listener = (protocol: string) => ({
  load_balancer_arn: LB,
  port: 53,
  protocol,
  default_action: [{ type: "forward", target_group_arn: TG }],
});
const address = exists("aws_eip", "eipalloc-0");
const gate = {
  load_balancer_type: "network",
  subnet_mapping: [{ subnet_id: A, allocation_id: "eipalloc-0" }],
};
const server = (subnet_id: string) => exists("aws_instance", "i-0", { subnet_id });
const item = (values = {}) => exists("aws_network_interface", "eni-0", { subnet_id: A, ...values });
const attachment = { instance_id: "i-0", network_interface_id: "eni-0", device_index: 1 };
const attached = (values: object) =>
  exists("aws_network_interface_attachment", "eni-attach-0", { ...attachment, ...values });
const withAddress = (...private_ip_list: string[]) => ({ subnet_id: A, private_ip_list });

/** Network load balancers, and interfaces that stand for themselves. */
export const balancing: readonly Case[] = [
  {
    law: "listener-protocol",
    when: "UDP leads to UDP",
    type: "aws_lb_listener",
    after: listener("UDP"),
    account: [group("UDP")],
  },
  {
    law: "listener-protocol",
    when: "TLS leads to what it held",
    type: "aws_lb_listener",
    after: listener("TLS"),
    account: [group("TCP")],
  },
  {
    law: "listener-protocol",
    when: "UDP leads to TCP",
    type: "aws_lb_listener",
    after: listener("UDP"),
    account: [group("TCP")],
    errors: [
      `CreateListener IncompatibleProtocols: The protocol 'UDP' of the listener does not go with the protocol 'TCP' of the target group '${TG}'`,
    ],
  },
  {
    law: "load-balancer-address",
    when: "its addresses are free",
    type: "aws_lb",
    after: gate,
    account: [...site, address],
  },
  {
    law: "load-balancer-address",
    when: "an address is not there",
    type: "aws_lb",
    after: gate,
    account: site,
    errors: ["CreateLoadBalancer AllocationIdNotFound: The specified allocation ID does not exist"],
  },
  {
    law: "load-balancer-address",
    when: "another load balancer stands on it",
    type: "aws_lb",
    after: gate,
    account: [...site, address, exists("aws_lb", LB, gate)],
    errors: ["CreateLoadBalancer ResourceInUse: The allocation IDs are not available for use"],
  },
  {
    law: "address-in-use",
    when: "a load balancer holds it",
    type: "aws_eip",
    before: { id: "eipalloc-0" },
    account: [exists("aws_lb", LB, gate)],
    errors: [
      "ReleaseAddress InvalidIPAddress.InUse: The address with allocation id 'eipalloc-0' cannot be released because it is locked to an attachment.",
    ],
  },
  {
    law: "interface-attachment",
    when: "the server is in its zone and has nothing there",
    type: "aws_network_interface_attachment",
    after: attachment,
    account: [...site, server(A), item(), attached({ network_interface_id: "eni-1", device_index: 2 })],
  },
  {
    law: "interface-attachment",
    when: "the server is in another zone",
    type: "aws_network_interface_attachment",
    after: attachment,
    account: [...site, server(B), item()],
    errors: [
      "AttachNetworkInterface InvalidParameterCombination: You may not attach a network interface to an instance if they are not in the same availability zone",
    ],
  },
  {
    law: "interface-attachment",
    when: "another server holds it",
    type: "aws_network_interface_attachment",
    after: attachment,
    account: [...site, server(A), item(), attached({ instance_id: "i-1" })],
    errors: ["AttachNetworkInterface InvalidNetworkInterface.InUse: Interface: [eni-0] in use."],
  },
  {
    law: "interface-attachment",
    when: "the server holds another there",
    type: "aws_network_interface_attachment",
    after: attachment,
    account: [...site, server(A), item(), attached({ network_interface_id: "eni-1" })],
    errors: [
      "AttachNetworkInterface InvalidParameterValue: Instance 'i-0' already has an interface attached at device index '1'.",
    ],
  },
  {
    law: "interface-address",
    when: "its addresses are free",
    type: "aws_network_interface",
    after: withAddress("10.0.0.10", "10.0.0.11"),
    account: [...site, item({ private_ip_list: ["10.0.0.12"] })],
  },
  {
    law: "interface-address",
    when: "an address is of another subnet",
    type: "aws_network_interface",
    after: withAddress("10.0.1.10"),
    account: site,
    errors: [
      "CreateNetworkInterface InvalidParameterValue: Address does not fall within the subnet's address range",
    ],
  },
  {
    law: "interface-address",
    when: "AWS keeps the address",
    type: "aws_network_interface",
    after: withAddress("10.0.0.3"),
    account: site,
    errors: ["CreateNetworkInterface InvalidParameterValue: Address is in subnet's reserved address range"],
  },
  {
    law: "interface-address",
    when: "another interface has the address",
    type: "aws_network_interface",
    after: withAddress("10.0.0.10"),
    account: [...site, item({ private_ips: ["10.0.0.10"] })],
    errors: ["CreateNetworkInterface InvalidIPAddress.InUse: The specified address is already in use."],
  },
];
