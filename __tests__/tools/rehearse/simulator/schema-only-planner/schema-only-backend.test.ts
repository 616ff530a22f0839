import type { ProviderBackend } from "../../../../../tools/rehearse/simulator/backend.ts";
import {
  decodeDynamicValue,
  decodeObjectValue,
  encodeDynamicValue,
} from "../../../../../tools/rehearse/simulator/protocol/codec.ts";
import { EncodedProviderSchema } from "../../../../../tools/rehearse/simulator/protocol/encoded-provider-schema.ts";
import { schemaOnlyBackend } from "../../../../../tools/rehearse/simulator/schema-only-planner/index.ts";
import { type ObjectValue, UNKNOWN } from "../../../../../tools/rehearse/simulator/terraform-value.ts";
import { type ProviderSnapshot, snapshotTable } from "../../../../../tools/rehearse/snapshot/format.ts";
import { DEFAULT_PLAN_BEHAVIOR } from "../../../../../tools/rehearse/snapshot/plan-behavior.ts";
import { nestedSchemaBlock, schemaAttribute, schemaBlock } from "../../snapshot/blocks.ts";

const rule = schemaBlock({ mode: schemaAttribute("o"), port: schemaAttribute("r", "number") });

const thing = schemaBlock(
  {
    id: schemaAttribute("c"),
    kind: schemaAttribute("r"),
    size: schemaAttribute("o", "number"),
    on: schemaAttribute("o", "bool"),
    names: schemaAttribute("o", ["list", "string"]),
    secret: schemaAttribute("osw"),
    tags: schemaAttribute("o", ["map", "string"]),
    tags_all: schemaAttribute("c", ["map", "string"]),
  },
  {
    rule: nestedSchemaBlock("list", rule, 1, 3),
    group: nestedSchemaBlock("set", rule),
    by: nestedSchemaBlock("map", rule),
    one: nestedSchemaBlock("single", rule),
  },
);

const SNAPSHOT: ProviderSnapshot = {
  provider: "hashicorp/aws",
  version: "5.100.0",
  providerSchema: {
    version: 0,
    block: schemaBlock(
      { region: schemaAttribute("o") },
      {
        default_tags: nestedSchemaBlock(
          "list",
          schemaBlock({ tags: schemaAttribute("o", ["map", "string"]) }),
        ),
      },
    ),
  },
  resources: snapshotTable({
    aws_thing: {
      version: 2,
      block: thing,
      behavior: {
        ...DEFAULT_PLAN_BEHAVIOR,
        legacyTypeSystem: false,
        requiresReplace: new Set(["kind"]),
        allowedValues: { kind: ["A", "B"], names: ["x"], "rule.mode": ["IN", "OUT"], "group.mode": ["IN"] },
      },
    },
    aws_other: { version: 0, block: rule, behavior: DEFAULT_PLAN_BEHAVIOR },
  }),
  dataSources: snapshotTable({
    aws_thing: { version: 0, block: rule },
    aws_region: { version: 0, block: region() },
  }),
  ephemerals: snapshotTable({ aws_password: { version: 0, block: rule } }),
  functions: { arn_parse: new Uint8Array([10, 0]) },
};

function region() {
  return schemaBlock({
    id: schemaAttribute("c"),
    name: schemaAttribute("oc"),
    endpoint: schemaAttribute("oc"),
    description: schemaAttribute("c"),
  });
}

const createConfigured = (): Promise<ProviderBackend> => schemaOnlyBackend(() => SNAPSHOT)();

const EMPTY: ObjectValue = {
  ...Object.fromEntries(Object.keys(thing.attributes).map((name) => [name, null])),
  rule: [],
  group: [],
  by: {},
  one: null,
};

