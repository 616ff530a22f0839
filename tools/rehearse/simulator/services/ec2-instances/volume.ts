import { formatTimestamp } from "../../computed-values/attribute-rules/attributes.ts";
import { arnTemplate } from "../../computed-values/value-context.ts";
import type { ServiceResources } from "../service-resources.ts";

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
};
