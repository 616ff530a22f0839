import type { SchemaBlock } from "../../../../../tools/rehearse/simulator/schema.ts";
import { planFromSchema } from "../../../../../tools/rehearse/simulator/schema-only-planner/plan-from-schema.ts";
import { type ObjectValue, UNKNOWN } from "../../../../../tools/rehearse/simulator/terraform-value.ts";
import {
  DEFAULT_PLAN_BEHAVIOR,
  type PlanBehavior,
} from "../../../../../tools/rehearse/snapshot/plan-behavior.ts";
import { nestedSchemaBlock, schemaAttribute, schemaBlock } from "../../snapshot/blocks.ts";

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
    zone: schemaAttribute("oc"),
    etag: schemaAttribute("c"),
    secret: schemaAttribute("ow"),
    members: schemaAttribute("o", ["set", "string"]),
    order: schemaAttribute("o", ["list", "string"]),
    parts: schemaAttribute("o", ["list", ["object", { port: "number", note: "string" }]]),
    entries: schemaAttribute("oc", ["set", ["object", { port: "number", note: "string" }]]),
    tags: schemaAttribute("o", ["map", "string"]),
    tags_all: schemaAttribute("oc", ["map", "string"]),
  },
  {
    step: nestedSchemaBlock("list", rule),
    rule: nestedSchemaBlock("set", rule),
    only: nestedSchemaBlock("single", rule),
    mapping: nestedSchemaBlock("list", rule),
  },
);

const BEHAVIOR: PlanBehavior = {
  ...DEFAULT_PLAN_BEHAVIOR,
  jsonAttributes: new Set(["zone"]),
  requiresReplaceIfSet: new Set(["members"]),
  requiresReplace: new Set(["name", "step.port", "rule.port", "only"]),
  defaults: { kind: "plain", "rule.note": "", "entries.note": "" },
  computedBlocks: new Set(["mapping"]),
  recomputedOnUpdate: { "*": ["etag"], kind: ["zone"] },
};

const NO_VALUES: ObjectValue = {
  ...Object.fromEntries(Object.keys(thing.attributes).map((name) => [name, null])),
  step: [],
  rule: [],
  only: null,
  mapping: [],
};

const CONFIG: ObjectValue = { ...NO_VALUES, name: "a" };

/** An existing resource, created from {@link CONFIG}. */
const PRIOR: ObjectValue = {
  ...CONFIG,
  id: "i-1",
  kind: "plain",
  zone: "z",
  etag: "1",
  entries: [],
  tags_all: {},
  mapping: [{ port: 1, note: null, rule_id: "r" }],
};

interface Plan {
  readonly prior?: ObjectValue | null;
  readonly config: ObjectValue | null;
  readonly behavior?: PlanBehavior;
  readonly defaults?: ObjectValue | null;
  readonly schema?: SchemaBlock;
}

function plan({ prior = null, config, behavior = BEHAVIOR, defaults = null, schema = thing }: Plan) {
  const { planned, requiresReplace: replace } = planFromSchema(
    schema,
    behavior,
    { prior, proposed: config, config },
    { defaultTags: defaults },
  );
  return {
    planned: planned ?? {},
    replace: replace.map(({ steps }) => steps.map((step) => Object.values(step)[0]).join(".")),
  };
}

const member = (port: number, note: string | null = null, id: string | null = null) => ({
  port,
  note,
  rule_id: id,
});

