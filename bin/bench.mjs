#!/usr/bin/env node
/** `npm run bench`: what synthesis, proofs, rehearsal and tests cost. `--synth` and `--reach` for these alone. */
import { start } from "./bundle.mjs";

await start("bench/bench.ts");
