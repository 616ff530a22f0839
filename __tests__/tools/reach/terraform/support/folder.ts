import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Inventory } from "../../../../../tools/reach/terraform/inventory.ts";
import { readInventory } from "../../../../../tools/reach/terraform/read-inventory.ts";
import type { Value } from "../../../../../tools/reach/terraform/value.ts";
import { writeFilesIn } from "../../../../support/test-folder.ts";

/**
 * Creates a temporary folder with some files: strings as they are, other values as JSON. It is
 * removed after the test run.
 */
export function folderOf(files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), "drydock-reach-"));
  writeFilesIn(folder, files);
  return folder;
}

/** Reads stacks, each with one file of Terraform JSON. */
export function inventoryOfStacks(stacks: Readonly<Record<string, unknown>>): Promise<Inventory> {
  const files = Object.entries(stacks).map(([name, json]) => [`${name}/main.tf.json`, json] as const);
  return readInventory(folderOf(Object.fromEntries(files)));
}

/** Evaluates a value as the attribute `probe` of `aws_probe.probe`, in a stack `net`. */
export async function probe(
  value: unknown,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Value | undefined> {
  const { resource, ...others } = more as { resource?: Record<string, unknown> };
  const inventory = await inventoryOfStacks({
    net: { ...others, resource: { ...resource, aws_probe: { probe: { probe: value } } } },
  });
  return inventory.at("net/aws_probe.probe")?.values.probe;
}
