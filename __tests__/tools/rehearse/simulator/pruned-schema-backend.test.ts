import type { BackendFactory, ProviderBackend } from "../../../../tools/rehearse/simulator/backend.ts";
import {
  decodeObjectValue,
  encodeDynamicValue,
} from "../../../../tools/rehearse/simulator/protocol/codec.ts";
import { EncodedProviderSchema } from "../../../../tools/rehearse/simulator/protocol/encoded-provider-schema.ts";
import { prunedSchemaBackends } from "../../../../tools/rehearse/simulator/pruned-schema-backend.ts";
import { type ObjectValue, UNKNOWN } from "../../../../tools/rehearse/simulator/terraform-value.ts";
import type { UsedBlocks } from "../../../../tools/rehearse/simulator/used-blocks.ts";
import { largeSchemaProviders } from "./support/large-schema-provider.ts";

const USED_BLOCKS = new Map([["aws_long", { rule: { statement_7: {} } }]]);
const TERRAFORM_VALUES: ObjectValue = {
  id: UNKNOWN,
  name: "acl",
  rule: [{ name: "first", statement_7: [{ name: "seventh" }] }],
};

async function started(used: ReadonlyMap<string, UsedBlocks> | undefined = USED_BLOCKS) {
  const { factory, received } = largeSchemaProviders();
  return { backend: await prunedSchemaBackends(factory, () => used)(), given: received };
}

function planned(backend: ProviderBackend, type_name: string, value: ObjectValue | null) {
  const dynamic = encodeDynamicValue(value);
  return backend.PlanResourceChange({
    type_name,
    prior_state: dynamic,
    proposed_new_state: dynamic,
    config: dynamic,
  });
}

function raw_state(value: ObjectValue) {
  return { json: Buffer.from(JSON.stringify(value)), flatmap: {} };
}

describe("a provider behind a pruned schema", () => {
  it("receives full values, with the pruned blocks empty", async () => {
    const { backend, given: received } = await started();
    const { planned_state } = await planned(backend, "aws_long", TERRAFORM_VALUES);
    expect(received).toHaveLength(3);
    for (const value of received) {
      const [rule] = value!.rule as ObjectValue[];
      expect(value).toMatchObject({ id: UNKNOWN, name: "acl", other: [] });
      expect(Object.keys(rule!)).toHaveLength(5001);
      expect(rule).toMatchObject({ name: "first", statement_7: [{ name: "seventh" }], statement_8: [] });
    }
    expect(decodeObjectValue(planned_state)).toEqual(TERRAFORM_VALUES);
  });

  it("receives the full configuration for validation", async () => {
    const { backend, given: received } = await started();
    await backend.ValidateResourceTypeConfig({
      type_name: "aws_long",
      config: encodeDynamicValue(TERRAFORM_VALUES),
    });
    expect(received[0]).toMatchObject({ ...TERRAFORM_VALUES, other: [] });
  });

  it("plans a destroy, which has no values", async () => {
    const { backend, given: received } = await started();
    const { planned_state } = await planned(backend, "aws_long", null);
    expect([received, decodeObjectValue(planned_state)]).toEqual([[null, null, null], null]);
  });

  it("has pruned blocks removed from its states: upgraded, moved and imported", async () => {
    const { backend } = await started();
    const state = { ...TERRAFORM_VALUES, id: "1", other: [{ name: "gone" }] };
    const { upgraded_state } = await backend.UpgradeResourceState({
      type_name: "aws_long",
      version: 0,
      raw_state: raw_state(state),
    });
    expect(decodeObjectValue(upgraded_state)).toEqual({ ...TERRAFORM_VALUES, id: "1" });
    const { target_state } = await backend.MoveResourceState({
      source_provider_address: "registry.terraform.io/hashicorp/aws",
      source_type_name: "aws_old",
      source_schema_version: 0,
      source_state: raw_state(state),
      target_type_name: "aws_long",
    });
    expect(decodeObjectValue(target_state)).toEqual({ ...TERRAFORM_VALUES, id: "1" });
    const { imported_resources } = await backend.ImportResourceState({ type_name: "aws_long", id: "1" });
    expect(decodeObjectValue(imported_resources[0]!.state)).toEqual({ id: "1", name: null, rule: [] });
  });

  it("has other types unchanged", async () => {
    const { backend, given: received } = await started();
    await planned(backend, "aws_short", { name: "short", other: [] });
    expect(received).toEqual(Array(3).fill({ name: "short", other: [] }));
    const { imported_resources } = await backend.ImportResourceState({ type_name: "aws_short", id: "1" });
    expect(decodeObjectValue(imported_resources[0]!.state)).toMatchObject({ other: [{ name: "x" }] });
  });

  it("has only the types that are asked for encoded, pruned", async () => {
    const { factory } = largeSchemaProviders();
    const encoded: (readonly string[] | undefined)[] = [];
    const noting: BackendFactory = async () => {
      const backend = await factory();
      const schema = await backend.schema();
      const response = (types?: ReadonlySet<string>) => {
        encoded.push(types && [...types]);
        return schema.response(types);
      };
      return {
        ...backend,
        schema: async () => ({
          provider: schema.provider,
          resource: (type) => schema.resource(type),
          dataSource: (type) => schema.dataSource(type),
          ephemeral: (type) => schema.ephemeral(type),
          response,
        }),
      };
    };
    const pruned = await (await prunedSchemaBackends(noting, () => USED_BLOCKS)()).schema();
    const both = new EncodedProviderSchema(pruned.response(new Set(["aws_long", "aws_short"])));
    expect(Object.keys(both.resource("aws_long")!.block.blocks)).toEqual(["rule"]);
    expect(Object.keys(both.resource("aws_short")!.block.blocks)).toEqual(["other"]);
    expect(encoded).toEqual([["aws_long"], ["aws_long", "aws_short"]]);
    expect(Object.keys(pruned.resource("aws_short")!.block.blocks)).toEqual(["other"]);
  });

  it("has its full schema if the blocks in use are unknown", async () => {
    const { factory } = largeSchemaProviders();
    let used: ReadonlyMap<string, UsedBlocks> | undefined = USED_BLOCKS;
    const backend = await prunedSchemaBackends(factory, () => used)();
    expect(Object.keys((await backend.schema()).resource("aws_long")!.block.blocks)).toEqual(["rule"]);
    used = undefined;
    expect(Object.keys((await backend.schema()).resource("aws_long")!.block.blocks)).toEqual([
      "rule",
      "other",
    ]);
    const { planned_state } = await planned(backend, "aws_long", TERRAFORM_VALUES);
    expect(decodeObjectValue(planned_state)).toEqual(TERRAFORM_VALUES);
  });
});
