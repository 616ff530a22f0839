import { type Command, Option } from "commander";
import { platforms } from "../../../platforms/index.ts";
import { withSynthesizedProject } from "../../synthesize-project.ts";
import { platformsAmong } from "../analysis/named-external-networks.ts";
import { NetworkAnalysis } from "../analysis/network-analysis.ts";
import type { Inventory } from "../terraform/inventory.ts";
import { ReachError } from "../terraform/reach-error.ts";
import { type ReadOptions, readInventory } from "../terraform/read-inventory.ts";
import { DEFAULT_WORKSPACE } from "../terraform/workspace.ts";

/** Flags that all questions have. */
export interface ReachFlags {
  readonly in?: readonly string[];
  readonly workspace?: string;
  readonly json?: boolean;
}

/** What a question is asked about. */
export interface ReachInput {
  readonly inventory: Inventory;
  readonly analysis: NetworkAnalysis;
}

/** A command with `--in`, `--workspace` and `--json`. */
export function withInput(command: Command): Command {
  return withJson(
    withWorkspace(
      command.addOption(
        // Given again for each, rather than many at once: what follows one may be what is asked about.
        new Option(
          "--in <path>",
          "Terraform JSON to read: a cdktf.out folder, a plan, a state; may be given again",
        )
          .argParser((path, before: readonly string[] = []) => [...before, path])
          .default(undefined, "this project, synthesized anew"),
      ),
    ),
  );
}

/** A command with `--workspace`. */
export function withWorkspace(command: Command): Command {
  return command.option(
    "--workspace <name>",
    "the Terraform workspace that the files are read as of (default: the one selected in each folder, else default)",
  );
}

/** A command with `--json`. */
export function withJson(command: Command): Command {
  return command.option("--json", "print JSON");
}

/**
 * Reads what `--in` names; without it, this project, synthesized with some environment variables.
 * @throws ReachError for another workspace than the one that this project is deployed in.
 */
export async function inputOf(flags: ReachFlags, env: Readonly<Record<string, string>>): Promise<ReachInput> {
  if (flags.in !== undefined) return readInput(flags.in, flags);
  if (flags.workspace !== undefined && flags.workspace !== DEFAULT_WORKSPACE) {
    throw new ReachError(
      `--workspace ${flags.workspace}: this project's platforms are deployed in the workspace default. Fix: leave --workspace out, or name files with --in.`,
    );
  }
  return withSynthesizedProject((folder) => readInput([folder]), env);
}

/** The network of some files, with the names that this project's platforms give to networks outside. */
export async function readInput(
  paths: readonly string[],
  { workspace: temporaryFolder }: ReadOptions = {},
): Promise<ReachInput> {
  const inventory = await readInventory(paths, { workspace: temporaryFolder });
  return {
    inventory,
    analysis: new NetworkAnalysis(inventory, (stacks) => platformsAmong(platforms, stacks)),
  };
}

/** The environment variables that choose a platform and one of its environments. */
export function selectionVariables(
  platform: string | undefined,
  environment: string | undefined,
): Record<string, string> {
  return {
    ...(platform === undefined ? {} : { DRYDOCK_PLATFORM: platform }),
    ...(environment === undefined ? {} : { DRYDOCK_ENVIRONMENT: environment }),
  };
}

/** Prints an answer. */
export function printResult(flags: ReachFlags, json: unknown, print: () => string): void {
  process.stdout.write(flags.json === true ? `${JSON.stringify(json, null, 2)}\n` : print());
}
