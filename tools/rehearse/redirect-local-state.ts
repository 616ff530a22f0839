import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { SetupError } from "../terraform/setup-error.ts";
import { localStateFileOf, type SynthesizedStack } from "./synthesized-stacks.ts";

/**
 * Read after all other files, its blocks laid over theirs: https://developer.hashicorp.com/terraform/language/files/override
 */
const STATE_OVERRIDE_FILE = "rehearsal_override.tf.json";

/**
 * Leads the states that are kept in files into a folder of the rehearsal's own, for the stacks' backends and for
 * those who read them. A local backend names a file on this machine, which may hold what really stands; as cdktf
 * writes it, by its whole path. Their own files stay as they are: one more lies beside them.
 *
 * @param stacks the stacks as they were found
 * @param copied the same as they lie in the rehearsal's folder
 * @throws SetupError for a state that is kept neither in S3 nor in a file: nothing stands in for that
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
      return file === undefined ? [] : [[file, join(stateFolder, `${stack.name}.tfstate`)] as const];
    }),
  );
  mkdirSync(stateFolder, { recursive: true });
  for (const stack of stacks) {
    const override = stateOverrideOf(stack, redirectedFiles);
    const folder = copied.find(({ name }) => name === stack.name)?.folder;
    if (override === undefined || folder === undefined) continue;
    writeFileSync(join(folder, STATE_OVERRIDE_FILE), JSON.stringify(override));
  }
}

function rejectUnsupportedBackend({ name, json }: SynthesizedStack): void {
  const { backend = {}, cloud: simulator } = json.terraform ?? {};
  const unsupported =
    simulator === undefined ? Object.keys(backend).find((kind) => !["s3", "local"].includes(kind)) : "cloud";
  if (unsupported === undefined) return;
  throw new SetupError(
    `The stack ${name} keeps its state in "${unsupported}": a rehearsal stands in for S3 and for files on this machine.`,
  );
}

function stateOverrideOf(
  stack: SynthesizedStack,
  redirectedFiles: ReadonlyMap<string, string>,
): object | undefined {
  const ownStateFile = localStateFileOf(stack);
  const readers = Object.entries(stack.json.data?.terraform_remote_state ?? {}).flatMap(([name, body]) => {
    const config = localBackendConfigOf(body);
    if (typeof config?.path !== "string" || config.path.replace(MODULE_PATH, "").includes("${")) return [];
    const file = resolve(
      stack.folder,
      config.path.replace(MODULE_PATH, () => stack.folder),
    );
    return [[name, { config: { ...config, path: redirectedFiles.get(file) ?? file } }] as const];
  });
  if (ownStateFile === undefined && readers.length === 0) return undefined;
  return {
    ...(ownStateFile === undefined
      ? {}
      : { terraform: { backend: { local: { path: redirectedFiles.get(ownStateFile) } } } }),
    ...(readers.length === 0 ? {} : { data: { terraform_remote_state: Object.fromEntries(readers) } }),
  };
}

/** What stands for the stack's own folder in an expression. */
const MODULE_PATH = /\$\{path\.(module|root)\}/;

/** How a data source reads a state that is kept in a file; undefined when it reads another kind. */
function localBackendConfigOf(body: unknown): Readonly<Record<string, unknown>> | undefined {
  const [source] = [body].flat() as readonly (Readonly<Record<string, unknown>> | undefined)[];
  if (source?.backend !== "local") return undefined;
  const [config] = [source.config].flat() as readonly Readonly<Record<string, unknown>>[];
  return config;
}
