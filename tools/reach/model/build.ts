import type { Inventory } from "../input/inventory.ts";
import { buildEndpoints } from "./endpoints/endpoints.ts";
import type { Fabric } from "./fabric.ts";
import { readGround } from "./read-ground.ts";
import { buildRelays } from "./relays/relays.ts";

/** The network that Terraform JSON describes, as AWS would run it. */
export function buildFabric(inventory: Inventory): Fabric {
  const ground = readGround(inventory);
  const endpoints = buildEndpoints(inventory, ground);
  return { ...ground, endpoints, relays: buildRelays(inventory, ground, endpoints) };
}
