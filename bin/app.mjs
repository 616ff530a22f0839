#!/usr/bin/env node
/** The app command of cdktf.json: synthesizes every platform without type-checking. */
import { createRequire } from "node:module";
import { bundle } from "./bundle.mjs";

createRequire(import.meta.url)(await bundle("main.ts", "bundle"));
