import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes a program that cdktf runs in place of Terraform (`TERRAFORM_BINARY_NAME`) while a provider
 * is attached. It differs from Terraform in two ways:
 *
 * - `terraform providers lock`, which cdktf runs after each first init, requests checksums from the
 *   registry. An attached provider has none, and a rehearsal contacts no registry. So it does
 *   nothing.
 * - cdktf reads Terraform through a pseudo-terminal and drops the rest of the output when the
 *   program exits, which is the error. So a failure waits a moment before it exits; longer on a
 *   busy machine, where cdktf reads later.
 *
 * @param folder the folder of the program
 * @param binary Terraform's path
 * @returns the program's path
 */
export function writeAttachedTerraform(folder: string, binary: string): string {
  const path = join(folder, "terraform-attached");
  writeFileSync(path, wrapperScript(binary));
  chmodSync(path, 0o755);
  return path;
}

function wrapperScript(binary: string): string {
  return `#!/bin/sh
if [ "$1" = providers ] && [ "$2" = lock ]; then exit 0; fi
${quoteForShell(binary)} "$@"
code=$?
[ "$code" -eq 0 ] && exit 0
load=0
[ -r /proc/loadavg ] && read -r load rest < /proc/loadavg
if [ "\${load%%.*}" -ge 4 ]; then sleep 3; else sleep 0.3; fi
exit "$code"
`;
}

function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
