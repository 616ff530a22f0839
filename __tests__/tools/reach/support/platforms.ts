import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Platform } from "../../../../language/platform.ts";
import { buildApp, synthesizeApp } from "../../../../stacks/build.ts";
import type { Inventory } from "../../../../tools/reach/terraform/inventory.ts";
import { readInventory } from "../../../../tools/reach/terraform/read-inventory.ts";

/** What is read of the synthesized stacks of some platforms. */
export async function inventoryOfPlatforms(...platforms: readonly Platform[]): Promise<Inventory> {
  const outdir = await mkdtemp(join(tmpdir(), "drydock-reach-"));
  try {
    synthesizeApp(buildApp(platforms, { outdir }));
    return await readInventory(outdir);
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}
