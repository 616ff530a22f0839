import { ipv4Block, ipv4Number } from "../answers/cidr.ts";
import { textOf, textsOf } from "../answers/read.ts";
import type { Law, Refusal } from "../contracts.ts";
import type { ObjectValue } from "../value.ts";
import { subnet } from "./support/network.ts";
import { creates, here, refuse } from "./support/rule.ts";

/** AWS keeps the first four addresses of a subnet and the last. */
const KEPT_FIRST = 4;

function addressesOf(values: ObjectValue): readonly string[] {
  const all = ["private_ip_list", "private_ips"].flatMap((name) => textsOf(values, name));
  const own = textOf(values, "private_ip");
  return [...new Set(own === undefined ? all : [own, ...all])];
}

/** A network interface's fixed addresses are of its subnet, free, and none of those that AWS keeps. */
export const interfaceAddress: Law = {
  name: "interface-address",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html",
  types: ["aws_network_interface"],
  check(change, context): readonly Refusal[] {
    if (!creates(change)) return [];
    const place = textOf(change.after, "subnet_id");
    const block = ipv4Block(
      textOf(place === undefined ? undefined : subnet(context, place)?.values, "cidr_block"),
    );
    if (block === undefined) return [];
    const taken = here(context, "aws_network_interface")
      .filter(({ values }) => values.subnet_id === place)
      .flatMap(({ values }) => addressesOf(values));
    const operation = "CreateNetworkInterface";
    return addressesOf(change.after).flatMap((address) => {
      const number = ipv4Number(address) ?? 0;
      const isInside = block.first <= number && number <= block.last;
      const isKept = number < block.first + KEPT_FIRST || number === block.last;
      return [
        ...refuse(
          !isInside,
          operation,
          "InvalidParameterValue",
          "Address does not fall within the subnet's address range",
        ),
        ...refuse(
          isInside && isKept,
          operation,
          "InvalidParameterValue",
          "Address is in subnet's reserved address range",
        ),
        ...refuse(
          taken.includes(address),
          operation,
          "InvalidIPAddress.InUse",
          "The specified address is already in use.",
        ),
      ];
    });
  },
};
