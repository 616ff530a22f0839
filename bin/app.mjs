#!/usr/bin/env node
/** The app command of cdktf.json: synthesizes every platform without type-checking. */
import { bundle, projectFolder } from "./bundle.mjs";
import { runCached } from "./run-cached.mjs";

const kind = process.env.DRYDOCK_PLATFORM ? "one" : "all";
runCached(await bundle("main.ts", "bundle"), projectFolder, kind);
