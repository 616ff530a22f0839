import {
  type ConstraintCase,
  exists,
  SUBNET_A,
  SUBNET_B,
  twoSubnets,
} from "../../constraints/constraint-case.ts";

const attachment = { volume_id: "vol-0a", instance_id: "i-0a", device_name: "/dev/sdf" };
const volumeIn = (zone: string, more: Readonly<Record<string, boolean>> = {}) =>
  exists("aws_ebs_volume", "vol-0a", { availability_zone: zone, ...more });
const serverIn = (subnet: string) => exists("aws_instance", "i-0a", { subnet_id: subnet });
const elsewhere = exists("aws_volume_attachment", "vai-1", { volume_id: "vol-0a", instance_id: "i-0b" });
const mismatch = [
  "AttachVolume InvalidVolume.ZoneMismatch: The volume 'vol-0a' is not in the same availability zone as instance 'i-0a'",
];

export const ec2InstancesVolumeCases: readonly ConstraintCase[] = [
  {
    constraint: "volume-attachment",
    when: "volume and instance are in one zone",
    type: "aws_volume_attachment",
    after: attachment,
    account: [...twoSubnets, volumeIn("us-east-1a"), serverIn(SUBNET_A)],
  },
  {
    constraint: "volume-attachment",
    when: "the instance's subnet is in another zone than the volume",
    type: "aws_volume_attachment",
    after: attachment,
    account: [...twoSubnets, volumeIn("us-east-1a"), serverIn(SUBNET_B)],
    errors: mismatch,
  },
  {
    constraint: "volume-attachment",
    when: "the instance itself is in another zone than the volume",
    type: "aws_volume_attachment",
    after: attachment,
    account: [volumeIn("us-east-1a"), exists("aws_instance", "i-0a", { availability_zone: "us-east-1c" })],
    errors: mismatch,
  },
  {
    constraint: "volume-attachment",
    when: "the zone of the volume is not known",
    type: "aws_volume_attachment",
    after: attachment,
    account: [...twoSubnets, exists("aws_ebs_volume", "vol-0a", {}), serverIn(SUBNET_B)],
  },
  {
    constraint: "volume-attachment",
    when: "the volume is attached elsewhere, with Multi-Attach",
    type: "aws_volume_attachment",
    after: attachment,
    account: [
      ...twoSubnets,
      volumeIn("us-east-1a", { multi_attach_enabled: true }),
      serverIn(SUBNET_A),
      elsewhere,
    ],
  },
  {
    constraint: "volume-attachment",
    when: "the volume is attached elsewhere",
    type: "aws_volume_attachment",
    after: attachment,
    account: [...twoSubnets, volumeIn("us-east-1a"), serverIn(SUBNET_A), elsewhere],
    errors: ["AttachVolume VolumeInUse: vol-0a is already attached to an instance"],
  },
];
