import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes a program that runs Terraform and, where that fails, waits a moment before it ends. cdktf reads Terraform
 * through a pseudo-terminal and drops what is still in it when the program ends: just the error. For cdktf's
 * `TERRAFORM_BINARY_NAME`.
 *
 * @param folder where it is written
 * @param binary Terraform's path
 * @returns the program's path
 */
export function writeDrainingWrapper(folder: string, binary: string): string {
  const path = join(folder, "terraform-drained");
  writeFileSync(
    path,
    `#!/bin/sh\n${quote(binary)} "$@"\ncode=$?\n[ "$code" -eq 0 ] || sleep 0.3\nexit "$code"\n`,
  );
  chmodSync(path, 0o755);
  return path;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
