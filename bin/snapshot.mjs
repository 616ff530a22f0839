#!/usr/bin/env node
/** `npm run snapshot`: takes the provider snapshot of the lighter rehearsal anew. `--help` shows its options. */
import { bundle } from "./bundle.mjs";

await import(await bundle("tools/rehearse/snapshot/main.ts", "external"));
