import { cpSync, existsSync, mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { compact } from "../../language/compact.ts";
import { configurationFiles, isOverride } from "../synthesized/configuration-files.ts";
import { localStateFileOf } from "../synthesized/stack-settings.ts";
import type { SynthesizedStack } from "../synthesized/synthesized-stacks.ts";
import { SetupError } from "../terraform/setup-error.ts";

/** The override file with which a rehearsal redirects a stack's state into its own folder. */
export const STATE_OVERRIDE_FILE = "rehearsal_override.tf.json";

/**
 * Redirects states that are kept in local files into a folder that belongs to the rehearsal, for
 * the stacks' backends and for those that read them. A local backend names a file on this machine,
 * which may describe real resources; cdktf writes it as an absolute path. The stacks' files stay
 * unchanged: an override file is added beside them.
 *
 * @param stacks the stacks of the original folder
 * @param copied the same stacks in the rehearsal's folder
 * @throws SetupError for a state that is kept neither in S3 nor in a local file: no other backend
 *   is simulated
 */
export function redirectLocalState(
  stacks: readonly SynthesizedStack[],
  copied: readonly SynthesizedStack[],
  stateFolder: string,
): void {
  for (const stack of stacks) rejectUnsupportedBackend(stack);
  const redirectedFiles = new Map(
    stacks.flatMap((stack) => {
      const file = localStateFileOf(stack);
      return file === undefined
        ? []
        : [[realPath(file), join(stateFolder, `${stack.name}.tfstate`)] as const];
    }),
  );
  mkdirSync(stateFolder, { recursive: true });
  for (const stack of stacks) {
    const folder = copied.find(({ name }) => name === stack.name)?.folder;
    if (folder === undefined) continue;
    const overrides = configurationFiles(folder).filter(isOverride);
    const mayHide = overrides.some((file) => file.endsWith(".tf"));
    const override = stateOverrideOf(stack, { moved: redirectedFiles, states: stateFolder, mayHide });
    if (override === undefined) continue;
    writeFileSync(join(folder, lastOverride(overrides.at(-1))), JSON.stringify(override));
  }
}

/**
 * Returns a file name that sorts after the last override file: Terraform reads override files in
 * order of their names, and the last one wins. A name that starts with the last one's sorts after
 * it.
 * https://developer.hashicorp.com/terraform/language/files/override
 */
function lastOverride(last: string | undefined): string {
  return last === undefined ? STATE_OVERRIDE_FILE : `${last}-${STATE_OVERRIDE_FILE}`;
}

/**
 * Resolves the links in a file's path, even if the file does not exist: several paths may name one
 * file.
 */
function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    const folder = dirname(file);
    return folder === file ? file : join(realPath(folder), basename(file));
  }
}

function rejectUnsupportedBackend({ name, json }: SynthesizedStack): void {
  const { backend = {}, cloud } = json.terraform ?? {};
  const unsupported =
    cloud === undefined ? Object.keys(backend).find((kind) => !["s3", "local"].includes(kind)) : "cloud";
  if (unsupported === undefined) return;
  throw new SetupError(
    `The stack ${name} keeps its state in "${unsupported}": a rehearsal supports only S3 and local files. Change its backend.`,
  );
}

/** The redirected states of a rehearsal, and what could override the redirection. */
interface Redirection {
  /** The new path of each state file, by its real path. */
  readonly moved: ReadonlyMap<string, string>;
  /** The folder of the rehearsal's states. */
  readonly states: string;
  /** True if an override file in HCL, which is not parsed, may name another backend. */
  readonly mayHide: boolean;
}

/**
 * Returns the override that redirects a stack's backend and its remote state readers; undefined if
 * none is needed.
 */
function stateOverrideOf(
  stack: SynthesizedStack,
  { moved: redirectedFiles, states: stateFolder, mayHide }: Redirection,
): object | undefined {
  const ownStateFile = localStateFileOf(stack);
  const readers = Object.entries(stack.json.data?.terraform_remote_state ?? {}).flatMap(([name, body]) => {
    const reader = localReaderOf(body);
    if (reader === undefined) return [];
    const file = fileOf(stack, reader.config.path);
    const config = {
      ...compact({ path: file === undefined ? undefined : (redirectedFiles.get(realPath(file)) ?? file) }),
      ...(readsDefault(reader)
        ? {}
        : copiedWorkspaces(stack, reader, join(stateFolder, `${stack.name}.${name}.d`))),
    };
    return Object.keys(config).length === 0
      ? []
      : [[name, { config: { ...reader.config, ...config } }] as const];
  });
  const kept = mayHide ? stack.json.terraform?.backend : undefined;
  const backend =
    ownStateFile === undefined ? kept : { local: { path: redirectedFiles.get(realPath(ownStateFile)) } };
  if (backend === undefined && readers.length === 0) return undefined;
  return {
    ...compact({ terraform: backend === undefined ? undefined : { backend } }),
    ...(readers.length === 0 ? {} : { data: { terraform_remote_state: Object.fromEntries(readers) } }),
  };
}

/** A data source that reads a state kept in a local file. */
interface LocalReader {
  readonly config: Readonly<Record<string, unknown>>;
  readonly workspace: unknown;
}

/** True if the data source reads the workspace `default`, in which a rehearsal runs. */
function readsDefault({ workspace: temporaryFolder }: LocalReader): boolean {
  return [undefined, null, "default", "${terraform.workspace}"].includes(temporaryFolder as string);
}

/**
 * Copies the states of other workspaces. Terraform looks for them beside the stack, and creates a
 * folder for a missing one.
 * https://developer.hashicorp.com/terraform/language/backend/local
 */
function copiedWorkspaces(
  stack: SynthesizedStack,
  { config, workspace: temporaryFolder }: LocalReader,
  binary: string,
): object {
  const folder = fileOf(stack, config.workspace_dir ?? "terraform.tfstate.d");
  if (folder === undefined) return {};
  // Only Terraform can evaluate a workspace given as an expression.
  const one = typeof temporaryFolder === "string" && !temporaryFolder.includes("${") ? temporaryFolder : ".";
  const source = join(folder, one);
  if (existsSync(source)) cpSync(source, join(binary, one), { recursive: true, dereference: true });
  return { workspace_dir: binary };
}

/** Resolves a path relative to the stack's folder; undefined if only Terraform can evaluate it. */
function fileOf({ folder }: SynthesizedStack, path: unknown): string | undefined {
  if (typeof path !== "string" || path.replace(MODULE_PATH, "").includes("${")) return undefined;
  return resolve(
    folder,
    path.replace(MODULE_PATH, () => folder),
  );
}

/** Expressions that denote the stack's own folder. */
const MODULE_PATH = /\$\{path\.(module|root)\}/;

/** Returns the configuration of a data source that reads a local state; undefined for any other. */
function localReaderOf(body: unknown): LocalReader | undefined {
  const [source] = [body].flat() as readonly (Readonly<Record<string, unknown>> | undefined)[];
  if (source?.backend !== "local") return undefined;
  const given: unknown = source.config ?? {};
  const [config = {}] = [given].flat() as readonly (LocalReader["config"] | undefined)[];
  return typeof config === "object" ? { config, workspace: source.workspace } : undefined;
}
