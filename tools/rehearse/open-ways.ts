import { networkOf, ownValue } from "../../spec/endpoints.ts";
import type { Platform } from "../../spec/platform.ts";
import { callsServices } from "../../spec/ways.ts";
import { counted } from "../counted.ts";
import { ReachError } from "../reach/errors.ts";
import type { Gap, Inventory } from "../reach/input/inventory.ts";
import { readInventory } from "../reach/input/read.ts";
import { lint } from "../reach/lint/lint.ts";
import { Subject } from "../reach/lint/subject.ts";
import { Network } from "../reach/network.ts";
import { printProof } from "../reach/print.ts";
import { printLint } from "../reach/print-lint.ts";
import { obligationsOf, platformEnd } from "../reach/verbs/obligations.ts";
import { prove } from "../reach/verbs/prove.ts";
import { tableOf } from "../reach/verbs/table.ts";

/** One way that is open. */
export interface OpenWay {
  readonly from: string;
  readonly to: string;
  /** `tcp 443`, `icmp`; empty when nothing of it is known to be open. */
  readonly ports: string;
  /** The flows that ask for it; empty for a folder, whose flows nobody declared. */
  readonly flows: string;
  /** What may be open besides, for all that is known: `tcp 80`; empty when all is known. */
  readonly unknown: string;
}

/** All ways of a network. */
export interface OpenWays {
  readonly ways: readonly OpenWay[];
  /** What could not be read or is not modelled: there may be more ways than these. */
  readonly gaps: readonly Gap[];
}

/**
 * The ways of a synthesized platform, each of them declared.
 *
 * @throws ReachError with every difference, when not exactly what is declared is possible; and with every error of
 * `reach lint`, such as tasks that could never start.
 */
export async function declaredWays(folder: string, platform: Platform): Promise<OpenWays> {
  const inventory = await readInventory(folder);
  const network = new Network(inventory, () => [platform]);
  const proof = prove(network, obligationsOf(platform));
  if (proof.differences.length > 0) {
    throw new ReachError(printProof(`${platform.name}-${platform.environment}`, proof).trimEnd());
  }
  refuseErrors(inventory, network, platform);
  const ways = proof.proven.map(({ from, to, services, flows }) => ({
    from,
    to,
    ports: services.say(),
    flows: flows.join(", "),
    unknown: "",
  }));
  return { ways, gaps: [] };
}

/** Fixes name rules, entries and routes; whoever writes a spec declares what asks for them. */
const IN_THE_SPEC =
  'In the spec a way is a flow: flow("app", "internet", tcp(443)), or flow("app", "aws") with endpoints.';

/** What AWS takes, and what would not work all the same. */
function refuseErrors(inventory: Inventory, network: Network, platform: Platform): void {
  const { findings, gaps } = lint(new Subject(inventory, network));
  const later = new Set(startingLater(platform));
  const errors = findings
    .filter(({ severity }) => severity === "error")
    .filter(
      ({ code, address }) => code !== "TASK_CANNOT_START" || !later.has(network.names.nameOf(address) ?? ""),
    );
  if (errors.length > 0) throw new ReachError(`${printLint({ findings: errors, gaps })}\n${IN_THE_SPEC}`);
}

/**
 * Services that start once their image is pushed: the placeholder before it comes from the internet, which they need
 * not reach.
 */
function startingLater(platform: Platform): string[] {
  return Object.entries(platform.workloads).flatMap(([name, workload]) => {
    if (workload.kind !== "service" || !("registry" in workload.image)) return [];
    const network = ownValue(platform.networks, networkOf(platform, workload));
    const secrets = Object.keys(workload.secrets).length > 0 ? ["secretsmanager"] : [];
    const starts =
      network?.endpoints.gateway.includes("s3") === true &&
      callsServices(platform, name, "ecr.api", "ecr.dkr", "logs", ...secrets);
    return starts ? [platformEnd(platform, name)] : [];
  });
}

/** The ways that any synthesized folder leaves open; none for one without a network of AWS's. */
export async function openWays(folder: string): Promise<OpenWays> {
  const network = await Network.read(folder);
  const ways = tableOf(network).map((row) => ({ ...row, flows: "" }));
  return { ways, gaps: network.fabric.gaps };
}

/** Says in a few words how many ways there are, and what is not known of others. */
export function sayWays({ ways, gaps }: OpenWays): string {
  const open = counted(ways.filter(({ ports }) => ports !== "").length, "way");
  const unknown = [
    { count: ways.filter((way) => way.unknown !== "").length, thing: "way" },
    { count: gaps.length, thing: "part" },
  ].filter(({ count }) => count > 0);
  if (unknown.length === 0) return `${open}, nothing else is open`;
  return `${open}; not known: ${unknown.map(({ count, thing }) => counted(count, thing)).join(", ")}`;
}
