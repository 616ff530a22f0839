import { Argument, Command } from "commander";
import { compact } from "../../language/compact.ts";
import { selectPlatforms } from "../../language/selection.ts";
import { platforms } from "../../platforms/index.ts";
import { SetupError } from "../terraform/setup-error.ts";
import { historyOf } from "./deployment-history.ts";
import type { DeploymentRecord } from "./deployment-record.ts";
import { formatHistory } from "./format-history.ts";

interface HistoryFlags {
  readonly limit: string;
  readonly json?: boolean;
}

const HELP_FOOTER = `
It reads the state buckets with your AWS credentials. Without arguments, it leaves out the accounts
that they do not belong to.

Exit codes: 0 listed, 1 error.`;

/** Creates `drydock history`: shows what was deployed when, from which commit, by whom. */
export function historyCommand(): Command {
  return new Command("history")
    .description("show what was deployed when, from which commit, by whom")
    .addArgument(new Argument("[platform]", "a platform in platforms/ (default: all)"))
    .addArgument(new Argument("[environment]", "one of its environments (default: all)"))
    .option("--limit <number>", "list at most this number of each environment's deployments", "20")
    .option("--json", "print a JSON array")
    .addHelpText("after", HELP_FOOTER)
    .action((platform: string | undefined, environment: string | undefined, flags: HistoryFlags) =>
      runHistory(platform, environment, flags),
    );
}

async function runHistory(
  name: string | undefined,
  environment: string | undefined,
  { limit, json }: HistoryFlags,
): Promise<void> {
  if (!/^[1-9]\d{0,4}$/.test(limit))
    throw new SetupError(`--limit is "${limit}", and must be a number from 1 on.`);
  const selected = selectPlatforms(platforms, compact({ platform: name, environment }));
  const read = await Promise.allSettled(selected.map((platform) => historyOf(platform).read(Number(limit))));
  const failures = read.flatMap((one) => (one.status === "rejected" ? [one.reason as Error] : []));
  // Credentials are of one account, and platforms may be in several.
  if (failures.length === selected.length && failures[0] !== undefined) throw failures[0];
  for (const { message } of failures) process.stderr.write(`Left out: ${message}\n`);
  const records = read.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
  const ordered = records.toSorted(newestFirst);
  process.stdout.write(json === true ? `${JSON.stringify(ordered, null, 2)}\n` : formatHistory(ordered));
}

function newestFirst(a: DeploymentRecord, b: DeploymentRecord): number {
  return a.startedAt < b.startedAt ? 1 : -1;
}
