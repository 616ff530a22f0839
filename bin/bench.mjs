#!/usr/bin/env node
/**
 * `npm run bench`: the cost of synthesis, proofs, rehearsals and tests; `--synth`, `--reach` or
 * `--rehearsal` alone.
 */
import { start } from "./bundle.mjs";

await start("bench/bench.ts");
