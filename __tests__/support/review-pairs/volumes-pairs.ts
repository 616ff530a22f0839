import type { JsonObject } from "../../../tools/reach/terraform/configuration/json.ts";
import { PRIVATE_NETWORK } from "./base-network.ts";
import { drop, type PairGroup, patched, policy, type ResourcePatch, retag } from "./review-pair.ts";

const mount = (principal: JsonObject | string) => ({
  Effect: "Allow",
  Principal: principal,
  Action: "elasticfilesystem:ClientMount",
  Resource: "*",
});

const APP = { AWS: "arn:aws:iam::123456789012:role/app" };

const BASE: ResourcePatch = {
  ...PRIVATE_NETWORK,
  "aws_efs_file_system.main": { creation_token: "main", encrypted: true },
  "aws_efs_mount_target.main": {
    file_system_id: "${aws_efs_file_system.main.id}",
    subnet_id: "${aws_subnet.a.id}",
    security_groups: ["${aws_security_group.data.id}"],
  },
  "aws_efs_backup_policy.main": {
    file_system_id: "${aws_efs_file_system.main.id}",
    backup_policy: { status: "ENABLED" },
  },
  "aws_efs_file_system_policy.main": {
    file_system_id: "${aws_efs_file_system.main.id}",
    policy: policy(mount(APP)),
  },
  "aws_ebs_volume.main": { availability_zone: "us-east-1a", size: 100, type: "gp2" },
  "aws_ebs_snapshot.main": { volume_id: "${aws_ebs_volume.main.id}" },
  "aws_ebs_encryption_by_default.main": { enabled: true },
  "aws_instance.main": {
    ami: "ami-0123456789abcdef0",
    instance_type: "t3.micro",
    subnet_id: "${aws_subnet.a.id}",
    vpc_security_group_ids: ["${aws_security_group.data.id}"],
  },
  "aws_ebs_volume.attached": { availability_zone: "us-east-1a", size: 50, type: "gp3" },
  "aws_volume_attachment.main": {
    device_name: "/dev/sdf",
    volume_id: "${aws_ebs_volume.attached.id}",
    instance_id: "${aws_instance.main.id}",
  },
  "aws_fsx_lustre_file_system.main": {
    storage_capacity: 1200,
    subnet_ids: ["${aws_subnet.a.id}"],
    deployment_type: "PERSISTENT_2",
    per_unit_storage_throughput: 125,
  },
};

const EFS = "aws_efs_file_system.main";
const VOLUME = "aws_ebs_volume.main";

/** File systems, volumes, snapshots and images. */
export const VOLUMES_PAIRS: PairGroup = {
  name: "volumes",
  base: BASE,
  pairs: [
    {
      id: "efs-encryption",
      expects: { class: "loss", level: "block", address: EFS },
      dangerous: patched({ [EFS]: { encrypted: false } }),
      harmless: retag(EFS),
    },
    {
      id: "efs-deleted",
      expects: { class: "loss", level: "block", address: EFS },
      dangerous: drop(
        EFS,
        "aws_efs_mount_target.main",
        "aws_efs_backup_policy.main",
        "aws_efs_file_system_policy.main",
      ),
      harmless: patched({ [EFS]: { throughput_mode: "elastic" } }),
    },
    {
      id: "efs-backups-off",
      expects: { class: ["disarmed", "blind"], level: "ask", address: "aws_efs_backup_policy.main" },
      dangerous: patched({ "aws_efs_backup_policy.main": { backup_policy: { status: "DISABLED" } } }),
      harmless: retag(EFS),
    },
    {
      id: "efs-mount-target-deleted",
      expects: { class: ["cut", "outage"], level: "ask", address: "aws_efs_mount_target.main" },
      dangerous: drop("aws_efs_mount_target.main"),
      harmless: patched({
        "aws_efs_mount_target.second": {
          file_system_id: "${aws_efs_file_system.main.id}",
          subnet_id: "${aws_subnet.b.id}",
          security_groups: ["${aws_security_group.data.id}"],
        },
      }),
    },
    {
      id: "efs-public",
      expects: { class: ["public", "permission"], level: "ask", address: "aws_efs_file_system_policy.main" },
      dangerous: patched({ "aws_efs_file_system_policy.main": { policy: policy(mount("*")) } }),
      harmless: patched({
        "aws_efs_file_system_policy.main": {
          policy: policy({ ...mount(APP), Condition: { Bool: { "aws:SecureTransport": "true" } } }),
        },
      }),
    },
    {
      id: "ebs-zone",
      expects: { class: "loss", level: "block", address: VOLUME },
      dangerous: patched({ [VOLUME]: { availability_zone: "us-east-1b" } }),
      harmless: patched({ [VOLUME]: { type: "gp3" } }),
    },
    {
      id: "ebs-shrinks",
      expects: { class: "refused", level: "block", address: VOLUME },
      dangerous: patched({ [VOLUME]: { size: 50 } }),
      harmless: patched({ [VOLUME]: { size: 200 } }),
    },
    {
      id: "ebs-deleted",
      expects: { class: "loss", level: "block", address: "aws_ebs_volume.attached" },
      dangerous: drop("aws_ebs_volume.attached", "aws_volume_attachment.main"),
      harmless: retag("aws_ebs_volume.attached"),
    },
    {
      id: "ebs-detached",
      expects: { class: ["outage", "cut"], level: "ask", address: "aws_volume_attachment.main" },
      dangerous: drop("aws_volume_attachment.main"),
      harmless: retag("aws_ebs_volume.attached"),
    },
    {
      id: "ebs-snapshot-deleted",
      expects: { class: "loss", level: "block", address: "aws_ebs_snapshot.main" },
      dangerous: drop("aws_ebs_snapshot.main"),
      harmless: retag("aws_ebs_snapshot.main"),
    },
    {
      id: "ebs-encryption-by-default-off",
      expects: { class: "disarmed", level: "ask", address: "aws_ebs_encryption_by_default.main" },
      dangerous: patched({ "aws_ebs_encryption_by_default.main": { enabled: false } }),
      harmless: retag(VOLUME),
    },
    {
      id: "ami-public",
      expects: { class: "public", level: "block", address: "aws_ami_launch_permission.new" },
      dangerous: patched({
        "aws_ami_launch_permission.new": { image_id: "ami-0123456789abcdef0", group: "all" },
      }),
      harmless: retag("aws_instance.main"),
    },
    {
      id: "fsx-deleted",
      expects: { class: "loss", level: "block", address: "aws_fsx_lustre_file_system.main" },
      dangerous: drop("aws_fsx_lustre_file_system.main"),
      harmless: retag("aws_fsx_lustre_file_system.main"),
    },
  ],
};
