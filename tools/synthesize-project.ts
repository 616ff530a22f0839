import { join } from "node:path";
import { projectFolder } from "./project-folder.ts";
import { runCommand } from "./terraform/run-command.ts";
import { makeTemporaryFolder } from "./terraform/temporary-folder.ts";

/**
 * Synthesizes this project's app into a temporary folder that is gone when the promise settles.
 *
 * @param read what is wanted of the folder
 * @param env laid over the environment: which platforms, what protection
 * @throws CommandError when the app refuses its specs; its output says why.
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

/** Synthesizes this project's app into a folder, without the cdktf CLI around it. @throws CommandError */
export async function synthesizeProject(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  await runCommand(process.execPath, [join(projectFolder, "bin", "app.mjs")], {
    cwd: projectFolder,
    env: { ...env, CDKTF_OUTDIR: folder },
  });
}
