import type { BackendFactory, ProviderBackend } from "../../../../tools/rehearse/cloud/backend.ts";
import { lightBackend } from "../../../../tools/rehearse/cloud/light/index.ts";
import { encodeSnapshot, type Snapshot, tableOf } from "../../../../tools/rehearse/snapshot/format.ts";
import { generateSnapshot } from "../../../../tools/rehearse/snapshot/generate.ts";
import type { PlanFacts } from "../../../../tools/rehearse/snapshot/plan-facts.ts";
import { attribute, block, nested } from "./blocks.ts";

const rule = block({ port: attribute("r", "number"), note: attribute("o"), rule_id: attribute("c") });

const thing = block(
  {
    id: attribute("c"),
    name: attribute("r"),
    kind: attribute("o"),
    size: attribute("o", "number"),
    zone: attribute("oc"),
    policy: attribute("o"),
    etag: attribute("c"),
    serial: attribute("c"),
    secret: attribute("ow"),
  },
  {
    rule: nested("list", rule),
    member: nested("set", rule),
    zones: nested("list", block({ zone: attribute("r") })),
  },
);

const THING_FACTS: PlanFacts = {
  legacy: true,
  replaceOnSetting: new Set(["size"]),
  json: new Set(["policy"]),
  replace: new Set(["name", "zone", "rule", "rule.port", "member"]),
  defaults: { kind: "plain", "member.note": "", "rule.note": "none" },
  computedBlocks: new Set(["zones"]),
  recomputed: { "*": ["etag"], kind: ["serial"] },
  allowed: { kind: ["plain", "fancy"] },
  unprobed: [],
};

/** A provider whose answers are known: the light one, from facts of our own. */
function providerOf(facts: PlanFacts): BackendFactory {
  const snapshot: Snapshot = {
    provider: "hashicorp/aws",
    version: "9.9.9",
    providerSchema: { version: 0, block: block({ region: attribute("o") }) },
    resources: tableOf({ aws_thing: { version: 1, block: thing, facts } }),
    dataSources: tableOf({ aws_thing: { version: 0, block: rule } }),
    ephemerals: tableOf({}),
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
    const snapshot = await generateSnapshot({ provider: providerOf(THING_FACTS) });
    expect([snapshot.provider, snapshot.version]).toEqual(["hashicorp/aws", "9.9.9"]);
    const entry = snapshot.resources.get("aws_thing");
    expect(entry?.version).toBe(1);
    expect(entry?.block).toEqual(thing);
    expect(entry?.facts).toEqual(THING_FACTS);
    expect(snapshot.dataSources.get("aws_thing")?.block).toEqual(rule);
    expect(snapshot.functions.arn_parse).toEqual(new Uint8Array([1]));
  });

  it("finds out what a provider of the newer framework does", async () => {
    const facts: PlanFacts = {
      ...THING_FACTS,
      legacy: false,
      recomputed: {},
      defaults: { etag: null, zone: "here" },
    };
    const snapshot = await generateSnapshot({ provider: providerOf(facts) });
    expect(snapshot.resources.get("aws_thing")?.facts).toEqual(facts);
  });

  it("has the same bytes each time", async () => {
    const take = async () => encodeSnapshot(await generateSnapshot({ provider: providerOf(THING_FACTS) }));
    expect((await take()).equals(await take())).toBe(true);
  });

  it("goes on after a crash, and notes what it could not learn", async () => {
    const started: ProviderBackend[] = [];
    const provider = crashing(providerOf(THING_FACTS), started);
    const snapshot = await generateSnapshot({ provider, processes: 1 });
    const facts = snapshot.resources.get("aws_thing")?.facts;
    expect(facts).toEqual({ ...THING_FACTS, replaceOnSetting: new Set(), unprobed: ["size"] });
    expect(started.length).toBeGreaterThan(1);
  });

  it("asks about some types only, where told", async () => {
    const snapshot = await generateSnapshot({ provider: providerOf(THING_FACTS), types: new Set() });
    expect(snapshot.resources.get("aws_thing")?.block).toEqual(thing);
    expect(snapshot.resources.get("aws_thing")?.facts.replace).toEqual(new Set());
  });
});
