import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { escapeForTerminal } from "../escape-for-terminal.ts";
import { MANIFEST_FILE, manifestStacks } from "../synthesized/manifest.ts";
import { isNonArrayObject } from "../synthesized/merge-terraform-json.ts";
import { cdktfVersion } from "../terraform/cdktf.ts";
import { SetupError } from "../terraform/setup-error.ts";

/**
 * Adds to a folder's copy the metadata that cdktf's command line crashes without. A folder written
 * by hand may lack it. Terraform treats it as a comment.
 *
 * @param shownAs the folder's name in messages
 * @throws SetupError if a stack's file is missing
 */
export function completeForCdktf(output: string, shownAs: string): void {
  const file = join(output, MANIFEST_FILE);
  const manifest = JSON.parse(readFileSync(file, "utf8")) as {
    readonly stacks: Readonly<Record<string, object>>;
  };
  const stacks = manifestStacks(manifest, join(shownAs, MANIFEST_FILE));
  const whole = Object.entries(manifest.stacks).map(
    ([key, entry], index) => [key, { ...entry, ...stacks[index] }] as const,
  );
  writeFileSync(file, JSON.stringify({ ...manifest, stacks: Object.fromEntries(whole) }, null, 2));
  for (const { name, synthesizedStackPath } of stacks) {
    const stackFile = join(output, synthesizedStackPath);
    if (!existsSync(stackFile)) {
      const path = join(shownAs, synthesizedStackPath);
      throw new SetupError(
        escapeForTerminal(
          `${path} does not exist, but the manifest lists the stack ${name}: synthesize it again.`,
        ),
      );
    }
    if (stackFile.endsWith(".tf.json")) addComment(stackFile);
  }
}

/**
 * Adds cdktf's version to a stack's file if it is missing. If the comment suffices, no other byte
 * changes and no line moves. A form that Terraform accepts and cdktf does not is moved to a
 * separate file in the same folder.
 */
function addComment(file: string): void {
  const comment = JSON.stringify({ metadata: { version: cdktfVersion() } });
  const text = readFileSync(file, "utf8");
  const json = JSON.parse(text) as unknown;
  if (!isNonArrayObject(json) || !isReadByCdktf(json as Body)) {
    renameSync(file, freeName(file));
    writeFileSync(file, `{"//":${comment}}`);
  } else if (!("//" in json)) {
    writeFileSync(
      file,
      text.replace(/^\s*\{(?!\s*\})/, (start) => `${start}"//":${comment},`),
    );
  }
}

type Body = Readonly<Record<string, unknown>>;

/**
 * True if a file, with or without the comment, is valid for cdktf's own stack schema
 * (`terraform-json.ts` of its CLI).
 */
function isReadByCdktf(json: Body): boolean {
  const { "//": comment, terraform = {}, data = {}, provider = {}, resource = {} } = json;
  if (![terraform, data, provider, resource].every(isNonArrayObject) || Object.keys(json).length === 0)
    return false;
  const { backend = {}, required_providers = {}, required_version = "" } = terraform as Body;
  if (![backend, required_providers].every(isNonArrayObject) || typeof required_version !== "string")
    return false;
  const providers = Object.values(required_providers as Body);
  if (!providers.every((each) => isNonArrayObject(each) && hasTexts(each as Body, ["source", "version"])))
    return false;
  if (comment === undefined) return true;
  if (!isNonArrayObject(comment)) return false;
  const { metadata, outputs = {} } = comment as Body;
  return (
    isNonArrayObject(metadata) &&
    isNonArrayObject(outputs) &&
    hasTexts(metadata as Body, ["version", "stackName", "backend"])
  );
}

function hasTexts(body: Body, names: readonly string[]): boolean {
  return names.every((name) => body[name] === undefined || typeof body[name] === "string");
}

function freeName(file: string, count = 1): string {
  const name = file.replace(/\.tf\.json$/, `-${count}.tf.json`);
  return existsSync(name) ? freeName(file, count + 1) : name;
}
