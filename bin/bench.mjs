#!/usr/bin/env node
/** `npm run bench`: what synthesis, proofs, rehearsal and tests cost. `--synth` and `--reach` for these alone. */
import { bundle } from "./bundle.mjs";

await import(await bundle("bench/bench.ts", "external"));
