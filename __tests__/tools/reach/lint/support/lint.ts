import type { Inventory } from "../../../../../tools/reach/input/inventory.ts";
import { readInventory } from "../../../../../tools/reach/input/read.ts";
import { type Lint, lint } from "../../../../../tools/reach/lint/lint.ts";
import { Subject } from "../../../../../tools/reach/lint/subject.ts";
import { Network } from "../../../../../tools/reach/network.ts";

/** What is found in a folder of Terraform JSON. */
export async function lintOf(folder: string): Promise<Lint> {
  return lintInventory(await readInventory(folder));
}

/** What is found in an inventory. */
export function lintInventory(inventory: Inventory): Lint {
  return lint(new Subject(inventory, new Network(inventory)));
}

/** `error CODE address`: findings for reading. */
export function sayFindings({ findings }: Lint): string[] {
  return findings.map(({ severity, code, address }) => `${severity} ${code} ${address}`);
}
