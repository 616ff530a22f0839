import type { ProviderBackend } from "../../../../../tools/rehearse/cloud/backend.ts";
import { lightBackend } from "../../../../../tools/rehearse/cloud/light/index.ts";
import {
  decodeDynamic,
  decodeObject,
  encodeDynamic,
} from "../../../../../tools/rehearse/cloud/protocol/codec.ts";
import { WireSchema } from "../../../../../tools/rehearse/cloud/protocol/provider-schema.ts";
import { type ObjectValue, UNKNOWN } from "../../../../../tools/rehearse/cloud/value.ts";
import { type Snapshot, tableOf } from "../../../../../tools/rehearse/snapshot/format.ts";
import { NO_FACTS } from "../../../../../tools/rehearse/snapshot/plan-facts.ts";
import { attribute, block, nested } from "../../snapshot/blocks.ts";

const rule = block({ mode: attribute("o"), port: attribute("r", "number") });

const thing = block(
  {
    id: attribute("c"),
    kind: attribute("r"),
    size: attribute("o", "number"),
    on: attribute("o", "bool"),
    names: attribute("o", ["list", "string"]),
    secret: attribute("osw"),
    tags: attribute("o", ["map", "string"]),
    tags_all: attribute("c", ["map", "string"]),
  },
  {
    rule: nested("list", rule, 1, 3),
    group: nested("set", rule),
    by: nested("map", rule),
    one: nested("single", rule),
  },
);

const SNAPSHOT: Snapshot = {
  provider: "hashicorp/aws",
  version: "5.100.0",
  providerSchema: {
    version: 0,
    block: block(
      { region: attribute("o") },
      { default_tags: nested("list", block({ tags: attribute("o", ["map", "string"]) })) },
    ),
  },
  resources: tableOf({
    aws_thing: {
      version: 2,
      block: thing,
      facts: {
        ...NO_FACTS,
        legacy: false,
        replace: new Set(["kind"]),
        allowed: { kind: ["A", "B"], names: ["x"], "rule.mode": ["IN", "OUT"], "group.mode": ["IN"] },
      },
    },
    aws_other: { version: 0, block: rule, facts: NO_FACTS },
  }),
  dataSources: tableOf({
    aws_thing: { version: 0, block: rule },
    aws_region: { version: 0, block: region() },
  }),
  ephemerals: tableOf({ aws_password: { version: 0, block: rule } }),
  functions: { arn_parse: new Uint8Array([10, 0]) },
};

function region() {
  return block({
    id: attribute("c"),
    name: attribute("oc"),
    endpoint: attribute("oc"),
    description: attribute("c"),
  });
}

const make = (): Promise<ProviderBackend> => lightBackend(() => SNAPSHOT)();

const EMPTY: ObjectValue = {
  ...Object.fromEntries(Object.keys(thing.attributes).map((name) => [name, null])),
  rule: [],
  group: [],
  by: {},
  one: null,
};

