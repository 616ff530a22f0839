#!/usr/bin/env node
/** `npm run snapshot`: regenerates the provider snapshot of the light rehearsal; see `--help`. */
import { start } from "./bundle.mjs";

await start("tools/rehearse/snapshot/main.ts");
