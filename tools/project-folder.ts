import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { SetupError } from "./terraform/setup-error.ts";

/**
 * The project's folder: the nearest parent folder of this code with a cdktf.json. The launchers'
 * bundles may be elsewhere; modules in a bundle still resolve to their own project
 * (`bin/make-bundle.mjs`).
 */
export const projectFolder = findUpwards(dirname(fileURLToPath(import.meta.url)));

function findUpwards(folder: string): string {
  if (existsSync(join(folder, "cdktf.json"))) return folder;
  const parent = dirname(folder);
  if (parent === folder)
    throw new SetupError(
      "No cdktf.json in any parent folder of this program: run it from the project's folder.",
    );
  return findUpwards(parent);
}
