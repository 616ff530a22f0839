import type { ExpectedConnectivity } from "./analysis/expected-connectivity.ts";
import { explain } from "./analysis/explain.ts";
import { NetworkAnalysis } from "./analysis/network-analysis.ts";
import { prove } from "./analysis/prove.ts";
import { resolveEndpoint } from "./analysis/resolve-endpoint.ts";
import { printExplanation, printProof } from "./commands/print.ts";
import { type Protocol, questionTransport } from "./commands/question.ts";

/**
 * A flow as a test writes it: `["cybershield-prod/app", "cybershield-prod/db", 5432]`. The protocol
 * is `tcp` if left out.
 */
export type FlowTuple = readonly [from: string, to: string, port?: number, protocol?: Protocol];

interface Outcome {
  readonly pass: boolean;
  message(): string;
}

/**
 * Matchers for vitest's `expect.extend`. They take Terraform JSON (the path of a `cdktf.out`
 * folder, of plans or states) or a {@link NetworkAnalysis}.
 *
 * @example
 * expect.extend(reachMatchers);
 * await expect("cdktf.out").toReach("shop-prod/app", "shop-prod/db", 5432);
 * await expect("cdktf.out").not.toReach("internet", "shop-prod/db");
 * await expect("cdktf.out").toAllowExactly([["internet", "shop-prod/alb", 443]]);
 */
export const reachMatchers = {
  /**
   * Passes if a connection is possible, also through load balancers. Fails with and without `not`
   * if that is unknown.
   */
  async toReach(
    this: { readonly isNot?: boolean },
    received: string | NetworkAnalysis,
    from: string,
    to: string,
    port?: number,
    protocol: Protocol = "tcp",
  ): Promise<Outcome> {
    const analysis = await networkOf(received);
    const answer = explain(
      analysis,
      resolveEndpoint(analysis, from),
      resolveEndpoint(analysis, to),
      questionTransport(protocol, port),
    );
    const question = `${from} → ${to}, ${protocol}${port === undefined ? "" : ` ${port}`}`;
    // With `not`, unknown must fail as well: it does not count as blocked.
    const pass = answer.verdict === "unknown" ? this.isNot === true : answer.verdict === "allowed";
    return { pass, message: () => printExplanation(question, answer).trimEnd() };
  },

  /** Passes if exactly these flows are possible, each through the network alone. */
  async toAllowExactly(
    received: string | NetworkAnalysis,
    flows: readonly (FlowTuple | ExpectedConnectivity)[],
  ): Promise<Outcome> {
    const analysis = await networkOf(received);
    const proof = prove(analysis, flows.map(expectedFromTuple));
    return {
      pass: proof.differences.length === 0,
      message: () => printProof(typeof received === "string" ? received : "the network", proof).trimEnd(),
    };
  },
};

async function networkOf(received: string | NetworkAnalysis): Promise<NetworkAnalysis> {
  return typeof received === "string" ? NetworkAnalysis.read(received) : received;
}

function expectedFromTuple(flow: FlowTuple | ExpectedConnectivity): ExpectedConnectivity {
  if (!isTuple(flow)) return flow;
  const [from, to, port, protocol = "tcp"] = flow;
  return { from, to, transport: questionTransport(protocol, port), flow: `${from} -> ${to}` };
}

function isTuple(flow: FlowTuple | ExpectedConnectivity): flow is FlowTuple {
  return Array.isArray(flow);
}
