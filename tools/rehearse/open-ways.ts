import type { Platform } from "../../spec/platform.ts";
import { ReachError } from "../reach/errors.ts";
import { Network } from "../reach/network.ts";
import { printProof } from "../reach/print.ts";
import { obligationsOf } from "../reach/verbs/obligations.ts";
import { prove } from "../reach/verbs/prove.ts";
import { tableOf } from "../reach/verbs/table.ts";

/** One way that is open. */
export interface OpenWay {
  readonly from: string;
  readonly to: string;
  /** `tcp 443`, `icmp`. */
  readonly ports: string;
  /** The flows that ask for it; empty for a folder, whose flows nobody declared. */
  readonly flows: string;
}

/**
 * The ways of a synthesized platform, each of them declared.
 *
 * @throws ReachError with every difference, when not exactly what is declared is possible.
 */
export async function declaredWays(folder: string, platform: Platform): Promise<OpenWay[]> {
  const network = await Network.read(folder, () => [platform]);
  const proof = prove(network, obligationsOf(platform));
  if (proof.differences.length > 0) {
    throw new ReachError(printProof(`${platform.name}-${platform.environment}`, proof).trimEnd());
  }
  return proof.proven.map(({ from, to, services, flows }) => ({
    from,
    to,
    ports: services.say(),
    flows: flows.join(", "),
  }));
}

/** The ways that any synthesized folder leaves open; none for one without a network of AWS's. */
export async function openWays(folder: string): Promise<OpenWay[]> {
  const rows = tableOf(await Network.read(folder));
  return rows.map(({ from, to, ports }) => ({ from, to, ports, flows: "" }));
}
