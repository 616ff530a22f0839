import {
  nestedBlocksOf,
  stringAttribute,
  stringListAttribute,
} from "../../computed-values/attribute-reader.ts";
import { deterministicToken } from "../../computed-values/deterministic-values.ts";
import { arnTemplate } from "../../computed-values/value-context.ts";
import type { DataSourceHandler } from "../../data-sources/data-source-handler.ts";
import type { ObjectValue } from "../../terraform-value.ts";
import type { ServiceResources } from "../service-resources.ts";

/** Account IDs of the owner aliases of public images. */
const IMAGE_OWNERS: Readonly<Record<string, string>> = {
  amazon: "137112412989",
  "aws-marketplace": "679593333241",
};

/** The ID of a public image, derived from name and region. */
export function publicImageId(region: string, name: string): string {
  return `ami-0${deterministicToken(`image/${region}/${name}`, "hex", 16)}`;
}

function filterValue(config: ObjectValue, name: string): string | undefined {
  const filter = nestedBlocksOf(config, "filter").find((filter) => stringAttribute(filter, "name") === name);
  return stringListAttribute(filter, "values")[0];
}

/** The newest image name that matches a pattern: wildcards become a build date and number. */
function newestImageName(pattern: string): string {
  return pattern
    .replace(/\*+/g, (_, offset: number) => (offset === 0 ? "" : "20240101"))
    .replaceAll("?", "1");
}

/** Reads a public image by name pattern, architecture and owner, as EC2 describes it. */
const readAmi: DataSourceHandler = (config, { region, account }) => {
  const pattern =
    filterValue(config, "name") ??
    stringAttribute(config, "name_regex") ??
    "al2023-ami-2023.*-kernel-6.1-x86_64";
  const name = newestImageName(pattern);
  const architecture =
    filterValue(config, "architecture") ?? (/arm64|aarch64/.test(pattern) ? "arm64" : "x86_64");
  const requestedOwner = stringListAttribute(config, "owners")[0] ?? "amazon";
  const owner =
    requestedOwner === "self" ? account.accountId : (IMAGE_OWNERS[requestedOwner] ?? requestedOwner);
  const id = filterValue(config, "image-id") ?? publicImageId(region, `${owner}/${name}/${architecture}`);
  const snapshot = `snap-0${deterministicToken(id, "hex", 16)}`;
  const isWindows = /windows/i.test(name);
  return {
    values: {
      id,
      image_id: id,
      arn: `arn:aws:ec2:${region}::image/${id}`,
      name,
      description: name,
      architecture,
      owner_id: owner,
      image_owner_alias: requestedOwner === "self" ? "" : "amazon",
      image_location: `amazon/${name}`,
      image_type: "machine",
      hypervisor: "xen",
      virtualization_type: "hvm",
      root_device_name: isWindows ? "/dev/sda1" : "/dev/xvda",
      root_device_type: "ebs",
      root_snapshot_id: snapshot,
      ena_support: true,
      sriov_net_support: "simple",
      imds_support: "v2.0",
      boot_mode: architecture === "arm64" ? "uefi" : "uefi-preferred",
      platform: isWindows ? "windows" : "",
      platform_details: isWindows ? "Windows" : "Linux/UNIX",
      usage_operation: isWindows ? "RunInstances:0002" : "RunInstances",
      public: true,
      state: "available",
      state_reason: { code: "UNSET", message: "UNSET" },
      creation_date: "2024-01-01T00:00:00.000Z",
      deprecation_time: "2026-01-01T00:00:00.000Z",
      last_launched_time: "",
      kernel_id: "",
      ramdisk_id: "",
      tpm_support: "",
      product_codes: [],
      tags: {},
      block_device_mappings: [
        {
          device_name: isWindows ? "/dev/sda1" : "/dev/xvda",
          no_device: "",
          virtual_name: "",
          ebs: {
            delete_on_termination: "true",
            encrypted: "false",
            iops: "3000",
            snapshot_id: snapshot,
            throughput: "125",
            volume_size: "8",
            volume_type: "gp3",
          },
        },
      ],
    },
  };
};

/** Amazon Machine Images. */
export const ec2InstancesImageResources: ServiceResources = {
  types: {
    aws_ami: {
      values: { id: "ami-0{hex:16}", arn: arnTemplate("ec2:{region}::image/{id}") },
      notFound: {
        code: "InvalidAMIID.NotFound",
        message: "Your query returned no results. Please change your search criteria and try again.",
      },
      readDataSource: readAmi,
    },
  },
};
