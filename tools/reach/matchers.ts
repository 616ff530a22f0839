import { endOf } from "./ends.ts";
import { Network } from "./network.ts";
import { printExplanation, printProof } from "./print.ts";
import { type Protocol, servicesOf } from "./question.ts";
import { explain } from "./verbs/explain.ts";
import type { Obligation } from "./verbs/obligations.ts";
import { prove } from "./verbs/prove.ts";

/** A way as a test writes it: `["cybershield-prod/app", "cybershield-prod/db", 5432]`; the last is `tcp` if left out. */
export type WrittenFlow = readonly [from: string, to: string, port?: number, protocol?: Protocol];

interface Outcome {
  readonly pass: boolean;
  message(): string;
}

/**
 * Matchers for vitest's `expect.extend`. What they are given is Terraform JSON: the path of a `cdktf.out` folder, of
 * plans or states; or a {@link Network} that was read before.
 *
 * @example
 * expect.extend(reachMatchers);
 * await expect("cdktf.out").toReach("shop-prod/app", "shop-prod/db", 5432);
 * await expect("cdktf.out").not.toReach("internet", "shop-prod/db");
 * await expect("cdktf.out").toAllowExactly([["internet", "shop-prod/alb", 443]]);
 */
export const reachMatchers = {
  /** Whether a connection is possible, by load balancers too. What is unknown is neither possible nor impossible. */
  async toReach(
    this: { readonly isNot?: boolean },
    received: string | Network,
    from: string,
    to: string,
    port?: number,
    protocol: Protocol = "tcp",
  ): Promise<Outcome> {
    const network = await networkOf(received);
    const answer = explain(network, endOf(network, from), endOf(network, to), servicesOf(protocol, port));
    const question = `${from} → ${to}, ${protocol}${port === undefined ? "" : ` ${port}`}`;
    // With `not` an unknown must fail as well: nothing may be taken for closed that is not known to be.
    const pass = answer.verdict === "unknown" ? this.isNot === true : answer.verdict === "allowed";
    return { pass, message: () => printExplanation(question, answer).trimEnd() };
  },

  /** Whether these ways are possible and no others, each by the network alone. */
  async toAllowExactly(
    received: string | Network,
    flows: readonly (WrittenFlow | Obligation)[],
  ): Promise<Outcome> {
    const network = await networkOf(received);
    const proof = prove(network, flows.map(obligationOf));
    return {
      pass: proof.differences.length === 0,
      message: () => printProof(typeof received === "string" ? received : "the network", proof).trimEnd(),
    };
  },
};

async function networkOf(received: string | Network): Promise<Network> {
  return typeof received === "string" ? Network.read(received) : received;
}

function obligationOf(flow: WrittenFlow | Obligation): Obligation {
  if (!isWritten(flow)) return flow;
  const [from, to, port, protocol = "tcp"] = flow;
  return { from, to, services: servicesOf(protocol, port), flow: `${from} -> ${to}` };
}

function isWritten(flow: WrittenFlow | Obligation): flow is WrittenFlow {
  return Array.isArray(flow);
}
