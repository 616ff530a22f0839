/** Synthesizes COPIES platforms, each like CyberShield's prod but for its name: how cost grows with size. */

import { resolve } from "../language/resolve.ts";
import { cybershield } from "../platforms/cybershield.ts";
import { buildApp, synthesizeApp } from "../stacks/build.ts";

const copies = Array.from({ length: Number(process.env.COPIES) }, (_, index) =>
  resolve({ ...cybershield, name: `copy-${index}` }, "prod"),
);
synthesizeApp(buildApp(copies));
