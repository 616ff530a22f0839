import type { BackendFactory, ProviderBackend } from "../../../../tools/rehearse/simulator/backend.ts";
import { lightBackend } from "../../../../tools/rehearse/simulator/schema-only-planner/index.ts";
import {
  encodeSnapshot,
  type ProviderSnapshot,
  snapshotTable,
} from "../../../../tools/rehearse/snapshot/format.ts";
import { generateSnapshot } from "../../../../tools/rehearse/snapshot/generate.ts";
import type { PlanBehavior } from "../../../../tools/rehearse/snapshot/plan-behavior.ts";
import { nestedSchemaBlock, schemaAttribute, schemaBlock } from "./blocks.ts";

const rule = schemaBlock({
  port: schemaAttribute("r", "number"),
  note: schemaAttribute("o"),
  rule_id: schemaAttribute("c"),
});

const thing = schemaBlock(
  {
    id: schemaAttribute("c"),
    name: schemaAttribute("r"),
    kind: schemaAttribute("o"),
    size: schemaAttribute("o", "number"),
    zone: schemaAttribute("oc"),
    policy: schemaAttribute("o"),
    etag: schemaAttribute("c"),
    serial: schemaAttribute("c"),
    secret: schemaAttribute("ow"),
  },
  {
    rule: nestedSchemaBlock("list", rule),
    member: nestedSchemaBlock("set", rule),
    zones: nestedSchemaBlock("list", schemaBlock({ zone: schemaAttribute("r") })),
  },
);

const THING_BEHAVIOR: PlanBehavior = {
  legacyTypeSystem: true,
  requiresReplaceIfSet: new Set(["size"]),
  jsonAttributes: new Set(["policy"]),
  requiresReplace: new Set(["name", "zone", "rule", "rule.port", "member"]),
  defaults: { kind: "plain", "member.note": "", "rule.note": "none" },
  computedBlocks: new Set(["zones"]),
  recomputedOnUpdate: { "*": ["etag"], kind: ["serial"] },
  allowedValues: { kind: ["plain", "fancy"] },
  unprobed: [],
};

/** A provider whose answers are known: the light one, from facts of our own. */
function providerOf(behavior: PlanBehavior): BackendFactory {
  const snapshot: ProviderSnapshot = {
    provider: "hashicorp/aws",
    version: "9.9.9",
    providerSchema: { version: 0, block: schemaBlock({ region: schemaAttribute("o") }) },
    resources: snapshotTable({ aws_thing: { version: 1, block: thing, behavior } }),
    dataSources: snapshotTable({ aws_thing: { version: 0, block: rule } }),
    ephemerals: snapshotTable({}),
    functions: { arn_parse: new Uint8Array([1]) },
  };
  return lightBackend(() => snapshot);
}

/** A provider that crashes at each plan that sets what it cannot take, and is started again. */
function crashing(factory: BackendFactory, started: ProviderBackend[]): BackendFactory {
  return async () => {
    const backend = await factory();
    let running = true;
    const wrapped: ProviderBackend = {
      ...backend,
      plan: async (request) => {
        if (!running) throw new Error("it has crashed");
        const text = Buffer.from(request.config.msgpack).toString("latin1");
        if (text.includes("\u00a4size\u0002")) {
          running = false;
          throw new Error("panic");
        }
        return backend.plan(request);
      },
    };
    started.push(wrapped);
    return wrapped;
  };
}

describe("a snapshot taken from a provider", () => {
  it("finds out by asking what the provider does", async () => {
    const snapshot = await generateSnapshot({ provider: providerOf(THING_BEHAVIOR) });
    expect([snapshot.provider, snapshot.version]).toEqual(["hashicorp/aws", "9.9.9"]);
    const entry = snapshot.resources.get("aws_thing");
    expect(entry?.version).toBe(1);
    expect(entry?.block).toEqual(thing);
    expect(entry?.behavior).toEqual(THING_BEHAVIOR);
    expect(snapshot.dataSources.get("aws_thing")?.block).toEqual(rule);
    expect(snapshot.functions.arn_parse).toEqual(new Uint8Array([1]));
  });

  it("finds out what a provider of the newer framework does", async () => {
    const behavior: PlanBehavior = {
      ...THING_BEHAVIOR,
      legacyTypeSystem: false,
      recomputedOnUpdate: {},
      defaults: { etag: null, zone: "here" },
    };
    const snapshot = await generateSnapshot({ provider: providerOf(behavior) });
    expect(snapshot.resources.get("aws_thing")?.behavior).toEqual(behavior);
  });

  it("has the same bytes each time", async () => {
    const take = async () => encodeSnapshot(await generateSnapshot({ provider: providerOf(THING_BEHAVIOR) }));
    expect((await take()).equals(await take())).toBe(true);
  });

  it("goes on after a crash, and notes what it could not learn", async () => {
    const started: ProviderBackend[] = [];
    const provider = crashing(providerOf(THING_BEHAVIOR), started);
    const snapshot = await generateSnapshot({ provider, processes: 1 });
    const behavior = snapshot.resources.get("aws_thing")?.behavior;
    expect(behavior).toEqual({ ...THING_BEHAVIOR, requiresReplaceIfSet: new Set(), unprobed: ["size"] });
    expect(started.length).toBeGreaterThan(1);
  });

  it("asks about some types only, where told", async () => {
    const snapshot = await generateSnapshot({ provider: providerOf(THING_BEHAVIOR), types: new Set() });
    expect(snapshot.resources.get("aws_thing")?.block).toEqual(thing);
    expect(snapshot.resources.get("aws_thing")?.behavior.requiresReplace).toEqual(new Set());
  });
});
