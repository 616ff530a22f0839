import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

/** The project's folder. */
export const PROJECT_FOLDER = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The result of a command and what it left behind. */
export interface CommandOutcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Files that it left in its temporary folder. */
  readonly leftFiles: readonly string[];
  /** Command lines of its child processes that are still running. */
  readonly leftProcesses: readonly string[];
}

/** The options of {@link runDrydock}. */
export interface RunDrydockOptions {
  /** The checkout whose command line runs. @default this one */
  readonly checkout?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with all output so far on each new chunk; may send a signal to the process. */
  readonly onOutput?: (output: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** Runs `npx drydock` as a user would, with its own temporary folder to detect leftovers. */
export async function runDrydock(
  args: readonly string[],
  settings: RunDrydockOptions = {},
): Promise<CommandOutcome> {
  const folder = mkdtempSync(join(tmpdir(), "drydock-test-"));
  const mark = `DRYDOCK_TEST_MARK=${folder}`;
  try {
    const checkout = settings.checkout ?? PROJECT_FOLDER;
    const child = execa(process.execPath, [join(checkout, "bin", "drydock.mjs"), ...args], {
      cwd: checkout,
      reject: false,
      stdin: "ignore",
      env: { ...settings.env, TMPDIR: folder, DRYDOCK_TEST_MARK: folder },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output += chunk;
        settings.onOutput?.(output, (signal) => child.kill(signal));
      });
    }
    const { exitCode, stdout, stderr } = await child;
    // esbuild and Node keep caches in the temporary folder; a rehearsal's are named after it.
    const leftFiles = readdirSync(folder).filter((name) => name.startsWith("drydock"));
    return { exitCode: exitCode ?? -1, stdout, stderr, leftFiles, leftProcesses: processesWithMark(mark) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Lists processes with a mark in their environment; none on systems without /proc. */
function processesWithMark(mark: string): string[] {
  let pids: string[];
  try {
    pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  } catch {
    return [];
  }
  return pids.flatMap((pid) => {
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
      return environment.includes(mark)
        ? [readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")]
        : [];
    } catch {
      return [];
    }
  });
}
