import type { Maker } from "../facts.ts";
import { compute } from "./compute.ts";
import { data } from "./data.ts";
import { edge } from "./edge.ts";
import { links } from "./links.ts";
import { network } from "./network.ts";
import { operations } from "./operations.ts";

const ALL = { ...network, ...links, ...edge, ...compute, ...data, ...operations };
const NOTHING: Readonly<Record<string, Maker>> = {};

/** Types that are another type under a second name. */
const SAME: Readonly<Record<string, string>> = {
  aws_alb: "aws_lb",
  aws_alb_listener: "aws_lb_listener",
  aws_alb_listener_rule: "aws_lb_listener_rule",
  aws_alb_listener_certificate: "aws_lb_listener_certificate",
  aws_alb_target_group: "aws_lb_target_group",
  aws_alb_target_group_attachment: "aws_lb_target_group_attachment",
  aws_s3_bucket_object: "aws_s3_object",
  aws_spot_instance_request: "aws_instance",
};

/** What is known of a type beyond the rules by attribute name, by path. */
export function knowledgeOf(type: string): Readonly<Record<string, Maker>> {
  return ALL[SAME[type] ?? type] ?? NOTHING;
}
