/** Synthesizes copies of a platform from a bundle, as `bin/app.mjs` does the platforms. */
import { bundle, projectFolder } from "../bin/bundle.mjs";
import { runCached } from "../bin/run-cached.mjs";

runCached(await bundle("bench/copies.ts", "cjs"), projectFolder, "all");
