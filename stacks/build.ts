import { App } from "cdktf";
import type { Platform } from "../language/platform.ts";
import { SpecError } from "../language/problem.ts";
import { composePlatform, composeStates } from "./compose.ts";

/** Options of an app. */
export interface BuildOptions {
  /** The output folder. @default `cdktf.out`, or the folder that the cdktf CLI passes */
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
  options: BuildOptions = {},
): App {
  const app = emptyApp(options);
  composeStates(app, platforms, unprotected);
  return app;
}

/**
 * Writes every stack. All stacks are validated before the first one is written, so an invalid app
 * leaves earlier output unchanged.
 *
 * @throws SpecError with the messages of all failed validations.
 */
export function synthesizeApp(app: App): void {
  const errors = app.node.findAll().flatMap((node) => node.node.validate());
  if (errors.length > 0) throw new SpecError(errors.join("\n"), []);
  app.synth();
}

function emptyApp(options: BuildOptions): App {
  // Stack traces cost a third of the build, and construct paths already identify every construct.
  // synthesizeApp validates all stacks before it writes the first one.
  return new App({ stackTraces: false, skipValidation: true, ...options });
}
