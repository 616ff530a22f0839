import type { Maker } from "../facts.ts";
import { applications } from "./applications.ts";
import { balancing } from "./balancing.ts";
import { caches } from "./caches.ts";
import { catalogue } from "./catalogue.ts";
import { containers } from "./containers.ts";
import { databases } from "./databases.ts";
import { edge } from "./edge.ts";
import { endpoints } from "./endpoints.ts";
import { identities } from "./identities.ts";
import { links } from "./links.ts";
import { network } from "./network.ts";
import { operations } from "./operations.ts";
import { secrets } from "./secrets.ts";
import { servers } from "./servers.ts";
import { storage } from "./storage.ts";
import { tunnels } from "./tunnels.ts";

const ALL = {
  ...applications,
  ...balancing,
  ...caches,
  ...catalogue,
  ...containers,
  ...databases,
  ...edge,
  ...endpoints,
  ...identities,
  ...links,
  ...tunnels,
  ...network,
  ...operations,
  ...secrets,
  ...servers,
  ...storage,
};
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