describe("the schema-only backend", () => {
  it("has the name of the provider that it replaces", async () => {
    expect((await createConfigured()).name).toBe("hashicorp/aws 5.100.0");
  });

  it("returns the schema of all types, or of those in use", async () => {
    const schema = await (await createConfigured()).schema();
    const all = new EncodedProviderSchema(schema.response());
    expect(all.provider).toEqual(SNAPSHOT.providerSchema);
    expect(all.resource("aws_thing")).toEqual({ version: 2, block: thing });
    expect(all.dataSource("aws_thing")).toEqual({ version: 0, block: rule });
    expect(all.ephemeral("aws_password")).toEqual({ version: 0, block: rule });
    const some = new EncodedProviderSchema(schema.response(new Set(["aws_thing", "aws_none"])));
    expect(some.resource("aws_thing")).toEqual({ version: 2, block: thing });
    expect([some.resource("aws_other"), some.ephemeral("aws_password")]).toEqual([undefined, undefined]);
    expect(schema.resource("aws_thing")?.block).toEqual(thing);
    expect(schema.dataSource("aws_none")).toBeUndefined();
  });

  it("rejects a value that is not allowed, in the provider's words", async () => {
    const config = {
      ...EMPTY,
      kind: "C",
      names: ["x", "y"],
      rule: [
        { mode: "in", port: 1 },
        { mode: "UP", port: 2 },
      ],
      group: [
        { mode: UNKNOWN, port: 1 },
        { mode: "", port: 3 },
        { mode: "OUT", port: 2 },
      ],
    };
    const { diagnostics } = await (await createConfigured()).ValidateResourceTypeConfig({
      type_name: "aws_thing",
      config: encodeDynamicValue(config),
    });
    expect(diagnostics.map(({ summary }) => summary)).toEqual([
      'expected kind to be one of ["A" "B"], got C',
      'expected names to be one of ["x"], got y',
      'expected mode to be one of ["IN" "OUT"], got UP',
      'expected mode to be one of ["IN"], got OUT',
    ]);
    expect(diagnostics[2]?.attribute?.steps).toEqual([
      { attribute_name: "rule" },
      { element_key_int: 1 },
      { attribute_name: "mode" },
    ]);
    expect(diagnostics[3]?.attribute?.steps).toEqual([
      { attribute_name: "group" },
      { attribute_name: "mode" },
    ]);
  });

  it("plans with the default tags of its own configuration", async () => {
    const backend = await createConfigured();
    const config = encodeDynamicValue({ region: "eu-west-1", default_tags: [{ tags: { Owner: "us" } }] });
    expect(await backend.Configure({ terraform_version: "1.11.4", config })).toEqual({ diagnostics: [] });
    const wanted = encodeDynamicValue({ ...EMPTY, kind: "A" });
    const request = { type_name: "aws_thing", proposed_new_state: wanted, config: wanted };
    const response = await backend.PlanResourceChange({ ...request, prior_state: encodeDynamicValue(null) });
    expect(decodeObjectValue(response.planned_state)).toEqual({
      ...EMPTY,
      kind: "A",
      id: UNKNOWN,
      tags_all: { Owner: "us" },
    });
    expect(response.legacy_type_system).toBe(false);
    const prior = { ...EMPTY, kind: "B", id: "i", tags_all: { Owner: "us" } };
    const prior_private = new Uint8Array([7]);
    const changed = await backend.PlanResourceChange({
      ...request,
      prior_state: encodeDynamicValue(prior),
      prior_private,
    });
    expect(changed.requires_replace).toEqual([{ steps: [{ attribute_name: "kind" }] }]);
    expect(changed.planned_private).toEqual(prior_private);
  });

  it("requires a region like the provider", async () => {
    const config = encodeDynamicValue({ region: null, default_tags: [] });
    const { diagnostics } = await (await createConfigured()).Configure({
      terraform_version: "1.11.4",
      config,
    });
    expect(diagnostics.map(({ summary }) => summary)).toEqual(["Missing region configuration"]);
  });

  it("converts a state file's JSON to the type's schema", async () => {
    const state = {
      id: "i",
      kind: "A",
      size: "12",
      on: "true",
      gone: 1,
      names: ["x", 1],
      rule: [{ mode: "IN", port: 1 }],
      by: { a: { port: 2 } },
      tags: null,
    };
    const json = new TextEncoder().encode(JSON.stringify(state));
    const upgrade = async (version: number) =>
      (await createConfigured()).UpgradeResourceState({
        type_name: "aws_thing",
        version,
        raw_state: { json, flatmap: {} },
      });
    const same = await upgrade(2);
    expect(decodeObjectValue(same.upgraded_state)).toEqual({
      ...EMPTY,
      id: "i",
      kind: "A",
      size: 12,
      on: true,
      names: ["x", "1"],
      rule: [{ mode: "IN", port: 1 }],
      by: { a: { mode: null, port: 2 } },
    });
    expect(same.diagnostics).toEqual([]);
    expect((await upgrade(1)).diagnostics[0]?.summary).toBe("The state of a aws_thing has version 1");
  });

  it("imports a resource with only its ID known", async () => {
    const { imported_resources } = await (await createConfigured()).ImportResourceState({
      type_name: "aws_thing",
      id: "i-1",
    });
    expect(decodeObjectValue(imported_resources[0]?.state)).toEqual({ ...EMPTY, id: "i-1" });
  });

  it("reads the data sources that need no AWS, and reports those that need the provider", async () => {
    const backend = await createConfigured();
    await backend.Configure({
      terraform_version: "1.11.4",
      config: encodeDynamicValue({ region: "eu-west-1" }),
    });
    const config = encodeDynamicValue({ id: null, name: null, endpoint: null, description: null });
    const found = await backend.ReadDataSource({ type_name: "aws_region", config });
    expect(decodeObjectValue(found.state)).toMatchObject({ name: "eu-west-1", id: "eu-west-1" });
    const other = await backend.ReadDataSource({ type_name: "aws_thing", config: encodeDynamicValue({}) });
    expect(other.diagnostics[0]?.summary).toBe("Data source aws_thing needs the real AWS provider");
  });

  it.each([
    ["arn_build", ["aws", "s3", "", "", "bucket/key"], "arn:aws:s3:::bucket/key"],
    ["trim_iam_role_path", ["arn:aws:iam::1:role/a/b/name"], "arn:aws:iam::1:role/name"],
    [
      "arn_parse",
      ["arn:aws:sns:eu-west-1:1:topic:x"],
      { partition: "aws", service: "sns", region: "eu-west-1", account_id: "1", resource: "topic:x" },
    ],
  ])("calls the provider's function %s", async (name, values, expected) => {
    const result = await (await createConfigured()).CallFunction({
      name,
      arguments: values.map(encodeDynamicValue),
    });
    expect(result.error).toBeUndefined();
    expect(decodeDynamicValue(result.result)).toEqual(expected);
  });

  it("rejects an argument that is not an ARN, at its index", async () => {
    const result = await (await createConfigured()).CallFunction({
      name: "arn_parse",
      arguments: [encodeDynamicValue("x")],
    });
    expect(result).toEqual({ error: { text: '"x" is not an ARN', function_argument: 0 } });
  });
});
