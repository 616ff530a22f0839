import { Cidr } from "../../../../aws/cidr.ts";
import { RESERVED_ADDRESSES } from "../../../../aws/vpc-quotas.ts";
import { cidrAttribute, stringAttribute, stringListAttribute } from "../computed-values/attribute-reader.ts";
import type { ApiError, Constraint } from "../simulator-types.ts";
import type { ObjectValue } from "../terraform-value.ts";
import { apiErrorIf, isCreate, resourcesInRegion } from "./support/constraint-helpers.ts";
import { findSubnet } from "./support/network.ts";

function privateAddressesOf(values: ObjectValue): readonly string[] {
  const all = ["private_ip_list", "private_ips"].flatMap((name) => stringListAttribute(values, name));
  const primaryAddress = stringAttribute(values, "private_ip");
  return [...new Set(primaryAddress === undefined ? all : [primaryAddress, ...all])];
}

/** A network interface's fixed addresses must be in its subnet, free, and not reserved by AWS. */
export const interfaceAddress: Constraint = {
  name: "interface-address",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html",
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
    const operation = "CreateNetworkInterface";
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
