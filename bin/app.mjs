#!/usr/bin/env node
/** The app command of cdktf.json: synthesizes every platform without type-checking. */
import { bundle, projectFolder, reportingCrashes } from "./bundle.mjs";
import { runCached } from "./run-cached.mjs";

const kind = process.env.DRYDOCK_PLATFORM ? "one" : "all";
const bundled = await bundle("main.ts", "cjs");
await reportingCrashes(bundled, "main.ts", "cjs", () => runCached(bundled, projectFolder, kind));
