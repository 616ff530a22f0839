import { readdirSync, statSync } from "node:fs";

/**
 * Returns the names of a folder's Terraform files, in Terraform's order.
 * https://developer.hashicorp.com/terraform/language/files
 */
export function configurationFiles(folder: string): string[] {
  const names =
    statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(folder) : [];
  return names.filter((name) => /^[^.].*\.tf(\.json)?$/.test(name)).sort();
}

/** https://developer.hashicorp.com/terraform/language/files/override */
export function isOverride(file: string): boolean {
  return /(^|_)override\.tf(\.json)?$/.test(file);
}
