import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { PROBED_PORTS, tinyNetwork } from "../../support/kernel/arbitrary.ts";
import { EDGE_CASES, EXAMPLE } from "../../support/kernel/examples.ts";
import { KernelReference } from "../../support/kernel/kernel-reference.ts";
import type { TinyNetwork } from "../../support/kernel/tiny-network.ts";
import { testSeed } from "../../support/seed.ts";
import { compareWithKernel, type KernelComparison, verdictsAgree } from "./support/kernel.ts";

const VISITOR = EXAMPLE.internetHosts[0]!.addresses[0];
/** The number of random networks in a run, and of those in the kernel at the same time. */
const NETWORKS = Number(process.env.KERNEL_NETWORKS ?? 1000);
const AT_ONCE = 10;
/** The seed: random in every run; DRYDOCK_TEST_SEED repeats an earlier run. */
const SEED = testSeed();

const started = await Promise.all([KernelReference.start(), KernelReference.start()]);
const judges = started.filter((judge) => typeof judge !== "string");
const refusal = started.find((judge) => typeof judge === "string");
const folder = mkdtempSync(join(tmpdir(), "drydock-kernel-"));
afterAll(async () => {
  await Promise.all(judges.map((judge) => judge.stop()));
  rmSync(folder, { recursive: true, force: true });
});

/** Yields every network's results, in order; Reach and the kernel work in parallel. */
async function compareAll(networks: readonly TinyNetwork[]): Promise<KernelComparison[][]> {
  const answers: KernelComparison[][] = Array(networks.length);
  let next = 0;
  await Promise.all(
    judges.map(async (judge, j) => {
      while (next < networks.length) {
        const first = next;
        next += AT_ONCE;
        const some = await compareWithKernel(
          judge,
          networks.slice(first, first + AT_ONCE),
          join(folder, `${j}`),
        );
        answers.splice(first, some.length, ...some);
      }
    }),
  );
  return answers;
}

function formatComparison({ question, works, explanation }: KernelComparison): string {
  const { from, target, protocol, port } = question;
  const causes = explanation.causes.map(({ code, address, text }) => `\n    ${code} ${address}: ${text}`);
  const kernel = works ? "works" : "does not work";
  return `${from} → ${target} ${protocol} ${port}: ${kernel} in the kernel, ${explanation.verdict} by reach${causes.join("")}`;
}

/** Formats a network, one component per line. */
function formatNetwork(network: TinyNetwork): string[] {
  return Object.entries(network).flatMap(([kind, parts]) =>
    [parts].flat().map((part) => `${kind}: ${JSON.stringify(part).replaceAll('"', "")}`),
  );
}

/** Shrinks a random network to the smallest one on which both disagree, and formats it. */
async function shrinkDisagreement(seed: number, run: number): Promise<string> {
  let last = "";
  await fc.check(
    fc.asyncProperty(tinyNetwork, async (network) => {
      const [answers] = await compareWithKernel(judges[0]!, [network], join(folder, "small"));
      const apart = answers!.filter((result) => !verdictsAgree(result));
      if (apart.length === 0) return true;
      last = [...formatNetwork(network), ...apart.map(formatComparison)].join("\n");
      return false;
    }),
    { seed, path: `${run}`, interruptAfterTimeLimit: 40_000 },
  );
  return `seed ${seed}, network ${run}:\n${last}`;
}

describe.skipIf(refusal !== undefined)(
  `Reach and the Linux kernel${refusal === undefined ? "" : `: ${refusal}`}`,
  () => {
    it("agree on error-prone networks", async () => {
      const answers = await compareAll(EDGE_CASES);
      expect(
        answers.flatMap((some, i) =>
          some.filter((one) => !verdictsAgree(one)).map((one) => `${i}: ${formatComparison(one)}`),
        ),
      ).toEqual([]);
      const fromFar = (network: number) =>
        answers
          .at(network)!
          .filter(({ question: { from, target } }) => from === "far" && target === VISITOR)
          .map(({ question: { protocol, port }, works, explanation: { verdict } }) => ({
            protocol,
            port,
            works,
            verdict,
          }));
      const all = (works: boolean, verdict: string) =>
        PROBED_PORTS.map((port) => ({ ...port, works, verdict }));
      expect(fromFar(-1)).toEqual(all(true, "allowed"));
      expect(fromFar(-2)).toEqual(all(false, "blocked"));
    });

    it(`agree on ${NETWORKS} random networks`, async () => {
      const networks = fc.sample(tinyNetwork, { seed: SEED, numRuns: NETWORKS });
      const answers = await compareAll(networks);
      const all = answers.flat();
      const count = (is: (result: KernelComparison) => boolean) => all.filter(is).length;
      const verdict = (which: string) => (result: KernelComparison) => result.explanation.verdict === which;
      console.log(
        `seed ${SEED}: ${NETWORKS} networks, ${all.length} connections: ${count(({ works }) => works)} work; ` +
          `reach: ${count(verdict("allowed"))} allowed, ${count(verdict("blocked"))} blocked, ` +
          `${count(verdict("unknown"))} unknown; both agree on ${count((result) => verdictsAgree(result) && !verdict("unknown")(result))}`,
      );
      const run = answers.findIndex((some) => !some.every(verdictsAgree));
      if (run >= 0) expect.fail(await shrinkDisagreement(SEED, run));
      expect(count(({ works }) => works)).toBeGreaterThan(all.length / 10);
      // Unknown: UDP replies through an egress-only gateway that has not seen the request.
      expect(count(verdict("unknown"))).toBeLessThan(all.length / 100);
    }, 1_200_000);
  },
);
