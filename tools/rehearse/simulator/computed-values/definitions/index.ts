import type { ValueGenerator } from "../value-context.ts";
import { applicationResources } from "./applications.ts";
import { awsCatalog } from "./aws-catalog.ts";
import { cacheResources } from "./caches.ts";
import { computeResources } from "./compute.ts";
import { connectPeerResources } from "./connect-peers.ts";
import { connectivityResources } from "./connectivity.ts";
import { containerResources } from "./containers.ts";
import { databaseResources } from "./databases.ts";
import { edgeResources } from "./edge.ts";
import { iamResources } from "./iam.ts";
import { loadBalancingResources } from "./load-balancing.ts";
import { networkResources } from "./network.ts";
import { operationsResources } from "./operations.ts";
import { secretResources } from "./secrets.ts";
import { storageResources } from "./storage.ts";
import { vpcEndpointResources } from "./vpc-endpoints.ts";

const ALL_DEFINITIONS = {
  ...applicationResources,
  ...loadBalancingResources,
  ...cacheResources,
  ...awsCatalog,
  ...containerResources,
  ...databaseResources,
  ...edgeResources,
  ...vpcEndpointResources,
  ...iamResources,
  ...connectivityResources,
  ...connectPeerResources,
  ...networkResources,
  ...operationsResources,
  ...secretResources,
  ...computeResources,
  ...storageResources,
};
const NO_GENERATORS: Readonly<Record<string, ValueGenerator>> = {};

/** Types that are aliases of another type. */
const TYPE_ALIASES: Readonly<Record<string, string>> = {
  aws_alb: "aws_lb",
  aws_alb_listener: "aws_lb_listener",
  aws_alb_listener_rule: "aws_lb_listener_rule",
  aws_alb_listener_certificate: "aws_lb_listener_certificate",
  aws_alb_target_group: "aws_lb_target_group",
  aws_alb_target_group_attachment: "aws_lb_target_group_attachment",
  aws_s3_bucket_object: "aws_s3_object",
  aws_spot_instance_request: "aws_instance",
};

/** The value generators of a type, by path; empty if only the rules by attribute name apply. */
export function resourceDefinition(type: string): Readonly<Record<string, ValueGenerator>> {
  return ALL_DEFINITIONS[TYPE_ALIASES[type] ?? type] ?? NO_GENERATORS;
}
