import { type Command, Option } from "commander";
import { compact } from "../../../language/compact.ts";
import { platforms } from "../../../platforms/index.ts";
import { withSynthesizedProject } from "../../synthesize-project.ts";
import { platformsAmong } from "../analysis/named-external-networks.ts";
import { NetworkAnalysis } from "../analysis/network-analysis.ts";
import { ReachError } from "../terraform/reach-error.ts";
import type { ReadOptions } from "../terraform/read-inventory.ts";
import { DEFAULT_WORKSPACE } from "../terraform/workspace.ts";

/** The flags of all `reach` commands. */
export interface ReachFlags {
  /** The files and folders to read. @default this project, freshly synthesized */
  readonly in?: readonly string[];
  /** The Terraform workspace of the files. @default the one selected in each folder */
  readonly workspace?: string;
  /** True to print JSON. @default false */
  readonly json?: boolean;
}

/** Adds `--in`, `--workspace` and `--json` to a command. */
export function withInput(command: Command): Command {
  return withJson(
    withWorkspace(
      command.addOption(
        // Repeated rather than variadic: positional arguments may follow.
        new Option(
          "--in <path>",
          "Terraform JSON to read: a cdktf.out folder, a plan, a state; repeat it for several",
        )
          .argParser((path, before: readonly string[] = []) => [...before, path])
          .default(undefined, "this project, freshly synthesized"),
      ),
    ),
  );
}

/** Adds `--workspace` to a command. */
export function withWorkspace(command: Command): Command {
  return command.option(
    "--workspace <name>",
    "the Terraform workspace of the files (default: the one selected in each folder, otherwise default)",
  );
}

/** Adds `--json` to a command. */
export function withJson(command: Command): Command {
  return command.option("--json", "print JSON");
}

/**
 * Reads the network of the files that `--in` names; without it, of this project, synthesized with
 * some environment variables.
 * @throws ReachError for a workspace other than the one that this project is deployed in.
 */
export async function requestedNetwork(
  flags: ReachFlags,
  env: Readonly<Record<string, string>>,
): Promise<NetworkAnalysis> {
  if (flags.in !== undefined) return readNetwork(flags.in, flags);
  if (flags.workspace !== undefined && flags.workspace !== DEFAULT_WORKSPACE) {
    throw new ReachError(
      `--workspace ${flags.workspace}: this project's platforms are deployed in the workspace default. Fix: leave --workspace out, or name files with --in.`,
    );
  }
  return withSynthesizedProject((folder) => readNetwork([folder]), env);
}

/**
 * Reads the network of some files, with the external networks that this project's platforms name.
 */
export function readNetwork(paths: readonly string[], options: ReadOptions = {}): Promise<NetworkAnalysis> {
  return NetworkAnalysis.read(paths, (stacks) => platformsAmong(platforms, stacks), options);
}

/** Returns the environment variables that select a platform and one of its environments. */
export function selectionVariables(
  platform: string | undefined,
  environment: string | undefined,
): Record<string, string> {
  return compact({ DRYDOCK_PLATFORM: platform, DRYDOCK_ENVIRONMENT: environment });
}

/** Prints a result as text, or as JSON with `--json`. */
export function printResult(flags: ReachFlags, json: unknown, print: () => string): void {
  process.stdout.write(flags.json === true ? `${JSON.stringify(json, null, 2)}\n` : print());
}
