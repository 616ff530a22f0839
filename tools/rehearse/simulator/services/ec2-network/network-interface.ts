import { Cidr } from "../../../../../aws/cidr.ts";
import { RESERVED_ADDRESSES } from "../../../../../aws/vpc-quotas.ts";
import {
  cidrAttribute,
  numberAttribute,
  stringAttribute,
  stringListAttribute,
} from "../../computed-values/attribute-reader.ts";
import { findExistingResource, vpcIdOfSubnets } from "../../computed-values/existing-resources.ts";
import { allocatePrivateAddress, privateDnsName } from "../../computed-values/ip-addresses.ts";
import {
  resolveString,
  type ValueContext,
  type ValueGenerators,
} from "../../computed-values/value-context.ts";
import {
  apiErrorIf,
  findInRegion,
  isCreate,
  resourcesInRegion,
} from "../../constraints/support/constraint-helpers.ts";
import { findSubnet } from "../../constraints/support/network.ts";
import { operationName } from "../../operation-name.ts";
import type { ApiError, CallContext, Constraint } from "../../simulator-types.ts";
import type { ObjectValue } from "../../terraform-value.ts";
import type { CustomizeDiff, ServiceResources } from "../service-resources.ts";
import { ec2Resource } from "./ec2-resource.ts";

function networkInterface(): ValueGenerators {
  const address = (context: ValueContext) => {
    const fixed = context.self.private_ips;
    if (Array.isArray(fixed) && typeof fixed[0] === "string") return fixed[0];
    return allocatePrivateAddress(context, resolveString(context, "subnet_id"));
  };
  return {
    ...ec2Resource("eni", "network-interface"),
    interface_type: "interface",
    private_ip: address,
    private_ips: (context) => [resolveString(context, "private_ip")],
    private_ip_list: (context) => {
      const all = context.resolve("private_ips");
      return Array.isArray(all) ? all : [];
    },
    private_ips_count: (context) => {
      const all = context.resolve("private_ips");
      return Array.isArray(all) ? Math.max(all.length - 1, 0) : 0;
    },
    private_dns_name: (context) => privateDnsName(resolveString(context, "private_ip"), context.region),
    outpost_arn: "",
    security_groups: (context) => {
      const vpcId = vpcIdOfSubnets(context.account, [resolveString(context, "subnet_id")]);
      const group = stringAttribute(
        findExistingResource(context.account, vpcId, "aws_vpc")?.values,
        "default_security_group_id",
      );
      return group === undefined ? [] : [group];
    },
    "attachment.attachment_id": "eni-attach-0{hex:16}",
  };
}

function privateAddressesOf(values: ObjectValue): readonly string[] {
  const all = ["private_ip_list", "private_ips"].flatMap((name) => stringListAttribute(values, name));
  const primaryAddress = stringAttribute(values, "private_ip");
  return [...new Set(primaryAddress === undefined ? all : [primaryAddress, ...all])];
}

/** A network interface's fixed addresses must be in its subnet, free, and not reserved by AWS. */
const interfaceAddress: Constraint = {
  name: "interface-address",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html",
  errorCodes: ["InvalidParameterValue", "InvalidIPAddress.InUse"],
  types: ["aws_network_interface"],
  check(change, context): readonly ApiError[] {
    if (!isCreate(change)) return [];
    const subnetId = stringAttribute(change.after, "subnet_id");
    const subnet = subnetId === undefined ? undefined : findSubnet(context, subnetId);
    const block = cidrAttribute(subnet?.values, "cidr_block");
    if (block === undefined) return [];
    const taken = resourcesInRegion(context, "aws_network_interface")
      .filter(({ values }) => values.subnet_id === subnetId)
      .flatMap(({ values }) => privateAddressesOf(values));
    const operation = operationName(change.type, "create");
    return privateAddressesOf(change.after).flatMap((address) => {
      const one = Cidr.parseAddress(address);
      const isInside = one !== undefined && block.contains(one);
      const position = isInside ? Number(one.first - block.first) : 0;
      const { first, last } = RESERVED_ADDRESSES;
      const isReserved = position < first || position >= Number(block.size) - last;
      return [
        ...apiErrorIf(
          !isInside,
          operation,
          "InvalidParameterValue",
          "Address does not fall within the subnet's address range",
        ),
        ...apiErrorIf(
          isInside && isReserved,
          operation,
          "InvalidParameterValue",
          "Address is in subnet's reserved address range",
        ),
        ...apiErrorIf(
          taken.includes(address),
          operation,
          "InvalidIPAddress.InUse",
          "The specified address is already in use.",
        ),
      ];
    });
  },
};

