import { availableParallelism } from "node:os";
import { Command, Option } from "commander";
import { StreamProgress } from "../../progress.ts";
import { CommandError } from "../../terraform/run-command.ts";
import { SetupError } from "../../terraform/setup-error.ts";
import { providerProcessBackends } from "../simulator/provider-process.ts";
import { SNAPSHOT_FILE } from "./committed-snapshot.ts";
import { snapshotProvider } from "./snapshot-provider.ts";
import { type WrittenSnapshot, writeSnapshot } from "./write-snapshot.ts";

/** The maximum number of differences to print. */
const MAX_LISTED = 30;
/** The exit code of `--check` if the committed snapshot differs. */
const EXIT_CODE_DIFFERENT = 3;

interface Flags {
  readonly provider: "auto" | "registry";
  readonly check?: boolean;
}

async function main({ provider, check = false }: Flags): Promise<void> {
  const progress = new StreamProgress(process.stderr);
  const logLine = (line: string) => console.error(line);
  const { path, version, source } = await snapshotProvider({
    fetch: provider === "registry",
    onProgress: logLine,
  });
  logLine(`Taking the snapshot from the AWS provider ${version} (${source}).`);
  progress.step("probe all resource types");
  try {
    const written = await writeSnapshot({
      provider: providerProcessBackends(path),
      processes: availableParallelism(),
      check,
      progress: (done, all) => showProgress(progress, done, all),
    });
    progress.done(`${Math.round(written.bytes / 1024)} KiB`);
    report(written, check);
  } catch (error) {
    progress.failed();
    throw error;
  }
}

/** Shows progress: in the progress line on a terminal, otherwise in one line per hundred types. */
function showProgress(progress: StreamProgress, done: number, all: number): void {
  const line = `${done} of ${all} types`;
  progress.detail(line);
  if (!process.stderr.isTTY && (done % 100 === 0 || done === all)) console.error(`  ${line}`);
}

function flags(): Flags {
  return new Command("npm run snapshot --")
    .description(
      "regenerate the provider snapshot of the light rehearsal from the real AWS provider; takes about ten minutes",
    )
    .addOption(
      new Option(
        "--provider <which>",
        "auto: use a copy on this machine; registry: download it if there is none",
      )
        .choices(["auto", "registry"])
        .default("auto"),
    )
    .option("--check", "write nothing; exit with 3 if the committed snapshot differs")
    .allowExcessArguments(false)
    .parse()
    .opts();
}

function report({ differences, isSame, unplannedTypes }: WrittenSnapshot, isCheck: boolean): void {
  console.log(`${SNAPSHOT_FILE}: ${isCheck ? "not written" : "written"}`);
  console.log(`Types for which the provider plans nothing: ${unplannedTypes.join(" ") || "none"}`);
  if (differences.length === 0) {
    console.log(`Equal to the committed snapshot${isSame ? "" : ", but packed differently"}.`);
    return;
  }
  console.log(`Differences from the committed snapshot: ${differences.length}`);
  for (const difference of differences.slice(0, MAX_LISTED)) console.log(`  ${difference}`);
  if (differences.length > MAX_LISTED) console.log(`  and ${differences.length - MAX_LISTED} more`);
  if (isCheck) process.exitCode = EXIT_CODE_DIFFERENT;
}

try {
  await main(flags());
} catch (error) {
  const isExpected = error instanceof SetupError || error instanceof CommandError;
  const message = error instanceof Error ? error.message : String(error);
  console.error(isExpected ? message : `The snapshot was not taken: ${message}`);
  process.exitCode = 1;
}
