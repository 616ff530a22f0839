import { EbsVolume } from "@cdktf/provider-aws/lib/ebs-volume/index.js";
import { VolumeAttachment } from "@cdktf/provider-aws/lib/volume-attachment/index.js";
import { Construct } from "constructs";
import type { DataDiskSettings } from "../../language/workloads.ts";
import { DATA_DEVICE } from "./data-disk-plan.ts";

/** Inputs of {@link DataDisk}. */
export interface DataDiskProps {
  /** Its Name tag: `cqube-prod-cqube-data`. */
  readonly name: string;
  /** Its settings in the spec. */
  readonly disk: DataDiskSettings;
  /**
   * The server's Availability Zone, from the spec: the server's attribute would be unknown while
   * the server is replaced, and would replace the volume with it.
   */
  readonly zone: string;
  /** The server that it is attached to. */
  readonly serverId: string;
  /** ARN of the KMS key for its data. */
  readonly dataKeyArn: string;
  /** Makes Terraform refuse to destroy it. */
  readonly protected: boolean;
}

/**
 * An encrypted EBS volume that outlives its server: a replaced server gets it back. It is detached
 * from a stopped server only, so that its file system is complete.
 * https://docs.aws.amazon.com/ebs/latest/userguide/ebs-detaching-volume.html (not read again)
 */
export class DataDisk extends Construct {
  constructor(scope: Construct, id: string, props: DataDiskProps) {
    super(scope, id);
    const volume = new EbsVolume(this, "volume", {
      availabilityZone: props.zone,
      size: props.disk.sizeGiB,
      type: "gp3",
      encrypted: true,
      kmsKeyId: props.dataKeyArn,
      tags: { Name: props.name },
      lifecycle: { preventDestroy: props.protected },
    });
    new VolumeAttachment(this, "attachment", {
      deviceName: DATA_DEVICE,
      volumeId: volume.id,
      instanceId: props.serverId,
      stopInstanceBeforeDetaching: true,
    });
  }
}
