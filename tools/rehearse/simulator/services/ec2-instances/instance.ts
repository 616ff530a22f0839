import { createHash } from "node:crypto";
import {
  type Architecture,
  amazonLinuxParameter,
  architectureOfInstanceType,
  EC2_ARCHITECTURES,
} from "../../../../../aws/instance-types.ts";
import { withDefaultTwin } from "../../../../../aws/resource-types.ts";
import { DEFAULT_VPC_BLOCK } from "../../../../../aws/special-ranges.ts";
import { stringAttribute } from "../../computed-values/attribute-reader.ts";
import { findExistingResource, vpcIdOfSubnets } from "../../computed-values/existing-resources.ts";
import {
  allocatePrivateAddress,
  allocatePublicAddress,
  privateDnsName,
  publicDnsName,
} from "../../computed-values/ip-addresses.ts";
import { availabilityZonesOf } from "../../computed-values/regions.ts";
import {
  arnTemplate,
  renderTemplate,
  resolveString,
  type ValueContext,
  type ValueGenerators,
} from "../../computed-values/value-context.ts";
import {
  apiErrorIf,
  findInRegion,
  idOrName,
  isCreate,
  isDelete,
  violationIf,
} from "../../constraints/support/constraint-helpers.ts";
import { securityGroupIdsOf, subnetIdsOf, vpcIdsOfSubnets } from "../../constraints/support/network.ts";
import { operationName } from "../../operation-name.ts";
import type { CallContext, Constraint } from "../../simulator-types.ts";
import { implicitInterfaceNamedBy } from "../ec2-network/implicit-interface.ts";
import type { CustomizeDiff, ServiceResources } from "../service-resources.ts";
import { publicImageId } from "./image.ts";

/** The subnet of an instance: the configured one, otherwise a default subnet that AWS chooses. */
function instanceSubnet(context: ValueContext): string {
  return resolveString(context, "subnet_id");
}

/**
 * True if EC2 assigns the instance a public address: by its argument, or by the subnet's setting.
 */
function hasPublicAddress(context: ValueContext): boolean {
  const requested = context.self.associate_public_ip_address;
  if (typeof requested === "boolean") return requested;
  const subnet = findExistingResource(
    context.account,
    instanceSubnet(context),
    ...withDefaultTwin("aws_subnet"),
  );
  return subnet?.values.map_public_ip_on_launch === true;
}

const rootVolume = (context: ValueContext) => ({
  delete_on_termination: true,
  device_name: "/dev/xvda",
  encrypted: false,
  iops: 3000,
  kms_key_id: "",
  tags: {},
  tags_all: {},
  throughput: 125,
  volume_id: renderTemplate("vol-0{hex:16/root}", context),
  volume_size: 8,
  volume_type: "gp3",
});

const volume: Readonly<Record<string, string | number | boolean>> = {
  volume_id: "vol-0{hex:16}",
  device_name: "/dev/xvda",
  iops: 3000,
  throughput: 125,
  volume_size: 8,
  volume_type: "gp3",
  encrypted: false,
  kms_key_id: "",
  snapshot_id: "",
};

const blockDevice = (name: string) =>
  Object.fromEntries(Object.entries(volume).map(([key, generator]) => [`${name}.${key}`, generator]));

/** Derives an address in the default VPC, for an instance whose subnet is not known. */
function defaultVpcAddress(context: ValueContext): string {
  const octet = (detail: string) => Number(renderTemplate(`{octet:${detail}}`, context));
  return DEFAULT_VPC_BLOCK.addressAt(octet("third") * 256 + octet("fourth"));
}

const instance: ValueGenerators = {
  id: "i-0{hex:16}",
  arn: arnTemplate("ec2:{region}:{account}:instance/{id}"),
  associate_public_ip_address: hasPublicAddress,
  availability_zone: (context) =>
    stringAttribute(
      findExistingResource(context.account, instanceSubnet(context), ...withDefaultTwin("aws_subnet"))
        ?.values,
      "availability_zone",
    ) ??
    availabilityZonesOf(context.region)[0]?.name ??
    "",
  subnet_id: "subnet-0{hex:16/default}",
  private_ip: (context) =>
    allocatePrivateAddress(context, instanceSubnet(context)) || defaultVpcAddress(context),
  private_dns: (context) => privateDnsName(resolveString(context, "private_ip"), context.region),
  public_ip: (context) => (hasPublicAddress(context) ? allocatePublicAddress(context) : ""),
  public_dns: (context) => publicDnsName(resolveString(context, "public_ip"), context.region),
  primary_network_interface_id: "eni-0{hex:16/eni}",
  instance_state: "running",
  instance_lifecycle: "",
  instance_initiated_shutdown_behavior: "stop",
  spot_instance_request_id: "",
  outpost_arn: "",
  password_data: "",
  tenancy: "default",
  host_id: "",
  host_resource_group_arn: "",
  iam_instance_profile: "",
  key_name: "",
  placement_group: "",
  user_data: "",
  user_data_base64: "",
  cpu_core_count: 1,
  cpu_threads_per_core: 2,
  security_groups: [],
  vpc_security_group_ids: (context) => {
    const vpcId = vpcIdOfSubnets(context.account, [instanceSubnet(context)]);
    const group = stringAttribute(
      findExistingResource(context.account, vpcId, "aws_vpc")?.values,
      "default_security_group_id",
    );
    return group === undefined ? [] : [group];
  },
  root_block_device: (context) => [rootVolume(context)],
  metadata_options: [
    {
      http_endpoint: "enabled",
      http_protocol_ipv6: "disabled",
      http_put_response_hop_limit: 2,
      http_tokens: "required",
      instance_metadata_tags: "disabled",
    },
  ],
  "metadata_options.http_put_response_hop_limit": 2,
  "metadata_options.http_tokens": "required",
  "metadata_options.instance_metadata_tags": "disabled",
  maintenance_options: [{ auto_recovery: "default" }],
  private_dns_name_options: [
    {
      enable_resource_name_dns_a_record: false,
      enable_resource_name_dns_aaaa_record: false,
      hostname_type: "ip-name",
    },
  ],
  capacity_reservation_specification: [
    { capacity_reservation_preference: "open", capacity_reservation_target: [] },
  ],
  cpu_options: [{ amd_sev_snp: "", core_count: 1, threads_per_core: 2 }],
  enclave_options: [{ enabled: false }],
  ...blockDevice("root_block_device"),
  ...blockDevice("ebs_block_device"),
};

