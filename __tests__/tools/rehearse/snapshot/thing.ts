import type { BackendFactory } from "../../../../tools/rehearse/simulator/backend.ts";
import { schemaOnlyBackend } from "../../../../tools/rehearse/simulator/schema-only-planner/index.ts";
import { type ProviderSnapshot, snapshotTable } from "../../../../tools/rehearse/snapshot/format.ts";
import type { PlanBehavior } from "../../../../tools/rehearse/snapshot/plan-behavior.ts";
import { nestedSchemaBlock, schemaAttribute, schemaBlock } from "./blocks.ts";

/** A nested block of {@link thing}, and a data source with its name. */
export const thingRule = schemaBlock({
  port: schemaAttribute("r", "number"),
  note: schemaAttribute("o"),
  rule_id: schemaAttribute("c"),
});

/** A type with every kind of attribute and block. */
export const thing = schemaBlock(
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
    rule: nestedSchemaBlock("list", thingRule),
    member: nestedSchemaBlock("set", thingRule),
    zones: nestedSchemaBlock("list", schemaBlock({ zone: schemaAttribute("r") })),
  },
);

/** The plan behavior of {@link thing}. */
export const THING_FACTS: PlanBehavior = {
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

/** A provider with known behavior: the schema-only backend with a snapshot of one type. */
export function thingProvider(behavior: PlanBehavior): BackendFactory {
  const snapshot: ProviderSnapshot = {
    provider: "hashicorp/aws",
    version: "9.9.9",
    providerSchema: { version: 0, block: schemaBlock({ region: schemaAttribute("o") }) },
    resources: snapshotTable({ aws_thing: { version: 1, block: thing, behavior: behavior } }),
    dataSources: snapshotTable({ aws_thing: { version: 0, block: thingRule } }),
    ephemerals: snapshotTable({}),
    functions: { arn_parse: new Uint8Array([1]) },
  };
  return schemaOnlyBackend(() => snapshot);
}
