import { availableParallelism } from "node:os";
import { Command, Option } from "commander";
import { StreamProgress } from "../../progress.ts";
import { CommandError } from "../../terraform/run-command.ts";
import { SetupError } from "../../terraform/setup-error.ts";
import { providerProcessBackends } from "../simulator/provider-process.ts";
import { SNAPSHOT_FILE } from "./committed-snapshot.ts";
import { snapshotProvider } from "./snapshot-provider.ts";
import { type WrittenSnapshot, writeSnapshot } from "./write-snapshot.ts";

/** Differences that are listed by name. */
const LISTED = 30;
/** The exit code of `--check` where the committed snapshot is another: not as declared. */
const NOT_THE_SAME = 3;

interface Flags {
  readonly provider: "auto" | "registry";
  readonly check?: boolean;
}

async function main({ provider, check = false }: Flags): Promise<void> {
  const progress = new StreamProgress(process.stderr);
  const say = (line: string) => console.error(line);
  const { path, version, source } = await snapshotProvider({ fetch: provider === "registry", say });
  say(`The snapshot is taken from the AWS provider ${version} (${source}).`);
  progress.step("ask it about each type");
  try {
    const written = await writeSnapshot({
      provider: providerProcessBackends(path),
      processes: availableParallelism(),
      check,
      progress: (done, all) => showTypes(progress, done, all),
    });
    progress.done(`${Math.round(written.bytes / 1024)} KiB`);
    report(written, check);
  } catch (error) {
    progress.failed();
    throw error;
  }
}

/** On a terminal in the line that moves; elsewhere a line for each hundred types. */
function showTypes(progress: StreamProgress, done: number, all: number): void {
  const line = `${done} of ${all} types`;
  progress.detail(line);
  if (!process.stderr.isTTY && (done % 100 === 0 || done === all)) console.error(`  ${line}`);
}

function flags(): Flags {
  return new Command("npm run snapshot --")
    .description(
      "takes the provider snapshot of the lighter rehearsal anew from the real AWS provider: some ten minutes",
    )
    .addOption(
      new Option("--provider <which>", "auto: a copy on this machine; registry: fetch it where there is none")
        .choices(["auto", "registry"])
        .default("auto"),
    )
    .option("--check", "write nothing; exit with 3 where the committed snapshot is another")
    .allowExcessArguments(false)
    .parse()
    .opts();
}

function report({ differences, isSame, refused }: WrittenSnapshot, isCheck: boolean): void {
  console.log(`${SNAPSHOT_FILE}: ${isCheck ? "not written" : "written"}`);
  console.log(`Types that the provider plans nothing of: ${refused.join(" ") || "none"}`);
  if (differences.length === 0) {
    console.log(`The same as the committed snapshot${isSame ? "" : ", packed in another way"}.`);
    return;
  }
  console.log(`Not as in the committed snapshot: ${differences.length}`);
  for (const difference of differences.slice(0, LISTED)) console.log(`  ${difference}`);
  if (differences.length > LISTED) console.log(`  and ${differences.length - LISTED} more`);
  if (isCheck) process.exitCode = NOT_THE_SAME;
}

try {
  await main(flags());
} catch (error) {
  const isExpected = error instanceof SetupError || error instanceof CommandError;
  const message = error instanceof Error ? error.message : String(error);
  console.error(isExpected ? message : `The snapshot was not taken: ${message}`);
  process.exitCode = 1;
}
