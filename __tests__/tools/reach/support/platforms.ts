import type { Platform } from "../../../../spec/platform.ts";
import type { Inventory } from "../../../../tools/reach/input/inventory.ts";
import { readInventory } from "../../../../tools/reach/input/read.ts";
import { withSynthesized } from "../../../support/synth.ts";

/** What is read of the synthesized stacks of some platforms. */
export function inventoryOfPlatforms(...platforms: readonly Platform[]): Promise<Inventory> {
  return withSynthesized(platforms, readInventory);
}
