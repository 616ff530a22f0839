import type { Platform } from "../../../../language/platform.ts";
import type { Inventory } from "../../../../tools/reach/terraform/inventory.ts";
import { readInventory } from "../../../../tools/reach/terraform/read-inventory.ts";
import { withSynthesized } from "../../../support/synth.ts";

/** Reads the synthesized stacks of some platforms. */
export function inventoryOfPlatforms(...platforms: readonly Platform[]): Promise<Inventory> {
  return withSynthesized(platforms, readInventory);
}
