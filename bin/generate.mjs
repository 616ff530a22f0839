#!/usr/bin/env node
/**
 * `npm run generate`: writes the simulated AWS's registry of services, the table of its constraints
 * in docs/rehearse.md, and the types of Terraform's plugin protocol.
 */
import { start } from "./bundle.mjs";

await start("tools/rehearse/simulator/generate/write-registry.ts");
await start("tools/rehearse/simulator/generate/write-constraint-table.ts");
await start("tools/rehearse/simulator/protocol/write-protocol.ts");
