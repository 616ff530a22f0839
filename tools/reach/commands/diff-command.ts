import { Command } from "commander";
import { type ConnectivityDiff, diff } from "../analysis/diff.ts";
import { formatAddresses } from "../packets/addresses.ts";
import { ReachError } from "../terraform/reach-error.ts";
import {
  printResult,
  type ReachFlags,
  readNetwork,
  selectionVariables,
  withJson,
  withWorkspace,
} from "./options.ts";
import { formatPorts, printDiff } from "./print-diff.ts";
import { networksSinceRevision } from "./revision-networks.ts";

/** The exit codes for CI, besides 0 and 1: by the most severe change. */
const EXIT = { possible: 3, unknown: 4, ceased: 5 } as const;

/** Creates `drydock reach diff`. */
export function diffCommand(): Command {
  return withJson(withWorkspace(new Command("diff")))
    .description("compare the connectivity of two networks")
    .argument("[old]", "the old Terraform JSON: a cdktf.out folder, a plan, a state, or a folder of them")
    .argument("[new]", "the new Terraform JSON, likewise")
    .option(
      "--from-revision <revision>",
      "compare a Git revision of this project with this tree, instead of files",
    )
    .addHelpText("after", HELP_FOOTER)
    .action(async (first: string | undefined, second: string | undefined, flags: DiffFlags) => {
      const difference = await differenceOf(first, second, flags);
      printResult(flags, asJson(difference), () => printDiff(difference));
      process.exitCode = exitCodeOf(difference);
    });
}

interface DiffFlags extends ReachFlags {
  readonly fromRevision?: string;
}

const HELP_FOOTER = `
With --from-revision the arguments are a platform and one of its environments (default: all):
  npx drydock reach diff shop prod --from-revision main

Exit codes: 0 no difference; 3 something became possible; otherwise 4 something became unknown;
otherwise 5 something is no longer possible; 1 error.`;

async function differenceOf(
  first: string | undefined,
  second: string | undefined,
  flags: DiffFlags,
): Promise<ConnectivityDiff> {
  const { fromRevision } = flags;
  if (fromRevision !== undefined) {
    const { old, wanted } = await networksSinceRevision(fromRevision, selectionVariables(first, second));
    return diff(old, wanted);
  }
  if (first === undefined || second === undefined) {
    throw new ReachError("two networks are compared. Fix: name OLD and NEW, or pass --from-revision REF.");
  }
  return diff(await readNetwork([first], flags), await readNetwork([second], flags));
}

function exitCodeOf({ changes, gaps }: ConnectivityDiff): number {
  const kinds = new Set(changes.map(({ kind }) => kind));
  if (kinds.has("possible")) return EXIT.possible;
  if (kinds.has("unknown") || gaps.length > 0) return EXIT.unknown;
  return kinds.size > 0 ? EXIT.ceased : 0;
}

function asJson({ changes, gaps }: ConnectivityDiff) {
  return {
    changes: changes.map((change) => ({
      kind: change.kind,
      from: change.from,
      ...(change.sources.isEmpty ? {} : { sources: formatAddresses(change.sources) }),
      to: change.to,
      ...(change.destinations.isEmpty ? {} : { destinations: formatAddresses(change.destinations) }),
      ...formatPorts(change),
      by: change.by,
      causes: change.causes,
    })),
    gaps,
  };
}
