#!/usr/bin/env node
/**
 * `npm run bench`: the cost of synthesis, proofs, rehearsal and tests; `--synth` or `--reach`
 * alone.
 */
import { start } from "./bundle.mjs";

await start("bench/bench.ts");
