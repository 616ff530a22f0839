import { allocatePrivateAddress } from "../computed-values/ip-addresses.ts";
import { arnTemplate, resolveString } from "../computed-values/value-context.ts";
import type { ParentReference, ServiceResources } from "./service-resources.ts";

const FILE_SYSTEM_PARENT: ParentReference = {
  attribute: "file_system_id",
  types: ["aws_efs_file_system"],
  code: "FileSystemNotFound",
  message: "File system '{}' does not exist.",
};

/** EFS file systems. */
export const efsResources: ServiceResources = {
  types: {
    aws_efs_file_system: {
      values: {
        id: "fs-0{hex:16}",
        arn: arnTemplate("elasticfilesystem:{region}:{account}:file-system/{id}"),
        dns_name: "{id}.efs.{region}.amazonaws.com",
        owner_id: "{account}",
        number_of_mount_targets: 0,
        performance_mode: "generalPurpose",
        creation_token: "terraform-20240101{digits:16}",
        availability_zone_id: "",
        availability_zone_name: "",
      },
    },
    aws_efs_access_point: {
      values: {
        id: "fsap-0{hex:16}",
        arn: arnTemplate("elasticfilesystem:{region}:{account}:access-point/{id}"),
        owner_id: "{account}",
      },
      parents: [FILE_SYSTEM_PARENT],
    },
    aws_efs_mount_target: {
      dependentOf: ["aws_subnet"],
      values: {
        id: "fsmt-0{hex:16}",
        network_interface_id: "eni-0{hex:16/eni}",
        dns_name: "{file_system_id}.efs.{region}.amazonaws.com",
        ip_address: (context) => allocatePrivateAddress(context, resolveString(context, "subnet_id")),
      },
      parents: [FILE_SYSTEM_PARENT],
    },
    aws_efs_backup_policy: { parents: [FILE_SYSTEM_PARENT] },
    aws_efs_file_system_policy: { parents: [FILE_SYSTEM_PARENT] },
  },
};
