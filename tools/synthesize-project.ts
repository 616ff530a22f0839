import { join } from "node:path";
import { projectFolder } from "./project-folder.ts";
import { runCommand } from "./terraform/run-command.ts";
import { makeTemporaryFolder } from "./terraform/temporary-folder.ts";

/**
 * Synthesizes this project's app into a temporary folder, which is removed when the promise
 * settles.
 *
 * @param read reads the result from the folder
 * @param env overrides of the environment: selection of platforms, protection
 * @throws CommandError if the app rejects its specs; its output contains the reasons
 */
export async function withSynthesizedProject<T>(
  read: (folder: string) => T | Promise<T>,
  env: Readonly<Record<string, string>> = {},
): Promise<T> {
  const temporaryFolder = makeTemporaryFolder("drydock-synth");
  try {
    const folder = join(temporaryFolder.path, "cdktf.out");
    await synthesizeProject(folder, env);
    return await read(folder);
  } finally {
    await temporaryFolder.remove();
  }
}

/** Synthesizes this project's app into a folder, without the cdktf CLI. @throws CommandError */
export async function synthesizeProject(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  await runCommand(process.execPath, [join(projectFolder, "bin", "app.mjs")], {
    cwd: projectFolder,
    env: { ...env, CDKTF_OUTDIR: folder },
  });
}
