#!/usr/bin/env node
/** `npm run matrix`: installs, rehearses and tests the project on each version of Node.js that it supports. */
import { bundle } from "./bundle.mjs";

await import(await bundle("matrix/matrix.ts", "external"));
