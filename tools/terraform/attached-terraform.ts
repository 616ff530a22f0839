import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes a program that cdktf runs in place of Terraform (`TERRAFORM_BINARY_NAME`) while a provider
 * is attached. `terraform providers lock`, which cdktf runs after each first init, requests
 * checksums from the registry. An attached provider has none, and a rehearsal contacts no registry.
 * So the program does nothing for it. Terraform's version, which each start of cdktf requests three
 * times, it requests once, but for initialized folders, whose providers are in it. It is Terraform
 * for all else.
 *
 * @param folder the folder of the program
 * @param binary Terraform's path
 * @returns the program's path
 */
export function writeAttachedTerraform(folder: string, binary: string): string {
  const path = join(folder, "terraform-attached");
  writeFileSync(path, wrapperScript(binary, join(folder, "terraform-version.json")));
  chmodSync(path, 0o755);
  return path;
}

/** @param versionFile the file that keeps the version */
function wrapperScript(binary: string, versionFile: string): string {
  return `#!/bin/sh
terraform=${quoteForShell(binary)} version=${quoteForShell(versionFile)}
if [ "$1" = providers ] && [ "$2" = lock ]; then exit 0; fi
if [ "$*" = "version -json" ] && [ ! -e .terraform ]; then
  if [ ! -e "$version" ]; then
    # Written whole, since cdktf makes its requests at the same time.
    "$terraform" version -json > "$version.$$" || exit
    mv "$version.$$" "$version"
  fi
  exec cat "$version"
fi
exec "$terraform" "$@"
`;
}

function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
