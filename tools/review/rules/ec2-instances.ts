import type { JsonObject } from "../../reach/terraform/configuration/json.ts";
import type { Risk } from "../finding.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { riskOf } from "./builders.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule } from "./review-rule.ts";
import {
  becomesOneOf,
  blocksBefore,
  deletionRule,
  leaves,
  pagedRule,
  settingRule,
} from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide";
const API = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference";

/** Blocks of an instance that describe its volumes. */
const VOLUME_BLOCKS = ["root_block_device", "ebs_block_device"];

/** Rules on EC2 instances and network interfaces. */
export const ec2InstanceRules: readonly ReviewRule[] = [
  pagedRule({
    id: "instance-removed",
    types: ["aws_instance", "aws_spot_instance_request"],
    finds: "an instance that is terminated: its disks, addresses and ID go",
    pages: [`${API}/API_TerminateInstances.html`],
    judge: (change) => (change.isDestroyed ? terminationRisks(change) : []),
  }),
  settingRule({
    id: "instance-stops",
    types: ["aws_instance"],
    attributes: ["instance_type", "user_data", "user_data_base64"],
    on: "changes",
    risk: "outage",
    finds: "an instance that is stopped and started, in place",
    text: (change, attributes) => {
      const script = attributes.some((name) => name.startsWith("user_data"))
        ? " The new user data is not run at that start."
        : "";
      const address =
        typeof change.was("public_ip") === "string" && change.was("public_ip") !== ""
          ? " Its public IP address changes unless it is an Elastic IP."
          : "";
      return `The instance is stopped and started (${attributes.join(", ")}): it is down meanwhile, and instance store volumes are emptied.${script}${address}`;
    },
    pages: [`${GUIDE}/ec2-instance-resize.html`, `${GUIDE}/user-data.html`],
    guards: ["instance_type"],
  }),
  settingRule({
    id: "instance-protection-off",
    types: ["aws_instance", "aws_launch_template"],
    attributes: ["disable_api_termination", "disable_api_stop"],
    on: "turnsOff",
    risk: "disarmed",
    finds: "an instance that may be terminated or stopped by mistake",
    text: (_, attributes) =>
      `${attributes.join(" and ")} is turned off: a mistake can terminate or stop the instance.`,
    pages: [`${GUIDE}/Using_ChangingDisableAPITermination.html`],
  }),
  settingRule({
    id: "instance-volume-goes-with-it",
    types: ["aws_instance"],
    attributes: ["root_block_device.0.delete_on_termination"],
    on: "turnsOn",
    risk: "disarmed",
    finds: "a root volume that is deleted with its instance",
    text: "The root volume is deleted with the instance from now on.",
    pages: [`${GUIDE}/preserving-volumes-on-termination.html`],
  }),
  settingRule({
    id: "instance-shutdown-terminates",
    types: ["aws_instance", "aws_launch_template"],
    attributes: ["instance_initiated_shutdown_behavior"],
    on: (change, attribute) => becomesOneOf(change, attribute, "terminate"),
    risk: "disarmed",
    finds: "an instance that is terminated when its system shuts down",
    text: "A shutdown from inside terminates the instance from now on, with the volumes that go with it.",
    pages: [`${GUIDE}/Using_ChangingInstanceInitiatedShutdownBehavior.html`],
  }),
  settingRule({
    id: "instance-metadata-weaker",
    types: ["aws_instance", "aws_launch_template"],
    attributes: [
      "metadata_options.0.http_tokens",
      "metadata_options.0.http_put_response_hop_limit",
      "metadata_options.0.http_endpoint",
    ],
    on: (change, attribute) =>
      attribute.endsWith("hop_limit")
        ? change.raises(attribute)
        : leaves(change, attribute, "required", "disabled"),
    risk: "permission",
    finds: "instance metadata without session tokens, or for containers too",
    text: (_, attributes) =>
      `The instance metadata is easier to get at (${attributes.join(", ")}): a forged request in the instance gets its role's credentials.`,
    pages: [`${GUIDE}/configuring-instance-metadata-service.html`],
  }),
  settingRule({
    id: "instance-metadata-stricter",
    types: ["aws_instance", "aws_launch_template"],
    attributes: ["metadata_options.0.http_tokens"],
    on: (change, attribute) => becomesOneOf(change, attribute, "required"),
    risk: "outage",
    level: "note",
    finds: "instance metadata that asks for session tokens",
    text: "Session tokens (IMDSv2) are required from now on: software that cannot use them gets no credentials.",
    pages: [`${GUIDE}/instance-metadata-transition-to-version-2.html`],
  }),
  settingRule({
    id: "instance-metadata-off",
    types: ["aws_instance", "aws_launch_template"],
    attributes: ["metadata_options.0.http_endpoint"],
    on: (change, attribute) => becomesOneOf(change, attribute, "disabled"),
    risk: "outage",
    finds: "instance metadata that is turned off",
    text: "The instance metadata is turned off: software in the instance loses its role's credentials.",
    pages: [`${GUIDE}/configuring-instance-metadata-options.html`],
  }),
  settingRule({
    id: "instance-forwards-packets",
    types: ["aws_instance", "aws_network_interface"],
    attributes: ["source_dest_check"],
    on: "changes",
    risk: "exposure",
    finds: "an interface that begins, or ceases, to forward packets of others",
    text: (change) =>
      change.turnsOff("source_dest_check")
        ? "The source/destination check is turned off: the instance may forward packets of others."
        : "The source/destination check is turned on: packets that the instance forwards for others are dropped.",
    pages: [`${GUIDE}/using-eni.html`],
  }),
  settingRule({
    id: "instance-role-removed",
    types: ["aws_instance", "aws_launch_template"],
    attributes: ["iam_instance_profile"],
    on: "unsets",
    risk: "outage",
    finds: "an instance that loses its role",
    text: "The instance profile is taken off: software in the instance loses its AWS permissions.",
    pages: [`${GUIDE}/iam-roles-for-amazon-ec2.html`],
    guards: [],
  }),
  settingRule({
    id: "instance-resilience-lower",
    types: ["aws_instance"],
    attributes: ["maintenance_options.0.auto_recovery", "credit_specification.0.cpu_credits"],
    on: (change, attribute) => becomesOneOf(change, attribute, "disabled", "standard"),
    risk: "thinner",
    finds: "an instance that no longer recovers by itself, or is throttled",
    text: (_, attributes) =>
      `The instance no longer recovers by itself, or is throttled without credits (${attributes.join(", ")}).`,
    pages: [`${GUIDE}/ec2-instance-recover.html`],
  }),
  settingRule({
    id: "instance-monitoring-off",
    types: ["aws_instance", "aws_launch_template"],
    attributes: ["monitoring", "monitoring.0.enabled"],
    on: "turnsOff",
    risk: "blind",
    level: "note",
    finds: "an instance with metrics each 5 minutes in place of each minute",
    text: "Detailed monitoring is turned off: metrics come each 5 minutes, and alarms on one minute see nothing.",
    pages: [`${GUIDE}/manage-detailed-monitoring.html`],
    guards: [],
  }),
  settingRule({
    id: "interface-addresses-removed",
    types: ["aws_instance", "aws_network_interface"],
    attributes: ["secondary_private_ips", "private_ips", "ipv6_addresses", "ipv4_prefixes", "ipv6_prefixes"],
    on: "drops",
    risk: "name",
    finds: "an address that an interface loses",
    text: (_, attributes) =>
      `The interface loses an address (${attributes.join(", ")}): whoever was given it no longer connects.`,
    pages: [`${API}/API_UnassignPrivateIpAddresses.html`],
    guards: [],
  }),
  deletionRule({
    id: "interface-removed",
    types: ["aws_network_interface"],
    finds: "a network interface that is deleted or replaced",
    pages: [`${API}/API_DeleteNetworkInterface.html`],
    consequences: [
      ["name", "its private addresses and its MAC address go"],
      ["outage", "connections through it break"],
    ],
  }),
  deletionRule({
    id: "interface-detached",
    types: ["aws_network_interface_attachment", "aws_network_interface_sg_attachment"],
    finds: "a network interface, or security group, that is detached",
    pages: [`${API}/API_DetachNetworkInterface.html`],
    consequences: [["cut", "connections through the interface, or that the group allows, break"]],
  }),
  deletionRule({
    id: "instance-fleet-removed",
    types: ["aws_ec2_fleet", "aws_spot_fleet_request", "aws_ec2_host"],
    finds: "a fleet or dedicated host that is deleted or replaced",
    pages: [`${API}/API_DeleteFleets.html`],
    consequences: [
      ["outage", "its instances are terminated, unless it keeps them, and none start in their place"],
    ],
  }),
  settingRule({
    id: "instance-fleet-smaller",
    types: ["aws_ec2_fleet", "aws_spot_fleet_request", "aws_ec2_capacity_reservation"],
    attributes: [
      "target_capacity_specification.0.total_target_capacity",
      "target_capacity",
      "instance_count",
    ],
    on: "lowers",
    risk: "thinner",
    finds: "a fleet or reservation of fewer instances",
    text: (_, attributes) => `The fleet or reservation has fewer instances (${attributes.join(", ")}).`,
    pages: [`${API}/API_ModifyFleet.html`],
  }),
  settingRule({
    id: "instance-state-changes",
    types: ["aws_ec2_instance_state"],
    attributes: ["state"],
    on: (change, attribute) => leaves(change, attribute, "running"),
    risk: "outage",
    finds: "an instance that the plan stops",
    text: "The instance is stopped.",
    pages: [`${API}/API_StopInstances.html`],
  }),
  deletionRule({
    id: "account-default-removed",
    types: [
      "aws_ec2_instance_state",
      "aws_ec2_instance_metadata_defaults",
      "aws_ec2_image_block_public_access",
      "aws_ec2_serial_console_access",
      "aws_ec2_default_credit_specification",
      "aws_ecs_account_setting_default",
    ],
    finds: "a default of the account that falls back to AWS's own",
    pages: [`${GUIDE}/configuring-IMDS-new-instances.html`],
    consequences: [["disarmed", "what it set for the whole account falls back to AWS's default"]],
  }),
  deletionRule({
    id: "instance-supply-removed",
    types: [
      "aws_ami",
      "aws_ami_copy",
      "aws_ami_from_instance",
      "aws_key_pair",
      "aws_placement_group",
      "aws_ec2_capacity_reservation",
    ],
    finds: "an image, key pair, placement group or capacity reservation that is removed",
    pages: [`${API}/API_DeregisterImage.html`],
    consequences: [["later", "running instances go on, but new ones that name it cannot start", "note"]],
  }),
];

function terminationRisks(change: PlannedResourceChange): readonly Risk[] {
  const text = replacementText(change);
  const name = riskOf(
    "name",
    `${text}: its ID, private addresses, and public address without an Elastic IP, go.`,
  );
  const risks = [name, riskOf("outage", `${text}: it is down until another instance is there and ready.`)];
  const volumes = VOLUME_BLOCKS.filter((block) => blocksBefore(change, block).some(goesWithInstance));
  const isEphemeral = blocksBefore(change, "ephemeral_block_device").length > 0;
  const lost = [...volumes, ...(isEphemeral ? ["ephemeral_block_device"] : [])];
  if (lost.length === 0) return risks;
  const isProtected = change.was("disable_api_termination") === true;
  const note = isProtected ? " The provider lifts termination protection itself." : "";
  return [
    riskOf("loss", `${text}, and its volumes with it (${lost.join(", ")}): what is on them is lost.${note}`),
    ...risks,
  ];
}

function goesWithInstance(volume: JsonObject): boolean {
  return volume.delete_on_termination !== false;
}
