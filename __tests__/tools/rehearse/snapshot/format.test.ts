import { brotliDecompressSync } from "node:zlib";
import {
  decodeSnapshot,
  encodeSnapshot,
  type Snapshot,
  tableOf,
} from "../../../../tools/rehearse/snapshot/format.ts";
import { NO_FACTS, type PlanFacts } from "../../../../tools/rehearse/snapshot/plan-facts.ts";
import { attribute, block, nested } from "./blocks.ts";

const endpoint = block({ host: attribute("r"), secret: attribute("os"), pin: attribute("ow", "number") });

const thing = block(
  { id: attribute("c"), tags: attribute("o", ["map", "string"]) },
  {
    source: nested("list", endpoint, 1, 1),
    target: nested("set", endpoint),
    only: nested("single", block({})),
  },
);

const FACTS: PlanFacts = {
  legacy: false,
  replace: new Set(["source.host", "id"]),
  replaceOnSetting: new Set(["tags"]),
  json: new Set(["id"]),
  defaults: { "target.pin": 0, names: ["a"], empty: "", nothing: null },
  computedBlocks: new Set(["target"]),
  recomputed: { "*": ["id"], tags: ["etag"] },
  allowed: { kind: ["A", "B"] },
  unprobed: ["only"],
};

function snapshotOf(facts: PlanFacts): Snapshot {
  return {
    provider: "hashicorp/aws",
    version: "5.100.0",
    providerSchema: { version: 0, block: endpoint },
    resources: tableOf({
      aws_thing: { version: 2, block: thing, facts },
      aws_other: { version: 0, block: thing, facts: NO_FACTS },
    }),
    dataSources: tableOf({ aws_thing: { version: 0, block: endpoint } }),
    ephemerals: tableOf({ aws_secret: { version: 1, block: endpoint } }),
    functions: { arn_parse: new Uint8Array([10, 2, 8, 1]) },
  };
}

describe("a snapshot's file", () => {
  it("gives back what was put in", () => {
    const read = decodeSnapshot(encodeSnapshot(snapshotOf(FACTS)));
    expect([read.provider, read.version]).toEqual(["hashicorp/aws", "5.100.0"]);
    expect(read.providerSchema).toEqual({ version: 0, block: endpoint });
    expect(read.resources.names).toEqual(["aws_other", "aws_thing"]);
    expect(read.resources.get("aws_thing")).toEqual({ version: 2, block: thing, facts: FACTS });
    expect(read.resources.get("aws_other")?.facts).toEqual({ ...NO_FACTS });
    expect(read.dataSources.get("aws_thing")).toEqual({ version: 0, block: endpoint });
    expect(read.ephemerals.get("aws_secret")).toEqual({ version: 1, block: endpoint });
    expect([...read.functions.arn_parse!]).toEqual([10, 2, 8, 1]);
  });

  it("knows no type that is not in it, whatever its name", () => {
    const read = decodeSnapshot(encodeSnapshot(snapshotOf(FACTS)));
    expect(read.resources.get("aws_none")).toBeUndefined();
    expect(read.resources.get("constructor")).toBeUndefined();
  });

  it("has the same bytes whatever the order things were learnt in", () => {
    const turned: PlanFacts = {
      ...FACTS,
      replace: new Set([...FACTS.replace].reverse()),
      defaults: Object.fromEntries(Object.entries(FACTS.defaults).reverse()),
      recomputed: Object.fromEntries(Object.entries(FACTS.recomputed).reverse()),
    };
    expect(encodeSnapshot(snapshotOf(turned)).equals(encodeSnapshot(snapshotOf(FACTS)))).toBe(true);
  });

  it("keeps equal blocks once", () => {
    const text = brotliDecompressSync(encodeSnapshot(snapshotOf(FACTS))).toString();
    expect(text.match(/"host"/g)).toHaveLength(1);
    const read = decodeSnapshot(encodeSnapshot(snapshotOf(FACTS)));
    expect(read.resources.get("aws_thing")?.block).toBe(read.resources.get("aws_other")?.block);
  });

  it("refuses another format", () => {
    const bytes = encodeSnapshot(snapshotOf(FACTS));
    expect(() => decodeSnapshot(bytes.subarray(0, 20))).toThrow();
  });
});
