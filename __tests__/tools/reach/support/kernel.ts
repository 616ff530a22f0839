import { mkdirSync, writeFileSync } from "node:fs";
import { isIPv4, isIPv6 } from "node:net";
import { join } from "node:path";
import { type Explanation, explain } from "../../../../tools/reach/analysis/explain.ts";
import { NetworkAnalysis } from "../../../../tools/reach/analysis/network-analysis.ts";
import { resolveEndpoint } from "../../../../tools/reach/analysis/resolve-endpoint.ts";
import { TransportSet } from "../../../../tools/reach/packets/transport-set.ts";
import { PROBED_PORTS } from "../../../support/kernel/arbitrary.ts";
import type { KernelReference, ProbedNetwork } from "../../../support/kernel/kernel-reference.ts";
import { terraformJson } from "../../../support/kernel/terraform-json.ts";
import type { Probe, TinyHost, TinyNetwork } from "../../../support/kernel/tiny-network.ts";

/** A connection, as both Reach and the kernel see it. */
export interface Question extends Probe {
  /** The private addresses of both hosts: public ones are translated on the path. */
  readonly source: string;
  readonly target: string;
}

/** The results of Reach and the kernel. */
export interface KernelComparison {
  readonly question: Question;
  readonly works: boolean;
  readonly explanation: Explanation;
}

/**
 * Yields every tested port between every two hosts, including the internet's, in every address
 * family that both have.
 */
function questionsOf({ hosts, internetHosts }: TinyNetwork): Question[] {
  const all: readonly (TinyHost | (typeof internetHosts)[number])[] = [...hosts, ...internetHosts];
  const isOutside = (name: string) => internetHosts.some((host) => host.name === name);
  return all.flatMap((from) =>
    all
      .filter((to) => to !== from && !(isOutside(from.name) && isOutside(to.name)))
      .flatMap((to) =>
        FAMILIES.flatMap((isOf) => {
          const [source, target] = [from.addresses.find(isOf), to.addresses.find(isOf)];
          if (source === undefined || target === undefined) return [];
          const isTranslated = isOutside(from.name) && isIPv4(target) && "publicAddress" in to;
          const address = (isTranslated ? to.publicAddress : undefined) ?? target;
          return PROBED_PORTS.map((service) => ({
            from: from.name,
            to: address,
            ...service,
            source,
            target,
          }));
        }),
      ),
  );
}

const FAMILIES = [isIPv4, isIPv6];

/** Reports that both agree, if Reach's verdict is not unknown. */
export function verdictsAgree({ works, explanation }: KernelComparison): boolean {
  return explanation.verdict === "unknown" || (explanation.verdict === "allowed") === works;
}

/**
 * Evaluates all connections of some networks with both; where they differ, the kernel is asked
 * again.
 */
export async function compareWithKernel(
  judge: KernelReference,
  networks: readonly TinyNetwork[],
  folder: string,
): Promise<KernelComparison[][]> {
  const cases = networks.map((network) => ({ network, probes: questionsOf(network) }));
  const kernel = judge.connectivity(cases);
  const reach = await Promise.all(cases.map((one, i) => explainAll(one, join(folder, `network-${i}`))));
  const answers = combineResults(cases, await kernel, reach);
  if (answers.flat().every(verdictsAgree)) return answers;
  return combineResults(cases, await judge.connectivity(cases, PATIENT_SECONDS), reach);
}

/** The timeout for a packet, longer than the busiest machine needs. */
const PATIENT_SECONDS = 1;

function combineResults(
  cases: readonly { readonly probes: readonly Question[] }[],
  works: readonly boolean[][],
  reach: readonly Explanation[][],
): KernelComparison[][] {
  return cases.map(({ probes }, n) =>
    probes.map((question, i) => ({ question, works: works[n]![i]!, explanation: reach[n]![i]! })),
  );
}

async function explainAll({ network, probes }: ProbedNetwork, folder: string): Promise<Explanation[]> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(terraformJson(network)));
  const read = await NetworkAnalysis.read(folder);
  return (probes as readonly Question[]).map(({ source, target, protocol, port }) =>
    explain(
      read,
      resolveEndpoint(read, source),
      resolveEndpoint(read, target),
      serviceOf(protocol, port, isIPv6(target)),
    ),
  );
}

/** A ping is an echo request. */
function serviceOf(protocol: Probe["protocol"], port: number, isOfIPv6: boolean): TransportSet {
  if (protocol !== "icmp") return TransportSet.named(protocol, port);
  return isOfIPv6 ? TransportSet.named("icmpv6", 128 * 256) : TransportSet.named("icmp", 8 * 256);
}
