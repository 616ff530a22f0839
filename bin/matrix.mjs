#!/usr/bin/env node
/**
 * `npm run matrix`: installs, rehearses and tests the project on each supported Node.js version.
 */
import { start } from "./bundle.mjs";

await start("matrix/matrix.ts");
