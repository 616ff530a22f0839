#!/usr/bin/env node
/**
 * `npm run generate`: writes the simulated AWS's registry of services, the table of its constraints
 * in docs/rehearse.md, the types of Terraform's plugin protocol, and the index and the page of the
 * review's rules. A new rule file is in the index after one run, and in the page after two.
 */
import { start } from "./bundle.mjs";

await start("tools/rehearse/simulator/generate/write-registry.ts");
await start("tools/rehearse/simulator/generate/write-constraint-table.ts");
await start("tools/rehearse/simulator/protocol/write-protocol.ts");
await start("tools/review/generate/write-rules.ts");
