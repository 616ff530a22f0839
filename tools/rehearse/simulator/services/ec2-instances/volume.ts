import { stringAttribute } from "../../computed-values/attribute-reader.ts";
import { formatTimestamp } from "../../computed-values/attribute-rules/attributes.ts";
import { arnTemplate } from "../../computed-values/value-context.ts";
import {
  apiErrorIf,
  findInRegion,
  isCreate,
  resourcesInRegion,
} from "../../constraints/support/constraint-helpers.ts";
import { findSubnet } from "../../constraints/support/network.ts";
import { operationName } from "../../operation-name.ts";
import type { CallContext, Constraint } from "../../simulator-types.ts";
import type { ServiceResources } from "../service-resources.ts";

/** The Availability Zone of an instance: its own, else its subnet's; undefined if unknown. */
function zoneOfInstance(context: CallContext, id: string | undefined): string | undefined {
  const values = findInRegion(context, id, "aws_instance")?.values;
  const subnetId = stringAttribute(values, "subnet_id");
  return (
    stringAttribute(values, "availability_zone") ??
    (subnetId === undefined
      ? undefined
      : stringAttribute(findSubnet(context, subnetId)?.values, "availability_zone"))
  );
}

/**
 * A volume attaches to an instance in its Availability Zone, and to a second one only with
 * Multi-Attach.
 */
const volumeAttachment: Constraint = {
  name: "volume-attachment",
  documentation: "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-attaching-volume.html",
  errorCodes: ["InvalidVolume.ZoneMismatch", "VolumeInUse"],
  types: ["aws_volume_attachment"],
  check(change, context) {
    if (!isCreate(change)) return [];
    const volumeId = stringAttribute(change.after, "volume_id");
    const instanceId = stringAttribute(change.after, "instance_id");
    const volume = findInRegion(context, volumeId, "aws_ebs_volume")?.values;
    const zones = [stringAttribute(volume, "availability_zone"), zoneOfInstance(context, instanceId)].filter(
      (zone) => zone !== undefined,
    );
    const isAttached = resourcesInRegion(context, "aws_volume_attachment").some(
      ({ values }) => volumeId !== undefined && stringAttribute(values, "volume_id") === volumeId,
    );
    const operation = operationName(change.type, "create");
    return [
      ...apiErrorIf(
        new Set(zones).size > 1,
        operation,
        "InvalidVolume.ZoneMismatch",
        `The volume '${volumeId}' is not in the same availability zone as instance '${instanceId}'`,
        "instance_id",
      ),
      ...apiErrorIf(
        isAttached && volume?.multi_attach_enabled !== true,
        operation,
        "VolumeInUse",
        `${volumeId} is already attached to an instance`,
        "volume_id",
      ),
    ];
  },
};

/** EBS volumes and snapshots. */
export const ec2InstancesVolumeResources: ServiceResources = {
  types: {
    aws_ebs_volume: {
      values: {
        id: "vol-0{hex:16}",
        arn: arnTemplate("ec2:{region}:{account}:volume/{id}"),
        type: "gp3",
        size: 8,
        iops: 3000,
        throughput: 125,
        create_time: (context) => formatTimestamp(context),
        snapshot_id: "",
        kms_key_id: "",
        encrypted: false,
      },
    },
    aws_volume_attachment: { values: { id: "vai-{digits:10}" } },
    aws_ebs_snapshot: { values: { id: "snap-0{hex:16}", arn: arnTemplate("ec2:{region}::snapshot/{id}") } },
  },
  constraints: [volumeAttachment],
};
