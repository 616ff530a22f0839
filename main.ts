import { platforms } from "./platforms/index.ts";
import { SpecError } from "./spec/problem.ts";
import { selectionFrom, selectPlatforms } from "./spec/selection.ts";
import { requireSupported, unsupportedLine } from "./spec/unsupported.ts";
import { buildApp, buildStatesApp, synthesizeApp } from "./stacks/build.ts";

/**
 * The app that cdktf runs: every selected platform's stacks, written as Terraform JSON. A bad spec, or one
 * whose modules do not exist yet, ends it before anything is written.
 */
function main(): void {
  const selection = selectionFrom(process.env);
  const selected = selectPlatforms(platforms, selection);
  if (selection.states === true) {
    synthesizeApp(buildStatesApp(selected, selection.unprotected ?? []));
    return;
  }
  // Asked for by name, what cannot be built yet is an error; among all platforms it is left out.
  if (selection.platform !== undefined) selected.forEach(requireSupported);
  const built = selected.filter((platform) => {
    const line = unsupportedLine(platform);
    if (line !== undefined) console.error(line);
    return line === undefined;
  });
  synthesizeApp(buildApp(built));
}

try {
  main();
} catch (error) {
  if (!(error instanceof SpecError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
