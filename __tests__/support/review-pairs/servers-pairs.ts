import type { JsonObject } from "../../../tools/reach/terraform/configuration/json.ts";
import { PRIVATE_NETWORK, PRIVATE_SUBNETS } from "./base-network.ts";
import { drop, type PairGroup, patched, type ResourcePatch, retag } from "./review-pair.ts";

const server = (settings: JsonObject): JsonObject => ({
  ami: "ami-0123456789abcdef0",
  instance_type: "t3.micro",
  subnet_id: "${aws_subnet.a.id}",
  vpc_security_group_ids: ["${aws_security_group.data.id}"],
  root_block_device: { volume_size: 50, volume_type: "gp3", delete_on_termination: true },
  metadata_options: { http_tokens: "required", http_endpoint: "enabled" },
  ...settings,
});

const fleet = (settings: JsonObject): JsonObject => ({
  min_size: 2,
  max_size: 4,
  desired_capacity: 2,
  vpc_zone_identifier: PRIVATE_SUBNETS,
  health_check_type: "ELB",
  launch_template: {
    id: "${aws_launch_template.main.id}",
    version: "${aws_launch_template.main.latest_version}",
  },
  target_group_arns: ["${aws_lb_target_group.main.arn}"],
  ...settings,
});

const refresh = (healthy: number) => ({
  instance_refresh: { strategy: "Rolling", preferences: { min_healthy_percentage: healthy } },
});

const BASE: ResourcePatch = {
  ...PRIVATE_NETWORK,
  "aws_instance.main": server({ user_data: "#!/bin/sh\necho one\n", disable_api_termination: true }),
  "aws_instance.reborn": server({
    user_data: "#!/bin/sh\necho one\n",
    user_data_replace_on_change: true,
    instance_initiated_shutdown_behavior: "stop",
  }),
  "aws_instance.lax": server({
    metadata_options: { http_tokens: "optional", http_endpoint: "enabled" },
    root_block_device: { volume_size: 50, volume_type: "gp3", delete_on_termination: false },
  }),
  "aws_launch_template.main": {
    name: "main",
    image_id: "ami-0123456789abcdef0",
    instance_type: "t3.micro",
  },
  "aws_lb_target_group.main": {
    name: "main",
    port: 80,
    protocol: "HTTP",
    vpc_id: "${aws_vpc.main.id}",
  },
  "aws_autoscaling_group.main": fleet({ name: "main", ...refresh(90) }),
  "aws_autoscaling_group.hasty": fleet({ name: "hasty", health_check_type: "EC2", ...refresh(0) }),
};

const MAIN = "aws_instance.main";
const REBORN = "aws_instance.reborn";
const LAX = "aws_instance.lax";
const FLEET = "aws_autoscaling_group.main";

const ONE_TEMPLATE = {
  image_id: "ami-0fedcba9876543210",
};