describe("a new resource", () => {
  it("gets defaults, has computed attributes unknown, and keeps configured values", () => {
    const { planned, replace } = plan({ config: { ...CONFIG, zone: "mine" } });
    expect(planned).toEqual({
      ...CONFIG,
      id: UNKNOWN,
      kind: "plain",
      zone: "mine",
      etag: UNKNOWN,
      entries: UNKNOWN,
      tags_all: UNKNOWN,
      mapping: UNKNOWN,
    });
    expect(replace).toEqual([]);
  });

  it("never plans a write-only value", () => {
    expect(plan({ config: { ...CONFIG, secret: "s" } }).planned.secret).toBeNull();
  });

  it("fills blocks and objects", () => {
    const config = { ...CONFIG, rule: [member(1)], step: [member(2)], entries: [{ port: 3, note: null }] };
    const { planned } = plan({ config });
    expect(planned.rule).toEqual([{ port: 1, note: "", rule_id: UNKNOWN }]);
    expect(planned.step).toEqual([{ port: 2, note: null, rule_id: UNKNOWN }]);
    expect(planned.entries).toEqual([{ port: 3, note: "" }]);
  });

  it("keeps unknown values", () => {
    const { planned } = plan({ config: { ...CONFIG, name: UNKNOWN, rule: UNKNOWN } });
    expect([planned.name, planned.rule]).toEqual([UNKNOWN, UNKNOWN]);
  });

  it.each(["members", "order"])("has %s wholly unknown if an element is, in the older SDK", (name) => {
    const config = { ...CONFIG, [name]: ["a", UNKNOWN] };
    expect(plan({ config }).planned[name]).toBe(UNKNOWN);
    const newer = { ...BEHAVIOR, legacyTypeSystem: false };
    expect(plan({ config, behavior: newer }).planned[name]).toEqual(["a", UNKNOWN]);
  });

  it("has a list of objects with what is unknown in them", () => {
    const parts = [{ port: UNKNOWN, note: "a" }];
    expect(plan({ config: { ...CONFIG, parts } }).planned.parts).toEqual(parts);
  });

  it("may have known computed attributes", () => {
    const behavior = { ...BEHAVIOR, defaults: { etag: null, zone: "here" } };
    const { planned } = plan({ config: CONFIG, behavior });
    expect([planned.etag, planned.zone]).toEqual([null, "here"]);
  });
});

