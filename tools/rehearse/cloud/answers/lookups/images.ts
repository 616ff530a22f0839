import type { CallContext } from "../../contracts.ts";
import type { ObjectValue } from "../../value.ts";
import { blocksOf, textOf, textsOf } from "../read.ts";
import { token } from "../token.ts";

/** Accounts behind the owner aliases of public images. */
const OWNERS: Readonly<Record<string, string>> = {
  amazon: "137112412989",
  "aws-marketplace": "679593333241",
};

/** The id of a public image: the same for the same name and region. */
export function imageId(region: string, name: string): string {
  return `ami-0${token(`image/${region}/${name}`, "hex", 16)}`;
}

function filterValue(config: ObjectValue, name: string): string | undefined {
  const filter = blocksOf(config, "filter").find((one) => textOf(one, "name") === name);
  return textsOf(filter, "values")[0];
}

/** The newest image that a pattern of names finds: wildcards stand for a build's date and number. */
function imageName(pattern: string): string {
  return pattern
    .replace(/\*+/g, (_, offset: number) => (offset === 0 ? "" : "20240101"))
    .replaceAll("?", "1");
}

/** A public image as EC2 describes it: by name pattern, architecture and owner. */
export function image(config: ObjectValue, { region, account }: CallContext): ObjectValue {
  const pattern =
    filterValue(config, "name") ?? textOf(config, "name_regex") ?? "al2023-ami-2023.*-kernel-6.1-x86_64";
  const name = imageName(pattern);
  const architecture =
    filterValue(config, "architecture") ?? (/arm64|aarch64/.test(pattern) ? "arm64" : "x86_64");
  const asked = textsOf(config, "owners")[0] ?? "amazon";
  const owner = asked === "self" ? account.accountId : (OWNERS[asked] ?? asked);
  const id = filterValue(config, "image-id") ?? imageId(region, `${owner}/${name}/${architecture}`);
  const snapshot = `snap-0${token(id, "hex", 16)}`;
  const windows = /windows/i.test(name);
  return {
    id,
    image_id: id,
    arn: `arn:aws:ec2:${region}::image/${id}`,
    name,
    description: name,
    architecture,
    owner_id: owner,
    image_owner_alias: asked === "self" ? "" : "amazon",
    image_location: `amazon/${name}`,
    image_type: "machine",
    hypervisor: "xen",
    virtualization_type: "hvm",
    root_device_name: windows ? "/dev/sda1" : "/dev/xvda",
    root_device_type: "ebs",
    root_snapshot_id: snapshot,
    ena_support: true,
    sriov_net_support: "simple",
    imds_support: "v2.0",
    boot_mode: architecture === "arm64" ? "uefi" : "uefi-preferred",
    platform: windows ? "windows" : "",
    platform_details: windows ? "Windows" : "Linux/UNIX",
    usage_operation: windows ? "RunInstances:0002" : "RunInstances",
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
        device_name: windows ? "/dev/sda1" : "/dev/xvda",
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
  };
}

/**
 * The value of a parameter that AWS publishes: an image's id, or the JSON of the ECS ones; `undefined` for
 * a name that AWS does not publish.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html
 */
export function publicParameter(name: string, region: string): string | undefined {
  if (!name.startsWith("/aws/service/")) return undefined;
  if (
    /^\/aws\/service\/(ami-amazon-linux-latest|ami-windows-latest|canonical|debian|bottlerocket)\//.test(name)
  )
    return imageId(region, name);
  if (/^\/aws\/service\/(ecs|eks)\/optimized-ami\//.test(name)) {
    if (name.endsWith("/image_id")) return imageId(region, name);
    const image_id = imageId(region, `${name}/image_id`);
    return JSON.stringify({
      ecs_agent_version: "1.89.0",
      ecs_runtime_version: "Docker version 25.0.6",
      image_id,
      image_name: "al2023-ami-ecs-hvm-2023.0.20241115-kernel-6.1",
      image_version: "2023.0.20241115",
      os: "Amazon Linux 2023",
      schema_version: 1,
      source_image_name: "al2023-ami-minimal-2023.6.20241111.0-kernel-6.1",
    });
  }
  const place = /^\/aws\/service\/global-infrastructure\/regions\/([^/]+)\/longName$/.exec(name);
  return place === null ? undefined : place[1];
}