/** EC2 instances and Auto Scaling groups. */
export const SERVERS_PAIRS: PairGroup = {
  name: "servers",
  base: BASE,
  pairs: [
    {
      id: "ec2-image",
      expects: { class: ["loss", "outage", "name"], level: "ask", address: REBORN },
      dangerous: patched({ [REBORN]: { ami: "ami-0fedcba9876543210" } }),
      harmless: retag(REBORN),
    },
    {
      id: "ec2-deleted",
      expects: { class: ["loss", "outage", "name"], level: "ask", address: REBORN },
      dangerous: drop(REBORN),
      harmless: patched({ [REBORN]: { monitoring: true } }),
    },
    {
      id: "ec2-deleted-though-protected",
      expects: { class: "refused", level: "ask", address: MAIN },
      dangerous: drop(MAIN),
      harmless: retag(MAIN),
    },
    {
      id: "ec2-type",
      expects: { class: "outage", level: "ask", address: MAIN },
      dangerous: patched({ [MAIN]: { instance_type: "t3.small" } }),
      harmless: patched({ [MAIN]: { monitoring: true } }),
    },
    {
      id: "ec2-user-data",
      expects: { class: "outage", level: "ask", address: MAIN },
      dangerous: patched({ [MAIN]: { user_data: "#!/bin/sh\necho two\n" } }),
      harmless: retag(MAIN),
    },
    {
      id: "ec2-user-data-replaces",
      expects: { class: ["loss", "name", "outage"], level: "ask", address: REBORN },
      dangerous: patched({ [REBORN]: { user_data: "#!/bin/sh\necho two\n" } }),
      harmless: patched({ [REBORN]: { user_data_replace_on_change: false } }),
    },
    {
      id: "ec2-termination-protection-off",
      expects: { class: "disarmed", level: "ask", address: MAIN },
      dangerous: patched({ [MAIN]: { disable_api_termination: false } }),
      harmless: patched({ [LAX]: { disable_api_termination: true } }),
    },
    {
      id: "ec2-metadata-without-tokens",
      expects: { class: ["permission", "disarmed", "exposure"], level: "ask", address: MAIN },
      dangerous: patched({ [MAIN]: { metadata_options: { http_tokens: "optional" } } }),
      harmless: patched({ [LAX]: { metadata_options: { http_tokens: "required" } } }),
    },
    {
      id: "ec2-disk-shrinks",
      expects: { class: "refused", level: "block", address: MAIN },
      dangerous: patched({ [MAIN]: { root_block_device: { volume_size: 20 } } }),
      harmless: patched({ [MAIN]: { root_block_device: { volume_size: 80 } } }),
    },
    {
      id: "ec2-disk-goes-with-it",
      expects: { class: "disarmed", level: "ask", address: LAX },
      dangerous: patched({ [LAX]: { root_block_device: { delete_on_termination: true } } }),
      harmless: patched({ [MAIN]: { root_block_device: { delete_on_termination: false } } }),
    },
    {
      id: "ec2-shutdown-terminates",
      expects: { class: "disarmed", level: "ask", address: REBORN },
      dangerous: patched({ [REBORN]: { instance_initiated_shutdown_behavior: "terminate" } }),
      harmless: patched({ [REBORN]: { tags: { team: "platform" } } }),
    },
    {
      id: "asg-name",
      expects: { class: "outage", level: "ask", address: FLEET },
      dangerous: patched({ [FLEET]: { name: "renamed" } }),
      harmless: patched({ [FLEET]: { default_cooldown: 120 } }),
    },
    {
      id: "asg-fewer",
      expects: { class: "thinner", level: "note", address: FLEET },
      dangerous: patched({ [FLEET]: { min_size: 1 } }),
      harmless: patched({ [FLEET]: { max_size: 8 } }),
    },
    {
      id: "asg-none",
      expects: { class: ["outage", "thinner"], level: "ask", address: FLEET },
      dangerous: patched({ [FLEET]: { min_size: 0, max_size: 0, desired_capacity: 0 } }),
      harmless: patched({ [FLEET]: { max_size: 8, desired_capacity: 4 } }),
    },
    {
      id: "asg-health-of-the-machine-only",
      expects: { class: ["blind", "thinner", "disarmed"], level: "note", address: FLEET },
      dangerous: patched({ [FLEET]: { health_check_type: "EC2" } }),
      harmless: patched({ "aws_autoscaling_group.hasty": { health_check_type: "ELB" } }),
    },
    {
      id: "asg-without-its-balancer",
      expects: { class: ["cut", "outage"], level: "ask", address: FLEET },
      dangerous: patched({ [FLEET]: { target_group_arns: [] } }),
      harmless: patched({ [FLEET]: { default_cooldown: 120 } }),
    },
    {
      id: "asg-refresh-of-all-at-once",
      expects: { class: "outage", level: "ask", address: "aws_autoscaling_group.hasty" },
      dangerous: patched({
        "aws_launch_template.main": ONE_TEMPLATE,
        [FLEET]: { launch_template: { version: "1" } },
      }),
      harmless: patched({
        "aws_launch_template.main": ONE_TEMPLATE,
        "aws_autoscaling_group.hasty": { launch_template: { version: "1" } },
      }),
    },
    {
      id: "asg-deleted",
      expects: { class: "outage", level: "ask", address: FLEET },
      dangerous: drop(FLEET),
      harmless: patched({ [FLEET]: { default_cooldown: 120 } }),
    },
  ],
};