describe("an existing resource", () => {
  it("has an empty plan when nothing changes", () => {
    expect(plan({ prior: PRIOR, config: CONFIG })).toEqual({ planned: PRIOR, replace: [] });
  });

  it("has an empty plan when only the order of a set changes", () => {
    const prior = { ...PRIOR, members: ["a", "b"], rule: [member(1, "", "r1"), member(2, "x", "r2")] };
    const config = { ...CONFIG, members: ["b", "a"], rule: [member(2, "x"), member(1)] };
    expect(plan({ prior, config })).toEqual({ planned: prior, replace: [] });
  });

  it("has an empty plan when only the formatting of JSON changes", () => {
    const prior = { ...PRIOR, zone: '{"a":[1,{"b":2,"c":3}],"d":null}', name: '{"a":1,"b":2}' };
    const config = { ...CONFIG, zone: '{ "d": null, "a": [1, {"c":3, "b":2}] }', name: prior.name };
    expect(plan({ prior, config })).toEqual({ planned: prior, replace: [] });
    const turned = { ...config, zone: '{"a":[{"b":2,"c":3},1],"d":null}' };
    expect(plan({ prior, config: turned }).planned.zone).toBe(turned.zone);
    expect(plan({ prior, config: { ...config, name: '{"b":2,"a":1}' } }).replace).toEqual(["name"]);
  });

  it("is unknown again where the change makes AWS recompute values", () => {
    const { planned, replace } = plan({ prior: PRIOR, config: { ...CONFIG, kind: "fancy" } });
    expect(planned).toEqual({ ...PRIOR, kind: "fancy", etag: UNKNOWN, zone: UNKNOWN });
    expect(replace).toEqual([]);
    const members = plan({ prior: PRIOR, config: { ...CONFIG, members: ["a"] } }).planned;
    expect([members.etag, members.zone]).toEqual([UNKNOWN, "z"]);
    expect(plan({ prior: PRIOR, config: { ...CONFIG, kind: "fancy", zone: "y" } }).planned.zone).toBe("y");
  });

  it("is replaced for values that cannot change", () => {
    expect(plan({ prior: PRIOR, config: { ...CONFIG, name: "b" } }).replace).toEqual(["name"]);
    expect(plan({ prior: PRIOR, config: { ...CONFIG, name: UNKNOWN } }).replace).toEqual(["name"]);
  });

  it("is replaced for values that can change, but not be added or removed", () => {
    const prior = { ...PRIOR, members: ["a"] };
    expect(plan({ prior, config: { ...CONFIG, members: ["b"] } }).replace).toEqual([]);
    expect(plan({ prior, config: CONFIG }).replace).toEqual(["members"]);
    expect(plan({ prior: PRIOR, config: { ...CONFIG, members: ["b"] } }).replace).toEqual(["members"]);
  });

  it("is replaced for blocks that cannot be added, removed or changed", () => {
    const prior = {
      ...PRIOR,
      step: [member(1, null, "s")],
      rule: [member(1, "", "r1"), member(2, "", "r2")],
    };
    const same = { ...CONFIG, step: [member(1)], rule: [member(1), member(2)] };
    expect(plan({ prior, config: same }).replace).toEqual([]);
    expect(plan({ prior, config: { ...same, step: [member(9)] } }).replace).toEqual(["step.0.port"]);
    expect(plan({ prior, config: { ...same, step: [member(1, "new")] } }).replace).toEqual([]);
    expect(plan({ prior, config: { ...same, step: [] } }).replace).toEqual(["step.0.port"]);
    expect(plan({ prior, config: { ...same, rule: [member(1), member(3)] } }).replace).toEqual(["rule"]);
    expect(plan({ prior, config: { ...same, rule: [member(1)] } }).replace).toEqual(["rule"]);
    expect(plan({ prior, config: { ...same, only: member(1) } }).replace).toEqual(["only"]);
    const single = { ...prior, only: member(1, null, "o") };
    expect(plan({ prior: single, config: { ...same, only: member(2) } }).replace).toEqual([]);
  });

  it("keeps computed values in blocks that stay, and has them unknown in new ones", () => {
    const prior = { ...PRIOR, step: [member(1, null, "s")], rule: [member(1, "", "r1")] };
    const config = { ...CONFIG, step: [member(1, "new"), member(2)], rule: [member(1), member(2)] };
    const { planned } = plan({ prior, config });
    expect(planned.step).toEqual([member(1, "new", "s"), { ...member(2), rule_id: UNKNOWN }]);
    expect(planned.rule).toEqual([member(1, "", "r1"), { ...member(2, ""), rule_id: UNKNOWN }]);
  });

  it("returns to the default of a removed argument", () => {
    const { planned } = plan({ prior: { ...PRIOR, kind: "fancy", members: ["a"] }, config: CONFIG });
    expect([planned.kind, planned.members]).toEqual(["plain", null]);
    const newer = { ...BEHAVIOR, legacyTypeSystem: false, defaults: { ...BEHAVIOR.defaults, zone: "here" } };
    expect(plan({ prior: PRIOR, config: CONFIG, behavior: newer }).planned.zone).toBe("here");
    expect(plan({ prior: PRIOR, config: CONFIG }).planned.zone).toBe("z");
  });

  it("treats empty as not set, in the older SDK", () => {
    const prior = { ...PRIOR, members: [] };
    expect(plan({ prior, config: CONFIG }).planned).toEqual(prior);
    expect(
      plan({ prior, config: CONFIG, behavior: { ...BEHAVIOR, legacyTypeSystem: false } }).planned.members,
    ).toBeNull();
  });

  it("is deleted without a plan", () => {
    expect(plan({ prior: PRIOR, config: null })).toEqual({ planned: {}, replace: [] });
  });
});

describe("tags_all", () => {
  const defaults = { Owner: "us", Stage: "dev" };

  it("has the provider's default tags, overridden by the resource's own", () => {
    const { planned } = plan({ config: { ...CONFIG, tags: { Stage: "prod", Name: "x" } }, defaults });
    expect(planned.tags_all).toEqual({ Owner: "us", Stage: "prod", Name: "x" });
    expect(planned.tags).toEqual({ Stage: "prod", Name: "x" });
  });

  it("is unknown while a tag is", () => {
    expect(plan({ config: { ...CONFIG, tags: { Name: UNKNOWN } }, defaults }).planned.tags_all).toBe(UNKNOWN);
    expect(plan({ config: { ...CONFIG, tags: UNKNOWN }, defaults }).planned.tags_all).toBe(UNKNOWN);
  });

  it("changes with the provider's default tags", () => {
    const prior = { ...PRIOR, tags_all: { Owner: "them" } };
    const { planned } = plan({ prior, config: CONFIG, defaults });
    expect(planned).toEqual({ ...prior, etag: UNKNOWN, tags_all: defaults });
  });

  it("stays unchanged while they do", () => {
    const prior = { ...PRIOR, tags_all: { Stage: "dev", Owner: "us" } };
    expect(plan({ prior, config: CONFIG, defaults }).planned).toEqual(prior);
  });
});
