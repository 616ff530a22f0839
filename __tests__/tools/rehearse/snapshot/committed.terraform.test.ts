import fc from "fast-check";
import { providerProcessBackends } from "../../../../tools/rehearse/simulator/provider-process.ts";
import type { SchemaBlock } from "../../../../tools/rehearse/simulator/schema.ts";
import {
  committedSnapshot,
  SNAPSHOT_VERSION,
} from "../../../../tools/rehearse/snapshot/committed-snapshot.ts";
import { snapshotDifferences } from "../../../../tools/rehearse/snapshot/differences.ts";
import {
  type ProviderSnapshot,
  packSnapshot,
  type ResourceSnapshot,
  snapshotTable,
  unpackSnapshot,
} from "../../../../tools/rehearse/snapshot/format.ts";
import { generateSnapshot } from "../../../../tools/rehearse/snapshot/generate.ts";
import { findProvider } from "../../../../tools/terraform/find-provider.ts";
import { SEED_VARIABLE, testSeed } from "../../../support/seed.ts";

const { binary: providerBinary } = await findProvider({ constraint: SNAPSHOT_VERSION });
const binary = providerBinary?.version === SNAPSHOT_VERSION ? providerBinary.path : undefined;
const reason = binary === undefined ? ` (not run: no AWS provider ${SNAPSHOT_VERSION} on this machine)` : "";

describe("the committed snapshot", () => {
  const snapshot = committedSnapshot();

  // committed.long.test.ts compares the whole snapshot, which takes many minutes.
  it.skipIf(binary === undefined)(
    `agrees with the provider${reason}`,
    async () => {
      const seed = testSeed();
      const small = snapshot.resources.names.filter(
        (name) => sizeOf(snapshot.resources.get(name)!.block) < 150,
      );
      const drawn = fc.sample(fc.constantFrom(...small), { seed, numRuns: 2 });
      const types = new Set([...ALWAYS, ...drawn]);
      const fresh = await generateSnapshot({ provider: providerProcessBackends(binary ?? ""), types });
      expect(
        snapshotDifferences(snapshot, withFactsOf(snapshot, fresh, types)),
        `${SEED_VARIABLE}=${seed}`,
      ).toEqual([]);
    },
    240_000,
  );
});

/** Types that are always probed. */
const ALWAYS = ["aws_route53_record", "aws_lb_listener", "aws_ssm_parameter"];

/** The number of attributes, including those of nested blocks. */
function sizeOf({ attributes, blocks }: SchemaBlock): number {
  const nested = Object.values(blocks).reduce((sum, { block }) => sum + sizeOf(block), 0);
  return Object.keys(attributes).length + nested;
}

/** A snapshot with the behavior of another, except for some types. */
function withFactsOf(
  behavior: ProviderSnapshot,
  snapshot: ProviderSnapshot,
  except: ReadonlySet<string>,
): ProviderSnapshot {
  const entries = snapshot.resources.names.map((name): [string, ResourceSnapshot] => {
    const entry = snapshot.resources.get(name)!;
    return [
      name,
      except.has(name)
        ? entry
        : { ...entry, behavior: behavior.resources.get(name)?.behavior ?? entry.behavior },
    ];
  });
  const plain = { ...snapshot, resources: snapshotTable(Object.fromEntries(entries)) };
  return unpackSnapshot(packSnapshot(plain));
}
