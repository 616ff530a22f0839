import { buildEndpoints } from "./endpoints/endpoints.ts";
import type { ModelContext } from "./model-context.ts";
import type { NetworkModel } from "./network-model.ts";
import { externalReferenceGaps } from "./proxies/external-references.ts";
import { buildProxies } from "./proxies/proxies.ts";
import { readTopology } from "./read-topology.ts";

/** Builds the network that Terraform JSON describes, as AWS would run it. */
export function buildNetworkModel(context: ModelContext): NetworkModel {
  const topology = readTopology(context);
  const endpoints = buildEndpoints(context);
  const proxies = buildProxies(context);
  const gaps = [...topology.gaps, ...externalReferenceGaps(context)];
  return { ...topology, endpoints, proxies, gaps };
}
