/**
 * Names that the provider accepts for another resource type.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/lb
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/s3_bucket_object
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
  return TYPE_ALIASES[type] ?? type;
}
