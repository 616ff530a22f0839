import { numberAttribute, stringAttribute } from "../computed-values/attribute-reader.ts";
import type { CallContext, Constraint } from "../simulator-types.ts";
import { apiErrorIf, findInRegion, isCreate, resourcesInRegion } from "./support/constraint-helpers.ts";
import { findSubnet } from "./support/network.ts";

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
export const interfaceAttachment: Constraint = {
  name: "interface-attachment",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/network-interface-attachments.html",
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
    const operation = "AttachNetworkInterface";
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
