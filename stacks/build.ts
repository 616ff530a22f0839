import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { App, TerraformStack } from "cdktf";
import type { Platform } from "../language/platform.ts";
import { SpecError } from "../language/problem.ts";
import { composePlatform, composeStates } from "./compose.ts";

/** Options of an app. */
export interface BuildOptions {
  /**
   * The output folder, created with its parents. @default `cdktf.out`, or the folder that the cdktf
   * CLI passes
   */
  readonly outdir?: string;
}

/** Builds an app with every stack of the given platforms; {@link synthesizeApp} writes it. */
export function buildApp(platforms: readonly Platform[], options: BuildOptions = {}): App {
  const app = emptyApp(options);
  for (const platform of platforms) composePlatform(app, platform);
  return app;
}

/**
 * Builds an app with the stacks that own the platforms' state buckets. It is separate, so that
 * `cdktf destroy '*'` of a platform never destroys the bucket that holds its states.
 *
 * @param unprotected names of state stacks that may be destroyed
 */
export function buildStatesApp(
  platforms: readonly Platform[],
  unprotected: readonly string[],
  options: BuildOptions & { readonly neighbours?: readonly Platform[] } = {},
): App {
  const app = emptyApp(options);
  composeStates(app, platforms, unprotected, options.neighbours);
  return app;
}

/**
 * Writes every stack. All stacks are validated before the first one is written, so an invalid app
 * leaves earlier output unchanged. Each stack gets a copy of the project's provider lock, so that
 * Terraform installs the locked version.
 *
 * @param lockFile the path of the project's lock file, if it has one
 * @throws SpecError with the messages of all failed validations, or if the folder is not writable.
 */
export function synthesizeApp(app: App, lockFile?: string): void {
  const errors = app.node.findAll().flatMap((node) => node.node.validate());
  if (errors.length > 0) throw new SpecError(errors.join("\n"), []);
  writeTo(app.outdir, () => {
    app.synth();
    if (lockFile === undefined || !existsSync(lockFile)) return;
    const names = app.node.children.filter(TerraformStack.isStack).map(({ node }) => node.id);
    for (const name of names) copyFileSync(lockFile, join(app.outdir, "stacks", name, basename(lockFile)));
  });
}

function emptyApp(options: BuildOptions): App {
  const outdir = options.outdir ?? (process.env.CDKTF_OUTDIR || "cdktf.out");
  return writeTo(outdir, () => {
    // cdktf creates the last folder of a path only.
    mkdirSync(outdir, { recursive: true });
    // Stack traces cost a third of the build, and construct paths already identify every construct.
    // synthesizeApp validates all stacks before it writes the first one.
    return new App({ stackTraces: false, skipValidation: true, outdir });
  });
}

/**
 * Runs a step that writes to the output folder.
 * @throws SpecError if the folder is not writable.
 */
function writeTo<T>(outdir: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error)) throw error;
    throw new SpecError(
      `cannot write to the output folder ${outdir}: ${error.message}. Set CDKTF_OUTDIR to a folder that you can write to.`,
      [],
    );
  }
}
