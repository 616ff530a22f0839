import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The dependencies that replace cdktf and its command line with cdktn (docs/architecture.md). */
export const CDKTN_DEPENDENCIES = {
  cdktf: "npm:cdktn@0.24.0",
  "cdktf-cli": "npm:cdktn-cli@0.24.0",
} as const;

/**
 * The Node.js release lines on which cdktn's command line is tested: the oldest that it supports,
 * and the newest.
 */
export const CDKTN_LINES: readonly number[] = [22, 26];

/**
 * Changes a copy of the project from cdktf to cdktn by rewriting its package.json. `npm install`
 * does the rest.
 */
export function moveToCdktn(folder: string): void {
  const file = join(folder, "package.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as { dependencies: Record<string, string> };
  Object.assign(manifest.dependencies, CDKTN_DEPENDENCIES);
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
}
