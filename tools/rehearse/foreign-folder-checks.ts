import { existsSync, readFileSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { escapeForTerminal } from "../escape-for-terminal.ts";
import { isNonArrayObject } from "../synthesized/merge-terraform-json.ts";
import type { SynthesizedStack } from "../synthesized/synthesized-stacks.ts";
import { SetupError } from "../terraform/setup-error.ts";
import { STATE_OVERRIDE_FILE } from "./redirect-local-state.ts";

/** State paths in such a file: in the temporary folder of a rehearsal. */
const REHEARSAL_STATE = /[\\/]drydock-rehearsal-[^\\/]+[\\/]local-states[\\/]/;

/**
 * Rejects a folder in which an earlier version of the rehearsal, which wrote through links, left
 * its override file.
 *
 * @param copied the stacks in the folder's copy, which is at `output`
 * @throws SetupError
 */
export function rejectLeftOverride(
  copied: readonly SynthesizedStack[],
  output: string,
  shownAs: string,
): void {
  for (const { folder } of copied) {
    const file = join(folder, STATE_OVERRIDE_FILE);
    if (!existsSync(file) || !REHEARSAL_STATE.test(readFileSync(file, "utf8"))) continue;
    const shown = join(shownAs, relative(output, file));
    throw new SetupError(
      escapeForTerminal(
        `${shown} was left by a rehearsal and redirects the state into a deleted folder: delete it, or the next apply creates everything again.`,
      ),
    );
  }
}

/**
 * Rejects modules whose source is outside the folder, where Terraform would look for them beside
 * the copy.
 *
 * @param stacks the stacks of the original folder, whose real path is `root`
 * @throws SetupError
 */
export function rejectForeignModules(
  stacks: readonly SynthesizedStack[],
  root: string,
  shownAs: string,
): void {
  for (const { name, folder, json } of stacks) {
    for (const [call, body] of Object.entries(json.module ?? {})) {
      const source: unknown = isNonArrayObject(body) ? Reflect.get(body, "source") : undefined;
      if (typeof source !== "string" || !isLocal(source) || isWithin(resolve(folder, source), root)) continue;
      throw new SetupError(
        escapeForTerminal(
          `The stack ${name} calls module.${call} from ${source}, outside ${shownAs}: a rehearsal reads nothing outside the folder.`,
        ),
      );
    }
  }
}

/** https://developer.hashicorp.com/terraform/language/modules/sources#local-paths */
function isLocal(source: string): boolean {
  return /^\.\.?([\\/]|$)/.test(source) || isAbsolute(source);
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}
