import { platforms } from "./platforms/index.ts";
import { SpecError } from "./spec/problem.ts";
import { selectionFrom, selectPlatforms } from "./spec/selection.ts";
import { buildApp, buildStatesApp, synthesizeApp } from "./stacks/build.ts";
import { unsupportedParts } from "./stacks/unsupported.ts";

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
  const built = selected.filter((platform) => {
    const parts = unsupportedParts(platform);
    if (parts.length === 0) return true;
    const line = `${platform.name} (${platform.environment}) is not synthesized: Drydock has no module yet for ${parts.join("; ")}.`;
    // Asked for by name it is an error; among all platforms it is left out.
    if (selection.platform !== undefined) throw new SpecError(line, []);
    console.error(line);
    return false;
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
