import { withDefaultTwin } from "../../../../../aws/resource-types.ts";
import { stringAttribute } from "../attribute-reader.ts";
import { formatTimestamp } from "../attribute-rules/attributes.ts";
import { findExistingResource, vpcIdOfSubnets } from "../existing-resources.ts";
import {
  allocatePrivateAddress,
  allocatePublicAddress,
  privateDnsName,
  publicDnsName,
} from "../ip-addresses.ts";
import { availabilityZonesOf } from "../regions.ts";
import {
  arnTemplate,
  type ResourceDefinitions,
  renderTemplate,
  resolveString,
  type ValueContext,
} from "../value-context.ts";

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

const instance: ResourceDefinitions[string] = {
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
    allocatePrivateAddress(context, instanceSubnet(context)) ||
    renderTemplate("172.31.{octet:third}.{octet:fourth}", context),
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

const nextVersion = (name: string) => (context: ValueContext) => Number(context.before?.[name] ?? 0) + 1;

/** Instances and Auto Scaling groups. */
export const computeResources: ResourceDefinitions = {
  aws_instance: instance,
  aws_ebs_volume: {
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
  aws_volume_attachment: { id: "vai-{digits:10}" },
  aws_ebs_snapshot: { id: "snap-0{hex:16}", arn: arnTemplate("ec2:{region}::snapshot/{id}") },
  aws_ami: { id: "ami-0{hex:16}", arn: arnTemplate("ec2:{region}::image/{id}") },
  aws_launch_template: {
    id: "lt-0{hex:16}",
    arn: arnTemplate("ec2:{region}:{account}:launch-template/{id}"),
    latest_version: nextVersion("latest_version"),
    default_version: (context) =>
      context.resolve("update_default_version") === true
        ? Number(context.resolve("latest_version"))
        : Number(context.before?.default_version ?? 1),
  },
  aws_launch_configuration: {
    id: "{name}",
    arn: arnTemplate(
      "autoscaling:{region}:{account}:launchConfiguration:{uuid}:launchConfigurationName/{name}",
    ),
  },
  aws_autoscaling_group: {
    id: "{name}",
    arn: arnTemplate("autoscaling:{region}:{account}:autoScalingGroup:{uuid}:autoScalingGroupName/{name}"),
    availability_zones: (context) => {
      const subnets = context.resolve("vpc_zone_identifier");
      const ids = Array.isArray(subnets) ? subnets : [];
      const zones = ids.map((id) =>
        stringAttribute(
          findExistingResource(context.account, String(id), "aws_subnet")?.values,
          "availability_zone",
        ),
      );
      return [...new Set(zones.filter((zone) => zone !== undefined))].sort();
    },
    default_cooldown: 300,
    desired_capacity: (context) => Number(context.resolve("min_size") ?? 0),
    health_check_type: "EC2",
    service_linked_role_arn: arnTemplate(
      "iam::{account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
    ),
    predicted_capacity: 0,
    warm_pool_size: 0,
    "launch_template.name": (context) =>
      stringAttribute(
        findExistingResource(context.account, String(context.self.id ?? ""), "aws_launch_template")?.values,
        "name",
      ) ?? "",
    "launch_template.id": (context) =>
      context.account
        .resources("aws_launch_template")
        .find((template) => template.values.name === context.self.name)?.id ?? "",
    "launch_template.version": "$Default",
  },
  aws_autoscaling_policy: {
    id: "{name}",
    arn: arnTemplate(
      "autoscaling:{region}:{account}:scalingPolicy:{uuid}:autoScalingGroupName/{autoscaling_group_name}:policyName/{name}",
    ),
    metric_aggregation_type: (context) =>
      resolveString(context, "policy_type") === "StepScaling" ? "Average" : "",
  },
  // The provider also distinguishes specifications by their Availability Zone, which AWS omits if
  // they set a subnet.
  aws_spot_fleet_request: { id: "sfr-{uuid}", "launch_specification.availability_zone": "" },
  aws_autoscaling_attachment: { id: "{autoscaling_group_name}-20240101{digits:16}" },
  aws_autoscaling_schedule: {
    id: "{scheduled_action_name}",
    arn: arnTemplate(
      "autoscaling:{region}:{account}:scheduledUpdateGroupAction:{uuid}:autoScalingGroupName/{autoscaling_group_name}:scheduledActionName/{scheduled_action_name}",
    ),
  },
};
