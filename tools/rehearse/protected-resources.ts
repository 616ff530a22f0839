import { stripVTControlCharacters } from "node:util";
import { required } from "../../language/required.ts";
import type { TerraformJson } from "../synthesized/synthesized-stacks.ts";
import type { CommandResult } from "../terraform/run-command.ts";

/** True if a stack's files protect a resource from deletion. */
export function holdsProtected({ resource = {} }: TerraformJson): boolean {
  return Object.values(resource).some((byName) =>
    Object.values(byName).some((body) => (body as ResourceBody).lifecycle?.prevent_destroy === true),
  );
}

interface ResourceBody {
  readonly lifecycle?: { readonly prevent_destroy?: boolean };
}

/** Returns the resource addresses in the output of a refused plan to destroy. */
export function refusedAddresses({ stdout, stderr }: CommandResult): string[] {
  const text = stripVTControlCharacters(`${stdout}\n${stderr}`).replace(/[\s│]+/g, " ");
  const names = [...text.matchAll(/Resource ([\w.[\]"-]+) (?:\([^)]*\) )?has lifecycle\.prevent_destroy/g)];
  return [...new Set(names.map((match) => required(match, 1)))].sort();
}
