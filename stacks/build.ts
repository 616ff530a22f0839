import { App } from "cdktf";
import type { Platform } from "../spec/platform.ts";
import { composePlatform, composeStates } from "./compose.ts";

/** Where the Terraform JSON goes, and what may be destroyed. */
export interface BuildOptions {
  /** @default `cdktf.out`, or what the cdktf CLI asks for */
  readonly outdir?: string;
  /** State stacks that may be destroyed, by name. @default none */
  readonly unprotected?: readonly string[];
}

/** An app with every stack of the given platforms. Nothing is written before {@link synthesizeApp}. */
export function buildApp(platforms: readonly Platform[], options: BuildOptions = {}): App {
  const { unprotected = [], ...appOptions } = options;
  // Stack traces cost a third of the build and are read by nobody: paths name every construct.
  // Validations run in synthesizeApp, for all stacks before the first is written.
  const app = new App({ stackTraces: false, skipValidation: true, ...appOptions });
  composeStates(app, platforms, unprotected);
  for (const platform of platforms) composePlatform(app, platform);
  return app;
}

/**
 * Writes every stack. All stacks are validated before the first is written, so that a refused app leaves
 * an earlier output as it was.
 *
 * @throws Error with every validation's message.
 */
export function synthesizeApp(app: App): void {
  const errors = app.node.findAll().flatMap((node) => node.node.validate());
  if (errors.length > 0) throw new Error(errors.join("\n"));
  app.synth();
}
