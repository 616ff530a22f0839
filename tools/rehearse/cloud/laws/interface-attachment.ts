import { numberOf, textOf } from "../answers/read.ts";
import type { CallContext, Law } from "../contracts.ts";
import { subnet } from "./support/network.ts";
import { creates, here, named, refuse } from "./support/rule.ts";

/** The zone of a server or a network interface; undefined when it is not known. */
function zoneOf(context: CallContext, type: string, id: string | undefined): string | undefined {
  const place = textOf(named(context, id, type)?.values, "subnet_id");
  return textOf(place === undefined ? undefined : subnet(context, place)?.values, "availability_zone");
}

/** A network interface goes into one server of its zone, at a place that nothing else has. */
export const interfaceAttachment: Law = {
  name: "interface-attachment",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/network-interface-attachments.html",
  types: ["aws_network_interface_attachment"],
  check(change, context) {
    if (!creates(change)) return [];
    const item = textOf(change.after, "network_interface_id");
    const server = textOf(change.after, "instance_id");
    const index = numberOf(change.after, "device_index");
    const zones = [
      zoneOf(context, "aws_network_interface", item),
      zoneOf(context, "aws_instance", server),
    ].filter((zone) => zone !== undefined);
    const others = here(context, "aws_network_interface_attachment").map(({ values }) => values);
    const isTaken =
      index === 0 ||
      others.some((other) => textOf(other, "instance_id") === server && other.device_index === index);
    const operation = "AttachNetworkInterface";
    return [
      ...refuse(
        item !== undefined && others.some((other) => textOf(other, "network_interface_id") === item),
        operation,
        "InvalidNetworkInterface.InUse",
        `Interface: [${item}] in use.`,
      ),
      ...refuse(
        server !== undefined && isTaken,
        operation,
        "InvalidParameterValue",
        `Instance '${server}' already has an interface attached at device index '${index}'.`,
        "device_index",
      ),
      ...refuse(
        new Set(zones).size > 1,
        operation,
        "InvalidParameterCombination",
        "You may not attach a network interface to an instance if they are not in the same availability zone",
        "instance_id",
      ),
    ];
  },
};
