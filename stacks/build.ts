import { App } from "cdktf";
import type { Platform } from "../language/platform.ts";
import { SpecError } from "../language/problem.ts";
import { composePlatform, composeStates } from "./compose.ts";

/** Where the Terraform JSON goes. */
export interface BuildOptions {
  /** @default `cdktf.out`, or what the cdktf CLI asks for */
  readonly outdir?: string;
}

/** An app with every stack of the given platforms. Nothing is written before {@link synthesizeApp}. */
export function buildApp(platforms: readonly Platform[], options: BuildOptions = {}): App {
  const app = emptyApp(options);
  for (const platform of platforms) composePlatform(app, platform);
  return app;
}

/**
 * An app with the stacks that own the platforms' state buckets. They are an app of their own: `cdktf destroy '*'`
 * of a platform must never take along the bucket that its states are in.
 *
 * @param unprotected state stacks that may be destroyed, by name
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
 * Writes every stack. All stacks are validated before the first is written, so that a refused app leaves
 * an earlier output as it was.
 *
 * @throws SpecError with every validation's message.
 */
export function synthesizeApp(app: App): void {
  const errors = app.node.findAll().flatMap((node) => node.node.validate());
  if (errors.length > 0) throw new SpecError(errors.join("\n"), []);
  app.synth();
}

function emptyApp(options: BuildOptions): App {
  // Stack traces cost a third of the build and are read by nobody: paths name every construct.
  // Validations run in synthesizeApp, for all stacks before the first is written.
  return new App({ stackTraces: false, skipValidation: true, ...options });
}
