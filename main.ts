import { cybershield } from "./platforms/cybershield.ts";
import { resolve } from "./spec/resolve.ts";
import { buildApp } from "./stacks/build.ts";

buildApp([resolve(cybershield, "prod")]).synth();
