import { AWS_ENDPOINT, INTERNET_ENDPOINT, networkNameOf, ownValue } from "../../language/endpoints.ts";
import type { Platform } from "../../language/platform.ts";
import { canCallServices } from "../../language/reachability.ts";
import { formatCount } from "../format-count.ts";
import { expectedConnectivity, platformEndpointName } from "../reach/analysis/expected-connectivity.ts";
import type { Finding } from "../reach/analysis/lint/finding.ts";
import { lint } from "../reach/analysis/lint/lint.ts";
import { NetworkAnalysis } from "../reach/analysis/network-analysis.ts";
import { prove } from "../reach/analysis/prove.ts";
import { connectivityTable } from "../reach/analysis/table.ts";
import { printProof } from "../reach/commands/print.ts";
import { printLint } from "../reach/commands/print-lint.ts";
import type { ModelGap } from "../reach/terraform/inventory.ts";
import { ReachError } from "../reach/terraform/reach-error.ts";

/** One open path from a source to a target. */
export interface OpenPath {
  readonly from: string;
  readonly to: string;
  /** The open ports: `tcp 443`, `icmp`. Empty if none is known to be open. */
  readonly ports: string;
  /** The flows that declare the path. Empty for a folder, which has no declared flows. */
  readonly flows: string;
  /** Ports that may also be open: `tcp 80`. Empty if everything is known. */
  readonly unknown: string;
}

/** All open paths of a network. */
export interface OpenPaths {
  readonly paths: readonly OpenPath[];
  /**
   * Resources that could not be read or are not modelled. There may be more paths than those
   * listed.
   */
  readonly gaps: readonly ModelGap[];
}

/**
 * Returns the open paths of a synthesized platform, each of them declared.
 *
 * @throws ReachError with every difference between the declared and the possible flows, and with
 *   every error of `reach lint`, such as tasks that can never start
 */
export async function proveDeclaredPaths(folder: string, platform: Platform): Promise<OpenPaths> {
  const network = await NetworkAnalysis.read(folder, () => [platform]);
  const proof = prove(network, expectedConnectivity(platform));
  if (proof.differences.length > 0) {
    throw new ReachError(printProof(`${platform.name}-${platform.environment}`, proof).trimEnd());
  }
  rejectLintErrors(network, platform);
  const paths = proof.proven.map(({ from, to, transport, flows }) => ({
    from,
    to,
    ports: transport.format(),
    flows: flows.join(", "),
    unknown: "",
  }));
  return { paths, gaps: [] };
}

/** Fixes name rules, entries and routes. The author of a spec declares flows instead. */
const SPEC_HINT =
  'Declare flows in the spec, from which they follow: flow("app", "internet", tcp(443)), or flow("app", "aws") with endpoints.';

/** Rejects configurations that AWS accepts and that would not work. */
function rejectLintErrors(network: NetworkAnalysis, platform: Platform): void {
  const { findings, gaps } = lint(network);
  const deferred = new Set(servicesStartingLater(platform));
  const nameOf = ({ address }: Finding) => network.names.platformName(address) ?? "";
  const errors = findings
    .filter(({ severity }) => severity === "error")
    .filter((finding) => finding.code !== "TASK_CANNOT_START" || !deferred.has(nameOf(finding)));
  if (errors.length === 0) return;
  const stopped = errors.filter(({ code }) => code === "TASK_CANNOT_START").map(nameOf);
  const flows = Object.keys(platform.workloads)
    .filter((name) => stopped.includes(platformEndpointName(platform, name)))
    .flatMap((name) => flowToStart(platform, name));
  const hint = flows.length === 0 ? SPEC_HINT : `Declare in the spec: ${flows.join(", ")}.`;
  throw new ReachError(`${printLint({ findings: errors, gaps })}\n${hint}`);
}

/**
 * Returns the next flow that a service lacks to start: to the VPC endpoints of its network, if
 * there are any, since the names of their services resolve to them; then to the internet.
 */
function flowToStart(platform: Platform, name: string): string[] {
  const targets = new Set(platform.flows.filter(({ from }) => from === name).map(({ to }) => to));
  const workload = ownValue(platform.workloads, name);
  const network =
    workload === undefined ? undefined : ownValue(platform.networks, networkNameOf(platform, workload));
  const hasEndpoints = (network?.endpoints.interface.length ?? 0) > 0;
  if (hasEndpoints && !targets.has(AWS_ENDPOINT)) return [`flow("${name}", "${AWS_ENDPOINT}")`];
  return targets.has(INTERNET_ENDPOINT) ? [] : [`flow("${name}", "${INTERNET_ENDPOINT}", tcp(443))`];
}

/**
 * Services that start only after their image is pushed. Until then they run a placeholder from the
 * internet, which they need not be able to reach.
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

/** Returns the open paths of any synthesized folder. Empty if it has no AWS network. */
export async function findOpenPaths(folder: string): Promise<OpenPaths> {
  const network = await NetworkAnalysis.read(folder);
  const paths = connectivityTable(network).map((row) => ({ ...row, flows: "" }));
  return { paths, gaps: network.model.gaps };
}

/** Returns the number of open paths, and of paths and parts of the network that are unknown. */
export function summarizeOpenPaths({ paths, gaps }: OpenPaths): string {
  const open = formatCount(paths.filter(({ ports }) => ports !== "").length, "flow");
  const unknown = [
    { count: paths.filter(({ unknown }) => unknown !== "").length, thing: "flow" },
    { count: gaps.length, thing: "part" },
  ].filter(({ count }) => count > 0);
  if (unknown.length === 0) return `${open}, nothing else is open`;
  return `${open}; not known: ${unknown.map(({ count, thing }) => formatCount(count, thing)).join(", ")}`;
}
