import { find, vpcOfSubnets } from "../account-index.ts";
import { privateAddress, privateDnsName, publicAddress, publicDnsName } from "../addresses.ts";
import { arn, type Facts, type Knowledge, render, textFact } from "../facts.ts";
import { zonesOf } from "../places.ts";
import { textOf } from "../read.ts";
import { timestamp } from "../rules/attributes.ts";

/** The subnet an instance lands in: the one asked for, else a default subnet's id that AWS would choose. */
function instanceSubnet(facts: Facts): string {
  return textFact(facts, "subnet_id");
}

/** Whether EC2 gives the instance a public address: asked for, or by the subnet's setting. */
function isPublic(facts: Facts): boolean {
  const asked = facts.self.associate_public_ip_address;
  if (typeof asked === "boolean") return asked;
  const subnet = find(facts.account, instanceSubnet(facts), "aws_subnet", "aws_default_subnet");
  return subnet?.values.map_public_ip_on_launch === true;
}

const rootVolume = (facts: Facts) => ({
  delete_on_termination: true,
  device_name: "/dev/xvda",
  encrypted: false,
  iops: 3000,
  kms_key_id: "",
  tags: {},
  tags_all: {},
  throughput: 125,
  volume_id: render("vol-0{hex:16/root}", facts),
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
  Object.fromEntries(Object.entries(volume).map(([key, maker]) => [`${name}.${key}`, maker]));

const instance: Knowledge[string] = {
  id: "i-0{hex:16}",
  arn: arn("ec2:{region}:{account}:instance/{id}"),
  associate_public_ip_address: isPublic,
  availability_zone: (facts) =>
    textOf(
      find(facts.account, instanceSubnet(facts), "aws_subnet", "aws_default_subnet")?.values,
      "availability_zone",
    ) ??
    zonesOf(facts.region)[0]?.name ??
    "",
  subnet_id: "subnet-0{hex:16/default}",
  private_ip: (facts) =>
    privateAddress(facts, instanceSubnet(facts)) || render("172.31.{octet:third}.{octet:fourth}", facts),
  private_dns: (facts) => privateDnsName(textFact(facts, "private_ip"), facts.region),
  public_ip: (facts) => (isPublic(facts) ? publicAddress(facts) : ""),
  public_dns: (facts) => publicDnsName(textFact(facts, "public_ip"), facts.region),
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
  vpc_security_group_ids: (facts) => {
    const vpcId = vpcOfSubnets(facts.account, [instanceSubnet(facts)]);
    const group = textOf(find(facts.account, vpcId, "aws_vpc")?.values, "default_security_group_id");
    return group === undefined ? [] : [group];
  },
  root_block_device: (facts) => [rootVolume(facts)],
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

const nextVersion = (name: string) => (facts: Facts) => Number(facts.before?.[name] ?? 0) + 1;

/** Servers and fleets. */
export const servers: Knowledge = {
  aws_instance: instance,
  aws_ebs_volume: {
    id: "vol-0{hex:16}",
    arn: arn("ec2:{region}:{account}:volume/{id}"),
    type: "gp3",
    size: 8,
    iops: 3000,
    throughput: 125,
    create_time: (facts) => timestamp(facts),
    snapshot_id: "",
    kms_key_id: "",
    encrypted: false,
  },
  aws_volume_attachment: { id: "vai-{digits:10}" },
  aws_ebs_snapshot: { id: "snap-0{hex:16}", arn: arn("ec2:{region}::snapshot/{id}") },
  aws_ami: { id: "ami-0{hex:16}", arn: arn("ec2:{region}::image/{id}") },
  aws_launch_template: {
    id: "lt-0{hex:16}",
    arn: arn("ec2:{region}:{account}:launch-template/{id}"),
    latest_version: nextVersion("latest_version"),
    default_version: (facts) =>
      facts.get("update_default_version") === true
        ? Number(facts.get("latest_version"))
        : Number(facts.before?.default_version ?? 1),
  },
  aws_launch_configuration: {
    id: "{name}",
    arn: arn("autoscaling:{region}:{account}:launchConfiguration:{uuid}:launchConfigurationName/{name}"),
  },
  aws_autoscaling_group: {
    id: "{name}",
    arn: arn("autoscaling:{region}:{account}:autoScalingGroup:{uuid}:autoScalingGroupName/{name}"),
    availability_zones: (facts) => {
      const subnets = facts.get("vpc_zone_identifier");
      const ids = Array.isArray(subnets) ? subnets : [];
      const zones = ids.map((id) =>
        textOf(find(facts.account, String(id), "aws_subnet")?.values, "availability_zone"),
      );
      return [...new Set(zones.filter((zone) => zone !== undefined))].sort();
    },
    default_cooldown: 300,
    desired_capacity: (facts) => Number(facts.get("min_size") ?? 0),
    health_check_type: "EC2",
    service_linked_role_arn: arn(
      "iam::{account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
    ),
    predicted_capacity: 0,
    warm_pool_size: 0,
    "launch_template.name": (facts) =>
      textOf(find(facts.account, String(facts.self.id ?? ""), "aws_launch_template")?.values, "name") ?? "",
    "launch_template.id": (facts) =>
      facts.account
        .resources("aws_launch_template")
        .find((template) => template.values.name === facts.self.name)?.id ?? "",
    "launch_template.version": "$Default",
  },
  aws_autoscaling_policy: {
    id: "{name}",
    arn: arn(
      "autoscaling:{region}:{account}:scalingPolicy:{uuid}:autoScalingGroupName/{autoscaling_group_name}:policyName/{name}",
    ),
    metric_aggregation_type: (facts) => (textFact(facts, "policy_type") === "StepScaling" ? "Average" : ""),
  },
  // The provider tells specifications apart by their zone too, which AWS does not answer where a subnet says it.
  aws_spot_fleet_request: { id: "sfr-{uuid}", "launch_specification.availability_zone": "" },
  aws_autoscaling_attachment: { id: "{autoscaling_group_name}-20240101{digits:16}" },
  aws_autoscaling_schedule: {
    id: "{scheduled_action_name}",
    arn: arn(
      "autoscaling:{region}:{account}:scheduledUpdateGroupAction:{uuid}:autoScalingGroupName/{autoscaling_group_name}:scheduledActionName/{scheduled_action_name}",
    ),
  },
};
