import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes a program that cdktf runs in place of Terraform (`TERRAFORM_BINARY_NAME`) while a provider is attached.
 * It is Terraform but for two things:
 *
 * - `terraform providers lock`, which cdktf calls after each first init, asks the registry for checksums; an
 *   attached provider has none, and a rehearsal asks nobody.
 * - cdktf reads Terraform through a pseudo-terminal and drops what is still in it when the program ends: just the
 *   error. So a failure waits a moment before it ends; a longer one where the machine is busy, since cdktf reads later.
 *
 * @param folder where it is written
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
