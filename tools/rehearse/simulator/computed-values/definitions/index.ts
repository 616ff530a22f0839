import { canonicalType } from "../../../../../aws/resource-types.ts";
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

/** Types with the values of another type. */
const SAME_VALUES: Readonly<Record<string, string>> = { aws_spot_instance_request: "aws_instance" };

/** The value generators of a type, by path; empty if only the rules by attribute name apply. */
export function resourceDefinition(type: string): Readonly<Record<string, ValueGenerator>> {
  return ALL_DEFINITIONS[SAME_VALUES[type] ?? canonicalType(type)] ?? NO_GENERATORS;
}
