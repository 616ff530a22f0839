import { Command } from "commander";
import { type ConnectivityDiff, diff } from "../analysis/diff.ts";
import { formatAddresses } from "../packets/addresses.ts";
import { printResult, type ReachFlags, readNetwork, withJson, withWorkspace } from "./options.ts";
import { formatPorts, printDiff } from "./print-diff.ts";

/** The exit codes for CI, besides 0 and 1: by the most severe change. */
const EXIT = { possible: 3, unknown: 4, ceased: 5 } as const;

/** Creates `drydock reach diff`. */
export function diffCommand(): Command {
  return withJson(withWorkspace(new Command("diff")))
    .description("compare the connectivity of two networks")
    .argument("<old>", "the old Terraform JSON: a cdktf.out folder, a plan, a state, or a folder of them")
    .argument("<new>", "the new Terraform JSON, likewise")
    .addHelpText(
      "after",
      "\nExit codes: 0 no difference; 3 something became possible; otherwise 4 something became unknown;\notherwise 5 something is no longer possible; 1 error.",
    )
    .action(async (oldPath: string, newPath: string, flags: ReachFlags) => {
      const difference = diff(await readNetwork([oldPath], flags), await readNetwork([newPath], flags));
      printResult(flags, asJson(difference), () => printDiff(difference));
      process.exitCode = exitCodeOf(difference);
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
