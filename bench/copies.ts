/** Synthesizes COPIES platforms like CyberShield's prod, to measure growth of cost with size. */

import { resolve } from "../language/resolve.ts";
import { cybershield } from "../platforms/cybershield.ts";
import { buildApp, synthesizeApp } from "../stacks/build.ts";

const copies = Array.from({ length: Number(process.env.COPIES) }, (_, index) =>
  resolve({ ...cybershield, name: `copy-${index}` }, "prod"),
);
synthesizeApp(buildApp(copies));
