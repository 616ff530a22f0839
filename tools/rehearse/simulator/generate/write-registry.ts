import { writeFileSync } from "node:fs";
import { REGISTRY_FILE, registrySource } from "./registry-source.ts";

writeFileSync(REGISTRY_FILE, registrySource());
console.log(`${REGISTRY_FILE}: written`);
