/**
 * Names that the provider accepts for another resource type.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/lb
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/s3_bucket_object
 * (the first read 2026-11-30, in the provider's repository; the second not again)
 */
const TYPE_ALIASES: Readonly<Record<string, string>> = {
  aws_alb: "aws_lb",
  aws_alb_listener: "aws_lb_listener",
  aws_alb_listener_certificate: "aws_lb_listener_certificate",
  aws_alb_listener_rule: "aws_lb_listener_rule",
  aws_alb_target_group: "aws_lb_target_group",
  aws_alb_target_group_attachment: "aws_lb_target_group_attachment",
  aws_s3_bucket_object: "aws_s3_object",
  aws_s3_bucket_objects: "aws_s3_objects",
};

/** Returns the name that stands for a type and its aliases: `aws_lb` for `aws_alb`. */
export function canonicalType(type: string): string {
  // The types of a plan or a state are anybody's text: `constructor` is no alias.
  return Object.hasOwn(TYPE_ALIASES, type) ? (TYPE_ALIASES[type] ?? type) : type;
}

/**
 * Types that adopt a resource which AWS made, by the type of an ordinary one: `aws_default_vpc`
 * manages a region's default VPC.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/default_vpc
 * (read 2026-11-30, in the provider's repository)
 */
const DEFAULT_TWINS = {
  aws_network_acl: "aws_default_network_acl",
  aws_route_table: "aws_default_route_table",
  aws_security_group: "aws_default_security_group",
  aws_subnet: "aws_default_subnet",
  aws_vpc: "aws_default_vpc",
  aws_vpc_dhcp_options: "aws_default_vpc_dhcp_options",
} as const;

/** A type with a default twin. */
export type TypeWithTwin = keyof typeof DEFAULT_TWINS;

/** Returns a type and the type that adopts AWS's own resource of it. */
export function withDefaultTwin(type: TypeWithTwin): readonly string[] {
  return [type, DEFAULT_TWINS[type]];
}
