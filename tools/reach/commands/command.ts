import { Argument, Command, Option } from "commander";
import { compact } from "../../../language/compact.ts";
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
  printResult,
  type ReachFlags,
  readNetwork,
  requestedNetwork,
  selectionVariables,
  withInput,
} from "./options.ts";
import { printExplanation, printProof, printTable } from "./print.ts";
import { PROTOCOLS, type Protocol, parseTarget, questionTransport } from "./question.ts";

/** The exit codes for CI, besides 0 and 1. */
const EXIT = { blocked: 3, unknown: 4 } as const;

/**
 * Creates `drydock reach`: computes from Terraform JSON, before deployment, which endpoint can
 * reach which.
 */
export function reachCommand(): Command {
  return new Command("reach")
    .description("compute network reachability from Terraform JSON, before anything is deployed")
    .addCommand(tableCommand())
    .addCommand(proveCommand())
    .addCommand(explainCommand())
    .addCommand(diffCommand())
    .addCommand(lintCommand());
}

function tableCommand(): Command {
  return withInput(new Command("table"))
    .description("list the connectivity between endpoints and external networks, with exact ports")
    .addArgument(new Argument("[platform]", "a platform in platforms/ (default: all)"))
    .addArgument(new Argument("[environment]", "one of its environments (default: all)"))
    .addHelpText("after", "\nExit codes: 0 listed, 1 error.")
    .action(async (platform: string | undefined, environment: string | undefined, flags: ReachFlags) => {
      const rows = connectivityTable(
        await requestedNetwork(flags, selectionVariables(platform, environment)),
      );
      printResult(flags, rows, () => printTable(rows));
    });
}

function proveCommand(): Command {
  return withInput(new Command("prove"))
    .description("prove that the declared flows are possible, and nothing else")
    .addArgument(new Argument("[platform]", "a platform in platforms/ (default: all)"))
    .addArgument(new Argument("[environment]", "one of its environments (default: all)"))
    .addHelpText(
      "after",
      "\nExit codes: 0 as declared, 3 differs from the declared flows, 4 partly unknown, 1 error.",
    )
    .action(async (platform: string | undefined, environment: string | undefined, flags: ReachFlags) => {
      const proofs =
        flags.in === undefined
          ? await proveSynthesized(chosenPlatforms(platform, environment), flags)
          : [proveFiles(await readNetwork(flags.in, flags), platform, environment)];
      printResult(flags, proofs.map(proofAsJson), () =>
        proofs.map(({ subject, proof }) => printProof(subject, proof)).join("\n"),
      );
      process.exitCode = exitCodeOf(proofs.map(({ proof }) => proof));
    });
}

function explainCommand(): Command {
  return withInput(new Command("explain"))
    .description("explain hop by hop whether a connection is allowed, and if not, list every cause")
    .argument(
      "<from>",
      "the source: cybershield-prod/app, <stack>/aws_instance.web, internet, an address or a CIDR block",
    )
    .argument(
      "<to[:port]>",
      "the target, named likewise, with a port; an IPv6 address in brackets: [2001:db8::1]:443",
    )
    .addOption(new Option("--protocol <name>", "tcp, udp or icmp").choices(PROTOCOLS).default("tcp"))
    .addHelpText("after", "\nExit codes: 0 allowed, 3 blocked, 4 unknown, 1 error.")
    .action(async (from: string, target: string, flags: ReachFlags & { readonly protocol: Protocol }) => {
      const { name: to, port } = parseTarget(target);
      const transport = questionTransport(flags.protocol, port);
      const analysis = await requestedNetwork(flags, {});
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

/** A proof, with the name of its subject. */
interface NamedProof {
  readonly subject: string;
  readonly proof: Proof;
}

/** Proves one platform after the other, each freshly synthesized. */
async function proveSynthesized(platforms: readonly Platform[], flags: ReachFlags): Promise<NamedProof[]> {
  const proofs: NamedProof[] = [];
  for (const platform of platforms) {
    const env = selectionVariables(platform.name, platform.environment);
    const analysis = await requestedNetwork(flags, env);
    proofs.push({ subject: subjectOf(platform), proof: prove(analysis, expectedConnectivity(platform)) });
  }
  return proofs;
}

/**
 * Proves all platforms in the files as one network: between two platforms, nothing may be possible
 * that neither declares. A platform that is named is proven even if its stacks are not in the
 * files.
 */
function proveFiles(
  analysis: NetworkAnalysis,
  platform: string | undefined,
  environment: string | undefined,
): NamedProof {
  const named = platform === undefined ? [] : chosenPlatforms(platform, environment);
  const all = new Map([...analysis.platforms, ...named].map((each) => [subjectOf(each), each]));
  if (all.size === 0) {
    throw new ReachError("These files contain no platform stack. Fix: name the platform and environment.");
  }
  const expected = [...all.values()].flatMap(expectedConnectivity);
  return { subject: [...all.keys()].join(", "), proof: prove(analysis, expected) };
}

function subjectOf({ name, environment }: Platform): string {
  return `${name}-${environment}`;
}

function chosenPlatforms(platform: string | undefined, environment: string | undefined): Platform[] {
  const chosen = selectPlatforms(platforms, compact({ platform, environment }));
  if (chosen.length === 0) throw new ReachError("There is no platform to prove. Fix: add one to platforms/.");
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
