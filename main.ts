import { SpecError } from "./language/problem.ts";
import { platformsInAccountsOf, selectionFrom, selectPlatforms } from "./language/selection.ts";
import { platforms } from "./platforms/index.ts";
import { buildApp, buildStatesApp, synthesizeApp } from "./stacks/build.ts";

/** The project's provider lock, from the folder in which cdktf runs the app. */
const PROVIDER_LOCK = ".terraform.lock.hcl";

/**
 * Runs the app for cdktf: writes the selected platforms' stacks as Terraform JSON. A bad spec ends
 * it before anything is written.
 */
function main(): void {
  const selection = selectionFrom(process.env);
  const selected = selectPlatforms(platforms, selection);
  if (selection.states === true) {
    // A state stack has the pipeline roles of every platform in its account and region.
    const neighbours = platformsInAccountsOf(platforms, selected);
    synthesizeApp(buildStatesApp(selected, selection.unprotected ?? [], { neighbours }), PROVIDER_LOCK);
    return;
  }
  synthesizeApp(buildApp(selected), PROVIDER_LOCK);
}

try {
  main();
} catch (error) {
  if (!(error instanceof SpecError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
