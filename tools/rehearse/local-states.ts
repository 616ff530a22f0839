import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { SetupError } from "../terraform/setup-error.ts";
import { type SynthesizedStack, stateFileOf } from "./synthesized.ts";

/**
 * Read after all other files, its blocks laid over theirs: https://developer.hashicorp.com/terraform/language/files/override
 */
const OVERRIDE_FILE = "rehearsal_override.tf.json";

/**
 * Leads the states that are kept in files into a folder of the rehearsal's own, for the stacks' backends and for
 * those who read them. A local backend names a file on this machine, which may hold what really stands; as cdktf
 * writes it, by its whole path. Their own files stay as they are: one more lies beside them.
 *
 * @param stacks the stacks as they were found
 * @param copied the same as they lie in the rehearsal's folder
 * @throws SetupError for a state that is kept neither in S3 nor in a file: nothing stands in for that
 */
export function moveLocalStates(
  stacks: readonly SynthesizedStack[],
  copied: readonly SynthesizedStack[],
  states: string,
): void {
  for (const stack of stacks) refuseOtherBackend(stack);
  const moved = new Map(
    stacks.flatMap((stack) => {
      const file = stateFileOf(stack);
      return file === undefined ? [] : [[file, join(states, `${stack.name}.tfstate`)] as const];
    }),
  );
  mkdirSync(states, { recursive: true });
  for (const stack of stacks) {
    const override = overrideOf(stack, moved, states);
    const folder = copied.find(({ name }) => name === stack.name)?.folder;
    if (override === undefined || folder === undefined) continue;
    writeFileSync(join(folder, OVERRIDE_FILE), JSON.stringify(override));
  }
}

function refuseOtherBackend({ name, json }: SynthesizedStack): void {
  const { backend = {}, cloud } = json.terraform ?? {};
  const other =
    cloud === undefined ? Object.keys(backend).find((kind) => !["s3", "local"].includes(kind)) : "cloud";
  if (other === undefined) return;
  throw new SetupError(
    `The stack ${name} keeps its state in "${other}": a rehearsal stands in for S3 and for files on this machine.`,
  );
}

function overrideOf(
  stack: SynthesizedStack,
  moved: ReadonlyMap<string, string>,
  states: string,
): object | undefined {
  const own = stateFileOf(stack);
  const readers = Object.entries(stack.json.data?.terraform_remote_state ?? {}).flatMap(([name, body]) => {
    const reader = localReaderOf(body);
    if (reader === undefined) return [];
    const file = fileOf(stack, reader.config.path);
    const config = {
      ...(file === undefined ? {} : { path: moved.get(file) ?? file }),
      ...(readsDefault(reader)
        ? {}
        : copiedWorkspaces(stack, reader, join(states, `${stack.name}.${name}.d`))),
    };
    return Object.keys(config).length === 0
      ? []
      : [[name, { config: { ...reader.config, ...config } }] as const];
  });
  if (own === undefined && readers.length === 0) return undefined;
  return {
    ...(own === undefined ? {} : { terraform: { backend: { local: { path: moved.get(own) } } } }),
    ...(readers.length === 0 ? {} : { data: { terraform_remote_state: Object.fromEntries(readers) } }),
  };
}

/** A data source that reads a state which is kept in a file. */
interface LocalReader {
  readonly config: Readonly<Record<string, unknown>>;
  readonly workspace: unknown;
}

/** Tells readers of the workspace `default`, in which a rehearsal runs. */
function readsDefault({ workspace }: LocalReader): boolean {
  return [undefined, null, "default", "${terraform.workspace}"].includes(workspace as string);
}

/**
 * The states of other workspaces, copied: Terraform looks for them beside the stack, and makes a
 * folder for one that it does not find.
 * https://developer.hashicorp.com/terraform/language/backend/local
 */
function copiedWorkspaces(stack: SynthesizedStack, { config, workspace }: LocalReader, copy: string): object {
  const folder = fileOf(stack, config.workspace_dir ?? "terraform.tfstate.d");
  if (folder === undefined) return {};
  // Which one an expression names, only Terraform knows.
  const one = typeof workspace === "string" && !workspace.includes("${") ? workspace : ".";
  const source = join(folder, one);
  if (existsSync(source)) cpSync(source, join(copy, one), { recursive: true, dereference: true });
  return { workspace_dir: copy };
}

/** A path from the stack's own folder, resolved; undefined where only Terraform knows. */
function fileOf({ folder }: SynthesizedStack, path: unknown): string | undefined {
  if (typeof path !== "string" || path.replace(MODULE_FOLDER, "").includes("${")) return undefined;
  return resolve(
    folder,
    path.replace(MODULE_FOLDER, () => folder),
  );
}

/** What stands for the stack's own folder in an expression. */
const MODULE_FOLDER = /\$\{path\.(module|root)\}/;

/** The data source, with its configuration; undefined when it reads another kind of state. */
function localReaderOf(body: unknown): LocalReader | undefined {
  const [source] = [body].flat() as readonly (Readonly<Record<string, unknown>> | undefined)[];
  if (source?.backend !== "local") return undefined;
  const given: unknown = source.config ?? {};
  const [config = {}] = [given].flat() as readonly (LocalReader["config"] | undefined)[];
  return typeof config === "object" ? { config, workspace: source.workspace } : undefined;
}
