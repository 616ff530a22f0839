import { SetupError } from "./setup-error.ts";
import { satisfiesConstraint } from "./version.ts";

/** The oldest supported version of Node.js. */
export const MIN_NODE_VERSION = "20.19.0";

/** Checks the version of Node.js. @throws SetupError if it is too old. */
export function requireNodeVersion(version: string = process.versions.node): void {
  // A nightly build counts as the release that it precedes.
  if (satisfiesConstraint(version.replace(/-.*/, ""), `>= ${MIN_NODE_VERSION}`)) return;
  throw new SetupError(
    `Node.js ${version} is too old: ${MIN_NODE_VERSION} or newer is required (https://nodejs.org/en/download).`,
  );
}
