#!/usr/bin/env node
/** `npm run protocol`: regenerates the types and the descriptor of Terraform's plugin protocol. */
import { start } from "./bundle.mjs";

await start("tools/rehearse/simulator/protocol/write-protocol.ts");
