import { type LintResult, lint } from "../../../../../../tools/reach/analysis/lint/lint.ts";
import { NetworkAnalysis } from "../../../../../../tools/reach/analysis/network-analysis.ts";
import type { Inventory } from "../../../../../../tools/reach/terraform/inventory.ts";
import { readInventory } from "../../../../../../tools/reach/terraform/read-inventory.ts";

/** Lints a folder of Terraform JSON. */
export async function lintOf(folder: string): Promise<LintResult> {
  return lintInventory(await readInventory(folder));
}

/** Lints an inventory. */
export function lintInventory(inventory: Inventory): LintResult {
  return lint(new NetworkAnalysis(inventory));
}

/** Formats findings as `error CODE address`. */
export function formatFindings({ findings }: LintResult): string[] {
  return findings.map(({ severity, code, address }) => `${severity} ${code} ${address}`);
}
