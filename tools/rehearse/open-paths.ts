import { networkNameOf, ownValue } from "../../language/endpoints.ts";
import type { Platform } from "../../language/platform.ts";
import { canCallServices } from "../../language/reachability.ts";
import { counted } from "../counted.ts";
import { expectedConnectivity, platformEndpointName } from "../reach/analysis/expected-connectivity.ts";
import { lint } from "../reach/analysis/lint/lint.ts";
import { LintContext } from "../reach/analysis/lint/lint-context.ts";
import { NetworkAnalysis } from "../reach/analysis/network-analysis.ts";
import { prove } from "../reach/analysis/prove.ts";
import { connectivityTable } from "../reach/analysis/table.ts";
import { printProof } from "../reach/commands/print.ts";
import { printLint } from "../reach/commands/print-lint.ts";
import type { Inventory, ModelGap } from "../reach/terraform/inventory.ts";
import { ReachError } from "../reach/terraform/reach-error.ts";
import { readInventory } from "../reach/terraform/read-inventory.ts";

/** One way that is open. */
export interface OpenPath {
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
  readonly ways: readonly OpenPath[];
  /** What could not be read or is not modelled: there may be more ways than these. */
  readonly gaps: readonly ModelGap[];
}

/**
 * The ways of a synthesized platform, each of them declared.
 *
 * @throws ReachError with every difference, when not exactly what is declared is possible; and with every error of
 * `reach lint`, such as tasks that could never start.
 */
export async function proveDeclaredPaths(folder: string, platform: Platform): Promise<OpenWays> {
  const inventory = await readInventory(folder);
  const network = new NetworkAnalysis(inventory, () => [platform]);
  const proof = prove(network, expectedConnectivity(platform));
  if (proof.differences.length > 0) {
    throw new ReachError(printProof(`${platform.name}-${platform.environment}`, proof).trimEnd());
  }
  rejectLintErrors(inventory, network, platform);
  const ways = proof.proven.map(({ from, to, transport: services, flows }) => ({
    from,
    to,
    ports: services.format(),
    flows: flows.join(", "),
    unknown: "",
  }));
  return { ways, gaps: [] };
}

/** Fixes name rules, entries and routes; whoever writes a spec declares what asks for them. */
const SPEC_HINT =
  'In the spec a way is a flow: flow("app", "internet", tcp(443)), or flow("app", "aws") with endpoints.';

/** What AWS takes, and what would not work all the same. */
function rejectLintErrors(inventory: Inventory, network: NetworkAnalysis, platform: Platform): void {
  const { findings, gaps } = lint(new LintContext(inventory, network));
  const deferred = new Set(servicesStartingLater(platform));
  const errors = findings
    .filter(({ severity }) => severity === "error")
    .filter(
      ({ code, address }) =>
        code !== "TASK_CANNOT_START" || !deferred.has(network.names.platformName(address) ?? ""),
    );
  if (errors.length > 0) throw new ReachError(`${printLint({ findings: errors, gaps })}\n${SPEC_HINT}`);
}

/**
 * Services that start once their image is pushed: the placeholder before it comes from the internet, which they need
 * not reach.
 */
function servicesStartingLater(platform: Platform): string[] {
  return Object.entries(platform.workloads).flatMap(([name, workload]) => {
    if (workload.kind !== "service" || !("registry" in workload.image)) return [];
    const network = ownValue(platform.networks, networkNameOf(platform, workload));
    const secrets = Object.keys(workload.secrets).length > 0 ? ["secretsmanager"] : [];
    const starts =
      network?.endpoints.gateway.includes("s3") === true &&
      canCallServices(platform, name, "ecr.api", "ecr.dkr", "logs", ...secrets);
    return starts ? [platformEndpointName(platform, name)] : [];
  });
}

/** The ways that any synthesized folder leaves open; none for one without a network of AWS's. */
export async function findOpenPaths(folder: string): Promise<OpenWays> {
  const network = await NetworkAnalysis.read(folder);
  const ways = connectivityTable(network).map((row) => ({ ...row, flows: "" }));
  return { ways, gaps: network.model.gaps };
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
