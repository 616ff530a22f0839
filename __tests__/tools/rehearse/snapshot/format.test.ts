import { brotliDecompressSync } from "node:zlib";
import {
  decodeSnapshot,
  encodeSnapshot,
  type ProviderSnapshot,
  snapshotTable,
} from "../../../../tools/rehearse/snapshot/format.ts";
import {
  DEFAULT_PLAN_BEHAVIOR,
  type PlanBehavior,
} from "../../../../tools/rehearse/snapshot/plan-behavior.ts";
import { nestedSchemaBlock, schemaAttribute, schemaBlock } from "./blocks.ts";

const endpoint = schemaBlock({
  host: schemaAttribute("r"),
  secret: schemaAttribute("os"),
  pin: schemaAttribute("ow", "number"),
});

const thing = schemaBlock(
  { id: schemaAttribute("c"), tags: schemaAttribute("o", ["map", "string"]) },
  {
    source: nestedSchemaBlock("list", endpoint, 1, 1),
    target: nestedSchemaBlock("set", endpoint),
    only: nestedSchemaBlock("single", schemaBlock({})),
  },
);

const BEHAVIOR: PlanBehavior = {
  legacyTypeSystem: false,
  requiresReplace: new Set(["source.host", "id"]),
  requiresReplaceIfSet: new Set(["tags"]),
  jsonAttributes: new Set(["id"]),
  defaults: { "target.pin": 0, names: ["a"], empty: "", nothing: null },
  computedBlocks: new Set(["target"]),
  recomputedOnUpdate: { "*": ["id"], tags: ["etag"] },
  allowedValues: { kind: ["A", "B"] },
  unprobed: ["only"],
};

function snapshotOf(behavior: PlanBehavior): ProviderSnapshot {
  return {
    provider: "hashicorp/aws",
    version: "5.100.0",
    providerSchema: { version: 0, block: endpoint },
    resources: snapshotTable({
      aws_thing: { version: 2, block: thing, behavior },
      aws_other: { version: 0, block: thing, behavior: DEFAULT_PLAN_BEHAVIOR },
    }),
    dataSources: snapshotTable({ aws_thing: { version: 0, block: endpoint } }),
    ephemerals: snapshotTable({ aws_secret: { version: 1, block: endpoint } }),
    functions: { arn_parse: new Uint8Array([10, 2, 8, 1]) },
  };
}

describe("a snapshot's file", () => {
  it("restores the snapshot", () => {
    const read = decodeSnapshot(encodeSnapshot(snapshotOf(BEHAVIOR)));
    expect([read.provider, read.version]).toEqual(["hashicorp/aws", "5.100.0"]);
    expect(read.providerSchema).toEqual({ version: 0, block: endpoint });
    expect(read.resources.names).toEqual(["aws_other", "aws_thing"]);
    expect(read.resources.get("aws_thing")).toEqual({ version: 2, block: thing, behavior: BEHAVIOR });
    expect(read.resources.get("aws_other")?.behavior).toEqual({ ...DEFAULT_PLAN_BEHAVIOR });
    expect(read.dataSources.get("aws_thing")).toEqual({ version: 0, block: endpoint });
    expect(read.ephemerals.get("aws_secret")).toEqual({ version: 1, block: endpoint });
    expect([...read.functions.arn_parse!]).toEqual([10, 2, 8, 1]);
  });

  it("has no type that is not in it, whatever its name", () => {
    const read = decodeSnapshot(encodeSnapshot(snapshotOf(BEHAVIOR)));
    expect(read.resources.get("aws_none")).toBeUndefined();
    expect(read.resources.get("constructor")).toBeUndefined();
  });

  it("has the same bytes for any order of the same content", () => {
    const reversed: PlanBehavior = {
      ...BEHAVIOR,
      requiresReplace: new Set([...BEHAVIOR.requiresReplace].reverse()),
      defaults: Object.fromEntries(Object.entries(BEHAVIOR.defaults).reverse()),
      recomputedOnUpdate: Object.fromEntries(Object.entries(BEHAVIOR.recomputedOnUpdate).reverse()),
    };
    expect(encodeSnapshot(snapshotOf(reversed)).equals(encodeSnapshot(snapshotOf(BEHAVIOR)))).toBe(true);
  });

  it("stores equal blocks once", () => {
    const text = brotliDecompressSync(encodeSnapshot(snapshotOf(BEHAVIOR))).toString();
    expect(text.match(/"host"/g)).toHaveLength(1);
    const read = decodeSnapshot(encodeSnapshot(snapshotOf(BEHAVIOR)));
    expect(read.resources.get("aws_thing")?.block).toBe(read.resources.get("aws_other")?.block);
  });

  it("is rejected if it is truncated", () => {
    const bytes = encodeSnapshot(snapshotOf(BEHAVIOR));
    expect(() => decodeSnapshot(bytes.subarray(0, 20))).toThrow();
  });
});
