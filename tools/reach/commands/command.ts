import { Argument, Command, Option } from "commander";
import type { Platform } from "../../../language/platform.ts";
import { selectPlatforms } from "../../../language/selection.ts";
import { platforms } from "../../../platforms/index.ts";
import { expectedConnectivity } from "../analysis/expected-connectivity.ts";
import { explain } from "../analysis/explain.ts";
import type { NetworkAnalysis } from "../analysis/network-analysis.ts";
import { type Proof, prove } from "../analysis/prove.ts";
import { resolveEndpoint } from "../analysis/resolve-endpoint.ts";
import { connectivityTable } from "../analysis/table.ts";
import { ReachError } from "../terraform/reach-error.ts";
import { diffCommand } from "./diff-command.ts";
import { lintCommand } from "./lint-command.ts";
import {
  inputOf,
  printResult,
  type ReachFlags,
  readInput,
  selectionVariables,
  withInput,
} from "./options.ts";
import { printExplanation, printProof, printTable } from "./print.ts";
import { PROTOCOLS, type Protocol, parseTarget, questionTransport } from "./question.ts";

/** What CI goes by, besides 0 and 1. */
const EXIT = { blocked: 3, unknown: 4 } as const;

/** `drydock reach`: who can reach whom, before anything exists. */
export function reachCommand(): Command {
  return new Command("reach")
    .description("prove who can reach whom, from Terraform JSON, before anything exists")
    .addCommand(tableCommand())
    .addCommand(proveCommand())
    .addCommand(explainCommand())
    .addCommand(diffCommand())
    .addCommand(lintCommand());
}

function tableCommand(): Command {
  return withInput(new Command("table"))
    .description("the matrix of endpoints and outside networks, with exact ports")
    .addArgument(new Argument("[platform]", "a platform of platforms/"))
    .addArgument(new Argument("[environment]", "one of its environments"))
    .action(async (platform: string | undefined, environment: string | undefined, flags: ReachFlags) => {
      const rows = connectivityTable(await networkOf(flags, selectionVariables(platform, environment)));
      printResult(flags, rows, () => printTable(rows));
    });
}

function proveCommand(): Command {
  return withInput(new Command("prove"))
    .description("everything declared is possible, and nothing else is")
    .addArgument(new Argument("[platform]", "a platform of platforms/ (default: all)"))
    .addArgument(new Argument("[environment]", "one of its environments (default: all)"))
    .addHelpText(
      "after",
      "\nExit codes: 0 as declared, 3 something is not, 4 something is not known, 1 error.",
    )
    .action(async (platform: string | undefined, environment: string | undefined, flags: ReachFlags) => {
      const proofs =
        flags.in === undefined
          ? await proveAnew(chosenPlatforms(platform, environment), flags)
          : [proveAmong((await readInput(flags.in, flags)).analysis, platform, environment)];
      printResult(flags, proofs.map(proofAsJson), () =>
        proofs.map(({ subject, proof }) => printProof(subject, proof)).join("\n"),
      );
      process.exitCode = exitCodeOf(proofs.map(({ proof }) => proof));
    });
}

function explainCommand(): Command {
  return withInput(new Command("explain"))
    .description("hop by hop, whether one thing reaches another, and if not, every cause")
    .argument("<from>", "cybershield-prod/app, <stack>/aws_instance.web, internet, an address or a block")
    .argument("<to[:port]>", "likewise, with a port; an IPv6 address in brackets: [2001:db8::1]:443")
    .addOption(new Option("--protocol <name>", "tcp, udp or icmp").choices(PROTOCOLS).default("tcp"))
    .addHelpText("after", "\nExit codes: 0 allowed, 3 blocked, 4 unknown, 1 error.")
    .action(async (from: string, target: string, flags: ReachFlags & { readonly protocol: Protocol }) => {
      const { name: to, port } = parseTarget(target);
      const transport = questionTransport(flags.protocol, port);
      const analysis = await networkOf(flags, {});
      const answer = explain(
        analysis,
        resolveEndpoint(analysis, from),
        resolveEndpoint(analysis, to),
        transport,
      );
      const json = { from, to, protocol: flags.protocol, port: port ?? null, ...answer };
      const requested = port === undefined ? flags.protocol : `${flags.protocol} ${port}`;
      printResult(flags, json, () => printExplanation(`${from} → ${to}, ${requested}`, answer));
      if (answer.verdict !== "allowed") process.exitCode = EXIT[answer.verdict];
    });
}

/** A proof, and what it is of. */
interface NamedProof {
  readonly subject: string;
  readonly proof: Proof;
}

/** One platform after the other, each synthesized anew. */
async function proveAnew(platforms: readonly Platform[], flags: ReachFlags): Promise<NamedProof[]> {
  const proofs: NamedProof[] = [];
  for (const platform of platforms) {
    const env = selectionVariables(platform.name, platform.environment);
    const { analysis } = await inputOf(flags, env);
    proofs.push({ subject: subjectOf(platform), proof: prove(analysis, expectedConnectivity(platform)) });
  }
  return proofs;
}

/**
 * All that files have, as one: nothing is possible between two platforms that neither declares. A platform
 * that is named is held to account whether its stacks are there or not.
 */
function proveAmong(
  analysis: NetworkAnalysis,
  platform: string | undefined,
  environment: string | undefined,
): NamedProof {
  const named = platform === undefined ? [] : chosenPlatforms(platform, environment);
  const all = new Map([...analysis.platforms, ...named].map((each) => [subjectOf(each), each]));
  if (all.size === 0) {
    throw new ReachError(
      "There is no stack of a platform in these files: name the platform and environment.",
    );
  }
  const expected = [...all.values()].flatMap(expectedConnectivity);
  return { subject: [...all.keys()].join(", "), proof: prove(analysis, expected) };
}

function subjectOf({ name, environment }: Platform): string {
  return `${name}-${environment}`;
}

async function networkOf(flags: ReachFlags, env: Readonly<Record<string, string>>): Promise<NetworkAnalysis> {
  return (await inputOf(flags, env)).analysis;
}

function chosenPlatforms(platform: string | undefined, environment: string | undefined): Platform[] {
  const chosen = selectPlatforms(platforms, {
    ...(platform === undefined ? {} : { platform }),
    ...(environment === undefined ? {} : { environment }),
  });
  if (chosen.length === 0) throw new ReachError("There is no platform to prove.");
  return chosen;
}

function exitCodeOf(proofs: readonly Proof[]): number {
  const kinds = new Set(proofs.flatMap(({ differences }) => differences.map(({ kind }) => kind)));
  if (kinds.has("missing") || kinds.has("undeclared")) return EXIT.blocked;
  return kinds.has("unknown") ? EXIT.unknown : 0;
}

function proofAsJson({ subject, proof }: { readonly subject: string; readonly proof: Proof }) {
  const asJson = <T extends { readonly transport: { format(): string } }>({ transport, ...item }: T) => ({
    ...item,
    ports: transport.format(),
  });
  return {
    subject,
    pairs: proof.pairs,
    scenarios: proof.scenarios,
    proven: proof.proven.map(asJson),
    differences: proof.differences.map(asJson),
  };
}
