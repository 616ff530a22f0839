import { Command } from "commander";
import { type ConnectivityDiff, diff } from "../analysis/diff.ts";
import { formatAddresses } from "../packets/addresses.ts";
import { printResult, type ReachFlags, readInput, withJson, withWorkspace } from "./options.ts";
import { formatPorts, printDiff } from "./print-diff.ts";

/** What CI goes by, besides 0 and 1: the gravest of what changed. */
const EXIT = { possible: 3, unknown: 4, ceased: 5 } as const;

/** `drydock reach diff`. */
export function diffCommand(): Command {
  return withJson(withWorkspace(new Command("diff")))
    .description("what a change makes possible, and what ceases to be")
    .argument(
      "<old>",
      "Terraform JSON as --in takes it: a cdktf.out folder, a plan, a state, a folder of them",
    )
    .argument("<new>", "likewise")
    .addHelpText(
      "after",
      "\nExit codes: 0 no difference, 3 something became possible, else 4 something became unknown,\nelse 5 something ceased to be possible, or can no longer be; 1 error.",
    )
    .action(async (before: string, after: string, flags: ReachFlags) => {
      const found = diff(await readInput([before], flags), await readInput([after], flags));
      printResult(flags, asJson(found), () => printDiff(found));
      process.exitCode = exitCodeOf(found);
    });
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
