#!/usr/bin/env node
/**
 * `npm run generate`: writes the simulated AWS's registry of services, then the table of its
 * constraints in docs/rehearse.md.
 */
import { start } from "./bundle.mjs";

await start("tools/rehearse/simulator/generate/write-registry.ts");
await start("tools/rehearse/simulator/generate/write-constraint-table.ts");
