import type { Inventory } from "../input/inventory.ts";
import { buildEndpoints } from "./endpoints/endpoints.ts";
import type { Fabric } from "./fabric.ts";
import { readGround } from "./read-ground.ts";
import { buildRelays } from "./relays/relays.ts";
import { strangerGaps } from "./relays/strangers.ts";
import type { ToldBlocks } from "./transit-gateways.ts";

/**
 * The network that Terraform JSON describes, as AWS would run it.
 *
 * @param told blocks that networks outside are known to tell by BGP, by the resource that they are behind
 */
export function buildFabric(inventory: Inventory, told: ToldBlocks = new Map()): Fabric {
  const ground = readGround(inventory, told);
  const endpoints = buildEndpoints(inventory, ground);
  const relays = buildRelays(inventory, ground, endpoints);
  const gaps = [...ground.gaps, ...strangerGaps(inventory, ground, endpoints)];
  return { ...ground, endpoints, relays, gaps };
}
