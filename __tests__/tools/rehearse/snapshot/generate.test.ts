import type { BackendFactory, ProviderBackend } from "../../../../tools/rehearse/simulator/backend.ts";
import { encodeSnapshot } from "../../../../tools/rehearse/snapshot/format.ts";
import { generateSnapshot } from "../../../../tools/rehearse/snapshot/generate.ts";
import type { PlanBehavior } from "../../../../tools/rehearse/snapshot/plan-behavior.ts";
import { THING_FACTS, thing, thingProvider, thingRule } from "./thing.ts";

/** A provider that crashes at each plan with a certain value, and is restarted. */
function crashing(factory: BackendFactory, started: ProviderBackend[]): BackendFactory {
  return async () => {
    const backend = await factory();
    let running = true;
    const wrapped: ProviderBackend = {
      ...backend,
      PlanResourceChange: async (request) => {
        if (!running) throw new Error("the provider has crashed");
        const text = Buffer.from(request.config?.msgpack ?? []).toString("latin1");
        if (text.includes("\u00a4size\u0002")) {
          running = false;
          throw new Error("panic");
        }
        return backend.PlanResourceChange(request);
      },
    };
    started.push(wrapped);
    return wrapped;
  };
}

describe("a snapshot taken from a provider", () => {
  it("observes the provider's behavior", async () => {
    const snapshot = await generateSnapshot({ provider: thingProvider(THING_FACTS) });
    expect([snapshot.provider, snapshot.version]).toEqual(["hashicorp/aws", "9.9.9"]);
    const entry = snapshot.resources.get("aws_thing");
    expect(entry?.version).toBe(1);
    expect(entry?.block).toEqual(thing);
    expect(entry?.behavior).toEqual(THING_FACTS);
    expect(snapshot.dataSources.get("aws_thing")?.block).toEqual(thingRule);
    expect(snapshot.functions.arn_parse).toEqual(new Uint8Array([1]));
  });

  it("observes the behavior of a provider with the newer framework", async () => {
    const behavior: PlanBehavior = {
      ...THING_FACTS,
      legacyTypeSystem: false,
      recomputedOnUpdate: {},
      defaults: { etag: null, zone: "here" },
    };
    const snapshot = await generateSnapshot({ provider: thingProvider(behavior) });
    expect(snapshot.resources.get("aws_thing")?.behavior).toEqual(behavior);
  });

  it("has the same bytes each time", async () => {
    const take = async () => encodeSnapshot(await generateSnapshot({ provider: thingProvider(THING_FACTS) }));
    expect((await take()).equals(await take())).toBe(true);
  });

  it("continues after a crash, and records what it could not probe", async () => {
    const started: ProviderBackend[] = [];
    const provider = crashing(thingProvider(THING_FACTS), started);
    const snapshot = await generateSnapshot({ provider, processes: 1 });
    const behavior = snapshot.resources.get("aws_thing")?.behavior;
    expect(behavior).toEqual({ ...THING_FACTS, requiresReplaceIfSet: new Set(), unprobed: ["size"] });
    expect(started.length).toBeGreaterThan(1);
  });

  it("does not treat an outage as a rejection", async () => {
    const factory = thingProvider(THING_FACTS);
    let plans = 0;
    const provider: BackendFactory = async () => {
      const backend = await factory();
      const PlanResourceChange: ProviderBackend["PlanResourceChange"] = async (request) => {
        plans += 1;
        // Each call fails once, as when the system kills a process that uses too much memory.
        if (plans % 2 === 1) throw new Error("the provider was killed");
        return backend.PlanResourceChange(request);
      };
      return { ...backend, PlanResourceChange };
    };
    const snapshot = await generateSnapshot({ provider, processes: 1 });
    expect(snapshot.resources.get("aws_thing")?.behavior).toEqual(THING_FACTS);
    const failing: BackendFactory = () => Promise.reject(new Error("no memory"));
    await expect(generateSnapshot({ provider: failing })).rejects.toThrow("no memory");
  });

  it("probes only the given types", async () => {
    const snapshot = await generateSnapshot({ provider: thingProvider(THING_FACTS), types: new Set() });
    expect(snapshot.resources.get("aws_thing")?.block).toEqual(thing);
    expect(snapshot.resources.get("aws_thing")?.behavior.requiresReplace).toEqual(new Set());
  });
});
