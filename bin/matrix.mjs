#!/usr/bin/env node
/** `npm run matrix`: installs, rehearses and tests the project on each supported Node.js version. */
import { bundle } from "./bundle.mjs";

await import(await bundle("matrix/matrix.ts", "external"));
