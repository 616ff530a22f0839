import { Argument, Command, Option } from "commander";
import { platforms } from "../../platforms/index.ts";
import type { Platform } from "../../spec/platform.ts";
import { selectPlatforms } from "../../spec/selection.ts";
import { diffCommand } from "./diff-command.ts";
import { endOf } from "./ends.ts";
import { ReachError } from "./errors.ts";
import { lintCommand } from "./lint-command.ts";
import type { Network } from "./network.ts";
import { type Flags, inputOf, readInput, selection, withInput, write } from "./options.ts";
import { printExplanation, printProof, printTable } from "./print.ts";
import { PROTOCOLS, type Protocol, parseTarget, servicesOf } from "./question.ts";
import { explain } from "./verbs/explain.ts";
import { obligationsOf } from "./verbs/obligations.ts";
import { type Proof, prove } from "./verbs/prove.ts";
import { tableOf } from "./verbs/table.ts";

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
    .action(async (platform: string | undefined, environment: string | undefined, flags: Flags) => {
      const rows = tableOf(await networkOf(flags, selection(platform, environment)));
      write(flags, rows, () => printTable(rows));
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
    .action(async (platform: string | undefined, environment: string | undefined, flags: Flags) => {
      const proofs =
        flags.in === undefined
          ? await proveAnew(chosenPlatforms(platform, environment), flags)
          : [proveAmong((await readInput(flags.in, flags)).network, platform, environment)];
      write(flags, proofs.map(proofAsJson), () =>
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
    .action(async (from: string, target: string, flags: Flags & { readonly protocol: Protocol }) => {
      const { name: to, port } = parseTarget(target);
      const services = servicesOf(flags.protocol, port);
      const network = await networkOf(flags, {});
      const answer = explain(network, endOf(network, from), endOf(network, to), services);
      const json = { from, to, protocol: flags.protocol, port: port ?? null, ...answer };
      const asked = port === undefined ? flags.protocol : `${flags.protocol} ${port}`;
      write(flags, json, () => printExplanation(`${from} → ${to}, ${asked}`, answer));
      if (answer.verdict !== "allowed") process.exitCode = EXIT[answer.verdict];
    });
}

/** A proof, and what it is of. */
interface NamedProof {
  readonly subject: string;
  readonly proof: Proof;
}

/** One platform after the other, each synthesized anew. */
async function proveAnew(platforms: readonly Platform[], flags: Flags): Promise<NamedProof[]> {
  const proofs: NamedProof[] = [];
  for (const platform of platforms) {
    const env = selection(platform.name, platform.environment);
    const { network } = await inputOf(flags, env);
    proofs.push({ subject: subjectOf(platform), proof: prove(network, obligationsOf(platform)) });
  }
  return proofs;
}

/**
 * All that files have, as one: nothing is possible between two platforms that neither declares. A platform
 * that is named is held to account whether its stacks are there or not.
 */
function proveAmong(
  network: Network,
  platform: string | undefined,
  environment: string | undefined,
): NamedProof {
  const named = platform === undefined ? [] : chosenPlatforms(platform, environment);
  const all = new Map([...network.platforms, ...named].map((each) => [subjectOf(each), each]));
  if (all.size === 0) {
    throw new ReachError(
      "There is no stack of a platform in these files: name the platform and environment.",
    );
  }
  const obligations = [...all.values()].flatMap(obligationsOf);
  return { subject: [...all.keys()].join(", "), proof: prove(network, obligations) };
}

function subjectOf({ name, environment }: Platform): string {
  return `${name}-${environment}`;
}

async function networkOf(flags: Flags, env: Readonly<Record<string, string>>): Promise<Network> {
  return (await inputOf(flags, env)).network;
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
  const said = <T extends { readonly services: { say(): string } }>(item: T) => ({
    ...item,
    services: item.services.say(),
  });
  return {
    subject,
    pairs: proof.pairs,
    scenarios: proof.scenarios,
    proven: proof.proven.map(said),
    differences: proof.differences.map(said),
  };
}