describe("the light backend", () => {
  it("says which provider it stands for", async () => {
    expect((await make()).name).toBe("hashicorp/aws 5.100.0");
  });

  it("tells Terraform the schema of all types, or of those in use", async () => {
    const schema = await (await make()).schema();
    const all = new WireSchema(schema.response());
    expect(all.provider).toEqual(SNAPSHOT.providerSchema);
    expect(all.resource("aws_thing")).toEqual({ version: 2, block: thing });
    expect(all.dataSource("aws_thing")).toEqual({ version: 0, block: rule });
    expect(all.ephemeral("aws_password")).toEqual({ version: 0, block: rule });
    const some = new WireSchema(schema.response(new Set(["aws_thing", "aws_none"])));
    expect(some.resource("aws_thing")).toEqual({ version: 2, block: thing });
    expect([some.resource("aws_other"), some.ephemeral("aws_password")]).toEqual([undefined, undefined]);
    expect(schema.resource("aws_thing")?.block).toEqual(thing);
    expect(schema.dataSource("aws_none")).toBeUndefined();
  });

  it("refuses a value that is none of those allowed, in the provider's words", async () => {
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
    const { diagnostics } = await (await make()).validateResource({
      typeName: "aws_thing",
      config: encodeDynamic(config),
    });
    expect(diagnostics.map(({ summary }) => summary)).toEqual([
      'expected kind to be one of ["A" "B"], got C',
      'expected names to be one of ["x"], got y',
      'expected mode to be one of ["IN" "OUT"], got UP',
      'expected mode to be one of ["IN"], got OUT',
    ]);
    expect(diagnostics[2]?.attribute?.steps).toEqual([
      { attributeName: "rule" },
      { elementKeyInt: 1 },
      { attributeName: "mode" },
    ]);
    expect(diagnostics[3]?.attribute?.steps).toEqual([{ attributeName: "group" }, { attributeName: "mode" }]);
  });

  it("plans with the default tags of its own configuration", async () => {
    const backend = await make();
    const config = encodeDynamic({ region: "eu-west-1", default_tags: [{ tags: { Owner: "us" } }] });
    expect(await backend.configure({ terraformVersion: "1.11.4", config })).toEqual({ diagnostics: [] });
    const wanted = encodeDynamic({ ...EMPTY, kind: "A" });
    const request = { typeName: "aws_thing", proposedNewState: wanted, config: wanted };
    const response = await backend.plan({ ...request, priorState: encodeDynamic(null) });
    expect(decodeObject(response.plannedState)).toEqual({
      ...EMPTY,
      kind: "A",
      id: UNKNOWN,
      tags_all: { Owner: "us" },
    });
    expect(response.legacyTypeSystem).toBe(false);
    const prior = { ...EMPTY, kind: "B", id: "i", tags_all: { Owner: "us" } };
    const priorPrivate = new Uint8Array([7]);
    const changed = await backend.plan({ ...request, priorState: encodeDynamic(prior), priorPrivate });
    expect(changed.requiresReplace).toEqual([{ steps: [{ attributeName: "kind" }] }]);
    expect(changed.plannedPrivate).toEqual(priorPrivate);
  });

  it("asks for a region as the provider does", async () => {
    const config = encodeDynamic({ region: null, default_tags: [] });
    const { diagnostics } = await (await make()).configure({ terraformVersion: "1.11.4", config });
    expect(diagnostics.map(({ summary }) => summary)).toEqual(["Missing region configuration"]);
  });

  it("reads a state file's JSON into the type's shape", async () => {
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
      (await make()).upgradeState({ typeName: "aws_thing", version, rawState: { json, flatmap: {} } });
    const same = await upgrade(2);
    expect(decodeObject(same.upgradedState)).toEqual({
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

  it("knows of an imported resource its id", async () => {
    const { importedResources } = await (await make()).importState({ typeName: "aws_thing", id: "i-1" });
    expect(decodeObject(importedResources[0]?.state)).toEqual({ ...EMPTY, id: "i-1" });
  });

  it("answers the data sources that need no AWS, and says which need the provider", async () => {
    const backend = await make();
    await backend.configure({ terraformVersion: "1.11.4", config: encodeDynamic({ region: "eu-west-1" }) });
    const config = encodeDynamic({ id: null, name: null, endpoint: null, description: null });
    const found = await backend.readDataSource({ typeName: "aws_region", config });
    expect(decodeObject(found.state)).toMatchObject({ name: "eu-west-1", id: "eu-west-1" });
    const other = await backend.readDataSource({ typeName: "aws_thing", config: encodeDynamic({}) });
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
    const answer = await (await make()).callFunction({ name, arguments: values.map(encodeDynamic) });
    expect(answer.error).toBeNull();
    expect(decodeDynamic(answer.result)).toEqual(expected);
  });

  it("refuses an argument that is no ARN, at its place", async () => {
    const answer = await (await make()).callFunction({ name: "arn_parse", arguments: [encodeDynamic("x")] });
    expect(answer).toEqual({ result: null, error: { text: '"x" is not an ARN', functionArgument: 0 } });
  });
});
