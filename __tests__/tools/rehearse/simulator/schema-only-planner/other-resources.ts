import type { ComparedResource } from "./agreement.ts";

const REF = "${other.resource.id}";

/** Resources that CyberShield lacks: those of the other platforms, and inline forms. */
export const OTHER_RESOURCES: readonly ComparedResource[] = [
  {
    type: "aws_launch_template",
    body: {
      name: "web",
      image_id: "ami-0123456789abcdef0",
      instance_type: "t3.micro",
      user_data: "Zm9v",
      vpc_security_group_ids: [REF],
      iam_instance_profile: [{ name: REF }],
      metadata_options: [{ http_tokens: "required" }],
      block_device_mappings: [{ device_name: "/dev/xvda", ebs: [{ volume_size: 20, encrypted: "true" }] }],
      tag_specifications: [{ resource_type: "instance", tags: { Name: "web" } }],
    },
  },
  {
    type: "aws_autoscaling_group",
    body: {
      name: "web",
      min_size: 1,
      max_size: 3,
      vpc_zone_identifier: [REF],
      target_group_arns: [REF],
      health_check_type: "ELB",
      launch_template: [{ id: REF, version: "$Latest" }],
      instance_refresh: [{ strategy: "Rolling", preferences: [{ min_healthy_percentage: 50 }] }],
      tag: [{ key: "Name", value: "web", propagate_at_launch: true }],
    },
  },
  {
    type: "aws_autoscaling_policy",
    body: {
      name: "cpu",
      autoscaling_group_name: REF,
      policy_type: "TargetTrackingScaling",
      target_tracking_configuration: [
        {
          predefined_metric_specification: [{ predefined_metric_type: "ASGAverageCPUUtilization" }],
          target_value: 50,
        },
      ],
    },
  },
  { type: "aws_vpc_peering_connection", body: { vpc_id: REF, peer_vpc_id: REF, auto_accept: true } },
  { type: "aws_ec2_transit_gateway", body: { description: "hub", amazon_side_asn: 64512 } },
  {
    type: "aws_ec2_transit_gateway_vpc_attachment",
    body: { transit_gateway_id: REF, vpc_id: REF, subnet_ids: [REF], appliance_mode_support: "enable" },
  },
  { type: "aws_ec2_transit_gateway_route_table", body: { transit_gateway_id: REF } },
  {
    type: "aws_ec2_transit_gateway_route",
    body: {
      destination_cidr_block: "10.9.0.0/16",
      transit_gateway_route_table_id: REF,
      transit_gateway_attachment_id: REF,
    },
  },
  { type: "aws_vpn_gateway", body: { vpc_id: REF, amazon_side_asn: "64512" } },
  { type: "aws_customer_gateway", body: { bgp_asn: "65000", ip_address: "203.0.113.9", type: "ipsec.1" } },
  {
    type: "aws_vpn_connection",
    body: { customer_gateway_id: REF, transit_gateway_id: REF, type: "ipsec.1", static_routes_only: true },
  },
  {
    type: "aws_vpn_connection_route",
    body: { destination_cidr_block: "10.9.0.0/16", vpn_connection_id: REF },
  },
  {
    type: "aws_ec2_client_vpn_endpoint",
    body: {
      client_cidr_block: "10.200.0.0/22",
      server_certificate_arn: REF,
      authentication_options: [{ type: "certificate-authentication", root_certificate_chain_arn: REF }],
      connection_log_options: [{ enabled: false }],
    },
  },
  {
    type: "aws_ec2_client_vpn_authorization_rule",
    body: { client_vpn_endpoint_id: REF, target_network_cidr: "10.0.0.0/16", authorize_all_groups: true },
  },
  { type: "aws_ec2_client_vpn_network_association", body: { client_vpn_endpoint_id: REF, subnet_id: REF } },
  { type: "aws_dx_connection", body: { name: "line", bandwidth: "1Gbps", location: "EqDC2" } },
  { type: "aws_dx_gateway", body: { name: "gateway", amazon_side_asn: "64512" } },
  {
    type: "aws_dx_gateway_association",
    body: { dx_gateway_id: REF, associated_gateway_id: REF, allowed_prefixes: ["10.0.0.0/16"] },
  },
  {
    type: "aws_dx_private_virtual_interface",
    body: {
      connection_id: REF,
      dx_gateway_id: REF,
      name: "vif",
      vlan: 100,
      address_family: "ipv4",
      bgp_asn: 65000,
    },
  },
  { type: "aws_shield_protection", body: { name: "lb", resource_arn: REF } },
  { type: "aws_ssm_parameter", body: { name: "/app/url", type: "String", value: "https://example.org" } },
  {
    type: "aws_security_group",
    body: {
      name: "inline",
      vpc_id: REF,
      ingress: [
        {
          from_port: 443,
          to_port: 443,
          protocol: "tcp",
          cidr_blocks: ["0.0.0.0/0"],
          description: null,
          ipv6_cidr_blocks: null,
          prefix_list_ids: null,
          security_groups: null,
          self: null,
        },
      ],
    },
  },
  {
    type: "aws_security_group_rule",
    body: {
      type: "ingress",
      security_group_id: REF,
      protocol: "tcp",
      from_port: 80,
      to_port: 80,
      cidr_blocks: ["10.0.0.0/8"],
    },
  },
  {
    type: "aws_network_acl",
    body: {
      vpc_id: REF,
      ingress: [
        {
          rule_no: 100,
          action: "allow",
          protocol: "tcp",
          from_port: 80,
          to_port: 80,
          cidr_block: "0.0.0.0/0",
          icmp_code: null,
          icmp_type: null,
          ipv6_cidr_block: null,
        },
      ],
    },
  },
  {
    type: "aws_instance",
    body: {
      ami: "ami-0123456789abcdef0",
      instance_type: "t3.micro",
      subnet_id: REF,
      vpc_security_group_ids: [REF],
      root_block_device: [{ volume_size: 20, encrypted: true }],
      tags: { Name: "web" },
    },
  },
  { type: "aws_lb", body: { name: "inner", load_balancer_type: "network", internal: true, subnets: [REF] } },
  {
    type: "aws_elasticache_subnet_group",
    body: { name: "redis", subnet_ids: [REF] },
  },
  {
    type: "aws_db_parameter_group",
    body: {
      name: "pg",
      family: "postgres16",
      parameter: [{ name: "rds.force_ssl", value: "1", apply_method: "pending-reboot" }],
    },
  },
  { type: "aws_eip_association", body: { allocation_id: REF, instance_id: REF } },
  { type: "aws_iam_instance_profile", body: { name: "web", role: REF } },
  {
    type: "aws_s3_bucket_lifecycle_configuration",
    body: {
      bucket: REF,
      rule: [{ id: "old", status: "Enabled", filter: [{ prefix: "logs/" }], expiration: [{ days: 30 }] }],
    },
  },
];
