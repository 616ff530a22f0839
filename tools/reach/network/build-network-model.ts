import type { Inventory } from "../terraform/inventory.ts";
import { buildEndpoints } from "./endpoints/endpoints.ts";
import type { NetworkModel } from "./network-model.ts";
import { externalReferenceGaps } from "./proxies/external-references.ts";
import { buildProxies } from "./proxies/proxies.ts";
import { readTopology } from "./read-topology.ts";
import type { AdvertisedPrefixes } from "./transit-gateways.ts";

/**
 * Builds the network that Terraform JSON describes, as AWS would run it.
 *
 * @param advertised CIDR blocks that external networks are known to advertise over BGP, by the
 * address of the connection that they are behind
 */
export function buildNetworkModel(
  inventory: Inventory,
  advertised: AdvertisedPrefixes = new Map(),
): NetworkModel {
  const topology = readTopology(inventory, advertised);
  const endpoints = buildEndpoints(inventory, topology);
  const proxies = buildProxies(inventory, topology, endpoints);
  const gaps = [...topology.gaps, ...externalReferenceGaps(inventory, topology, endpoints)];
  return { ...topology, endpoints, proxies, gaps };
}
