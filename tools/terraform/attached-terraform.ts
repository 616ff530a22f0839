import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes a program that cdktf runs in place of Terraform (`TERRAFORM_BINARY_NAME`) while a provider
 * is attached. `terraform providers lock`, which cdktf runs after each first init, requests
 * checksums from the registry. An attached provider has none, and a rehearsal contacts no registry.
 * So the program does nothing for it, and is Terraform for all else.
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
exec ${quoteForShell(binary)} "$@"
`;
}

function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