const ARCHITECTURES = Object.keys(EC2_ARCHITECTURES) as Architecture[];

/** The architecture of a public AWS image, by image ID or by a `resolve:ssm:` parameter. */
function imageArchitecture(image: string | undefined, { region }: CallContext): Architecture | undefined {
  return ARCHITECTURES.find((architecture) =>
    (["default", "minimal"] as const)
      .map((variant) => amazonLinuxParameter(architecture, variant))
      .some(
        (parameter) => image === `resolve:ssm:${parameter}` || image === publicImageId(region, parameter),
      ),
  );
}

/** An instance's type and image must have the same architecture. */
const instanceArchitecture: Constraint = {
  name: "instance-architecture",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-types.html",
  errorCodes: ["InvalidParameterValue"],
  types: ["aws_instance", "aws_launch_template"],
  check(change, context) {
    const type = stringAttribute(change.after, "instance_type");
    const image = imageArchitecture(
      stringAttribute(change.after, "ami") ?? stringAttribute(change.after, "image_id"),
      context,
    );
    if (type === undefined || image === undefined) return [];
    const instance = architectureOfInstanceType(type);
    return apiErrorIf(
      image !== instance,
      change.type === "aws_instance"
        ? operationName("aws_instance", "create")
        : operationName("aws_launch_template", "create"),
      "InvalidParameterValue",
      `The architecture '${EC2_ARCHITECTURES[instance]}' of the specified instance type does not match the architecture '${EC2_ARCHITECTURES[image]}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again.`,
      "instance_type",
    );
  },
};

/** An instance's security groups must belong to the VPC of its subnet. */
const instanceNetwork: Constraint = {
  name: "instance-network",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",
  errorCodes: ["InvalidParameter"],
  types: ["aws_instance", "aws_network_interface"],
  check(change, context) {
    if (!isCreate(change)) return [];
    const [subnet] = subnetIdsOf(change.after);
    const [vpc] = vpcIdsOfSubnets(context, subnet === undefined ? [] : [subnet]);
    const operation = operationName(change.type, "create");
    return securityGroupIdsOf(change.after).flatMap((id) => {
      const other = stringAttribute(findInRegion(context, id, "aws_security_group")?.values, "vpc_id");
      return apiErrorIf(
        vpc !== undefined && other !== undefined && vpc !== other,
        operation,
        "InvalidParameter",
        `Security group ${id} and subnet ${subnet} belong to different networks.`,
      );
    });
  },
};

/** An instance with termination protection cannot be terminated. */
const instanceProtected: Constraint = {
  name: "instance-protected",
  documentation:
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_ChangingDisableAPITermination.html",
  errorCodes: ["OperationNotPermitted"],
  types: ["aws_instance"],
  check(change) {
    return violationIf(
      isDelete(change) && change.before.disable_api_termination === true,
      "OperationNotPermitted",
      `The instance '${idOrName(change.before)}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
    );
  },
};

/**
 * An instance's user data is stored as its SHA-1, and changing it replaces the instance only if
 * `user_data_replace_on_change` is set.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/instance#user_data-1
 */
const instanceDiff: CustomizeDiff = {
  normalizeConfig: (config, prior) => {
    const { user_data: data = null } = config;
    // Terraform passes on the prior SHA-1 if `ignore_changes` names the user data.
    if (typeof data !== "string" || data === prior?.user_data) return config;
    return { ...config, user_data: createHash("sha1").update(decodeUserData(data)).digest("hex") };
  },
  requiresReplace: (_prior, config) =>
    config.user_data_replace_on_change === true ? ["user_data", "user_data_base64"] : [],
};

/** Decodes user data given in base64; other text is used as it is. */
function decodeUserData(data: string): Buffer {
  const decoded = Buffer.from(data, "base64");
  return decoded.toString("base64") === data ? decoded : Buffer.from(data);
}

/** EC2 instances. */
export const ec2InstancesInstanceResources: ServiceResources = {
  types: {
    aws_instance: {
      customizeDiff: instanceDiff,
      dependentOf: ["aws_subnet"],
      limitsSecurityGroups: true,
      values: instance,
      implicitResources: implicitInterfaceNamedBy("primary_network_interface_id"),
    },
    // The provider also distinguishes specifications by their Availability Zone, which AWS omits if
    // they set a subnet.
    aws_spot_fleet_request: { values: { id: "sfr-{uuid}", "launch_specification.availability_zone": "" } },
    aws_placement_group: {
      values: {
        id: "{name}",
        placement_group_id: "pg-0{hex:16}",
        arn: arnTemplate("ec2:{region}:{account}:placement-group/{name}"),
      },
    },
    aws_spot_instance_request: { values: instance },
  },
  constraints: [instanceArchitecture, instanceNetwork, instanceProtected],
};