/** The Availability Zone of an instance or a network interface; undefined if unknown. */
function zoneOf(context: CallContext, type: string, id: string | undefined): string | undefined {
  const subnetId = stringAttribute(findInRegion(context, id, type)?.values, "subnet_id");
  return stringAttribute(
    subnetId === undefined ? undefined : findSubnet(context, subnetId)?.values,
    "availability_zone",
  );
}

/**
 * A network interface attaches to one instance in its Availability Zone, at a free device index.
 */
const interfaceAttachment: Constraint = {
  name: "interface-attachment",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/network-interface-attachments.html",
  errorCodes: ["InvalidNetworkInterface.InUse", "InvalidParameterValue", "InvalidParameterCombination"],
  types: ["aws_network_interface_attachment"],
  check(change, context) {
    if (!isCreate(change)) return [];
    const interfaceId = stringAttribute(change.after, "network_interface_id");
    const instanceId = stringAttribute(change.after, "instance_id");
    const index = numberAttribute(change.after, "device_index");
    const zones = [
      zoneOf(context, "aws_network_interface", interfaceId),
      zoneOf(context, "aws_instance", instanceId),
    ].filter((zone) => zone !== undefined);
    const others = resourcesInRegion(context, "aws_network_interface_attachment").map(({ values }) => values);
    const isDeviceIndexTaken =
      index === 0 ||
      others.some(
        (other) => stringAttribute(other, "instance_id") === instanceId && other.device_index === index,
      );
    const operation = operationName(change.type, "create");
    return [
      ...apiErrorIf(
        interfaceId !== undefined &&
          others.some((other) => stringAttribute(other, "network_interface_id") === interfaceId),
        operation,
        "InvalidNetworkInterface.InUse",
        `Interface: [${interfaceId}] in use.`,
      ),
      ...apiErrorIf(
        instanceId !== undefined && isDeviceIndexTaken,
        operation,
        "InvalidParameterValue",
        `Instance '${instanceId}' already has an interface attached at device index '${index}'.`,
        "device_index",
      ),
      ...apiErrorIf(
        new Set(zones).size > 1,
        operation,
        "InvalidParameterCombination",
        "You may not attach a network interface to an instance if they are not in the same availability zone",
        "instance_id",
      ),
    ];
  },
};

/**
 * An interface keeps its primary address; the others can change. In a list, the first is primary.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/network_interface#private_ip_list-1
 * (read 2026-11-30, in the provider's repository)
 */
const interfaceDiff: CustomizeDiff = {
  inPlace: (_prior, config) => (config.private_ip_list_enabled === true ? ["private_ips"] : []),
  requiresReplace: (prior, config) => {
    if (config.private_ip_list_enabled !== true) return [];
    const [before, after] = [prior.private_ip_list, config.private_ip_list].map((list) =>
      Array.isArray(list) ? list[0] : undefined,
    );
    return before === after || after === undefined ? [] : ["private_ip_list"];
  },
};

/** Network interfaces. */
export const ec2NetworkNetworkInterfaceResources: ServiceResources = {
  types: {
    aws_network_interface: {
      customizeDiff: interfaceDiff,
      dependentOf: ["aws_vpc", "aws_subnet"],
      limitsSecurityGroups: true,
      values: networkInterface(),
    },
    aws_network_interface_attachment: {
      values: {
        id: "eni-attach-0{hex:16}",
        attachment_id: "eni-attach-0{hex:16}",
        status: "attached",
      },
    },
    aws_network_interface_sg_attachment: { values: { id: "{security_group_id}_{network_interface_id}" } },
  },
  constraints: [interfaceAddress, interfaceAttachment],
};
