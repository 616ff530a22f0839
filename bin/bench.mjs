#!/usr/bin/env node
/** `npm run bench`: what synthesis, rehearsal and tests cost. `--synth` for synthesis alone. */
import { bundle } from "./bundle.mjs";

await import(await bundle("bench/bench.ts", "external"));
