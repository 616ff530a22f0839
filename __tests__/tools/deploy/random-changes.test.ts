import { changeInProcess } from "../../support/change-in-process.ts";
import { expectChangesSafe, type RandomChange } from "../../support/random-change.ts";

/** Half a minute is enough, also to shrink a failure; a busy machine takes ten times as long. */
const LIMIT_MS = 300_000;

const change = ({ before, after }: RandomChange) => changeInProcess(before, after);

/**
 * Kinds of edits that have broken a deployment, each with the seed of a platform of two networks
 * or more that has what is edited.
 */
const KINDS: readonly (readonly [kind: string, seed: number])[] = [
  ["remove a workload", 1],
  ["rename a workload", 1],
  ["change a workload's port", 1],
  ["change a target protocol", 1],
  ["move a workload to another tier", 1],
  ["remove a store", 3],
  ["remove a zone", 1],
  ["rename a tier", 1],
  ["change NAT", 3],
  ["rename a load balancer", 1],
];

describe("random changes of random platforms, in two passes", () => {
  it(
    "delete nothing that is used, lose no connection and open none",
    async () => {
      await expectChangesSafe({ runs: 3, limitMs: LIMIT_MS }, change);
    },
    LIMIT_MS + 60_000,
  );

  it.each(KINDS)(
    "of one kind, the same every time: %s",
    async (kind, seed) => {
      await expectChangesSafe({ runs: 1, limitMs: LIMIT_MS, kind, seed }, change);
    },
    LIMIT_MS + 60_000,
  );
});
