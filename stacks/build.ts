import { App } from "cdktf";
import type { Platform } from "../spec/platform.ts";
import { composePlatform } from "./compose.ts";

/** Where the Terraform JSON goes. */
export interface BuildOptions {
  /** @default `cdktf.out`, or what the cdktf CLI asks for */
  readonly outdir?: string;
}

/** An app with every stack of the given platforms. Nothing is written before its `synth()`. */
export function buildApp(platforms: readonly Platform[], options: BuildOptions = {}): App {
  // Stack traces cost a third of the build and are read by nobody: paths name every construct.
  const app = new App({ stackTraces: false, skipValidation: false, ...options });
  for (const platform of platforms) composePlatform(app, platform);
  return app;
}
