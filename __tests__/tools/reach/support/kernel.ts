import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { endOf } from "../../../../tools/reach/ends.ts";
import { Network } from "../../../../tools/reach/network.ts";
import { Services } from "../../../../tools/reach/packets/services.ts";
import { type Explanation, explain } from "../../../../tools/reach/verbs/explain.ts";
import { TRIED } from "../../../support/kernel/arbitrary.ts";
import type { Case, KernelJudge } from "../../../support/kernel/kernel-judge.ts";
import { terraformJson } from "../../../support/kernel/terraform-json.ts";
import type { Probe, TinyHost, TinyNetwork } from "../../../support/kernel/tiny-network.ts";

/** One connection, as both judges see it. */
export interface Question extends Probe {
  /** The host that is to be reached, by name. */
  readonly target: string;
}

/** What both judges say. */
export interface Answer {
  readonly question: Question;
  readonly works: boolean;
  readonly explanation: Explanation;
}

/** Every service that is tried, between every two hosts, the internet's too. */
export function questionsOf({ hosts, internetHosts }: TinyNetwork): Question[] {
  const all: readonly (TinyHost | (typeof internetHosts)[number])[] = [...hosts, ...internetHosts];
  const isOutside = (name: string) => internetHosts.some((host) => host.name === name);
  return all.flatMap((from) =>
    all
      .filter((to) => to !== from && !(isOutside(from.name) && isOutside(to.name)))
      .flatMap((to) => {
        const open = "publicAddress" in to && isOutside(from.name) ? to.publicAddress : undefined;
        const address = open ?? to.addresses[0]!;
        return TRIED.map((service) => ({ from: from.name, target: to.name, to: address, ...service }));
      }),
  );
}

/** Whether the two judges agree, where reach claims to know. */
export function agrees({ works, explanation }: Answer): boolean {
  return explanation.verdict === "unknown" || (explanation.verdict === "allowed") === works;
}

/** Lets both judges answer every question of some networks, and the kernel once more where they differ. */
export async function compare(
  judge: KernelJudge,
  networks: readonly TinyNetwork[],
  folder: string,
): Promise<Answer[][]> {
  const cases = networks.map((network) => ({ network, probes: questionsOf(network) }));
  const kernel = judge.judge(cases);
  const reach = await Promise.all(cases.map((one, i) => explainAll(one, join(folder, `network-${i}`))));
  const answers = joined(cases, await kernel, reach);
  if (answers.flat().every(agrees)) return answers;
  return joined(cases, await judge.judge(cases, PATIENT_SECONDS), reach);
}

/** No machine is so busy that a packet lies about for so long. */
const PATIENT_SECONDS = 1;

function joined(
  cases: readonly { readonly probes: readonly Question[] }[],
  works: readonly boolean[][],
  reach: readonly Explanation[][],
): Answer[][] {
  return cases.map(({ probes }, n) =>
    probes.map((question, i) => ({ question, works: works[n]![i]!, explanation: reach[n]![i]! })),
  );
}

async function explainAll({ network, probes }: Case, folder: string): Promise<Explanation[]> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(terraformJson(network)));
  const read = await Network.read(folder);
  const outside = new Map(network.internetHosts.map(({ name, addresses }) => [name, addresses[0]!]));
  const stack = [...read.fabric.endpoints.keys()][0]?.split("/")[0];
  const end = (name: string) => endOf(read, outside.get(name) ?? `${stack}/aws_instance.${name}`);
  return (probes as readonly Question[]).map(({ from, target, protocol, port }) =>
    explain(read, end(from), end(target), serviceOf(protocol, port)),
  );
}

/** A ping is an echo request. */
function serviceOf(protocol: Probe["protocol"], port: number): Services {
  return protocol === "icmp" ? Services.named("icmp", 8 * 256) : Services.named(protocol, port);
}
