#!/usr/bin/env node
/** The command line. Checks the Node.js version first, in syntax that every version parses. */
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `drydock: needs Node 20.19 or newer, this is ${process.versions.node}. Get it from https://nodejs.org`,
  );
  process.exit(1);
}
const { useCallersCheckout } = await import("./callers-checkout.mjs");
const other = useCallersCheckout();
if (other !== undefined) {
  await import(other);
} else {
  const { start } = await import("./bundle.mjs");
  await start("tools/cli.ts");
}
