import type { ProviderBackend } from "../../../../tools/rehearse/simulator/backend.ts";
import {
  decodeObjectValue,
  encodeDynamicValue,
} from "../../../../tools/rehearse/simulator/protocol/codec.ts";
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

function planned(backend: ProviderBackend, typeName: string, value: ObjectValue | null) {
  const dynamic = encodeDynamicValue(value);
  return backend.plan({ typeName, priorState: dynamic, proposedNewState: dynamic, config: dynamic });
}

function rawState(value: ObjectValue) {
  return { json: Buffer.from(JSON.stringify(value)), flatmap: {} };
}

describe("a provider behind a pruned schema", () => {
  it("receives full values, with the pruned blocks empty", async () => {
    const { backend, given: received } = await started();
    const { plannedState } = await planned(backend, "aws_long", TERRAFORM_VALUES);
    expect(received).toHaveLength(3);
    for (const value of received) {
      const [rule] = value!.rule as ObjectValue[];
      expect(value).toMatchObject({ id: UNKNOWN, name: "acl", other: [] });
      expect(Object.keys(rule!)).toHaveLength(5001);
      expect(rule).toMatchObject({ name: "first", statement_7: [{ name: "seventh" }], statement_8: [] });
    }
    expect(decodeObjectValue(plannedState)).toEqual(TERRAFORM_VALUES);
  });

  it("receives the full configuration for validation", async () => {
    const { backend, given: received } = await started();
    await backend.validateResource({ typeName: "aws_long", config: encodeDynamicValue(TERRAFORM_VALUES) });
    expect(received[0]).toMatchObject({ ...TERRAFORM_VALUES, other: [] });
  });

  it("plans a destroy, which has no values", async () => {
    const { backend, given: received } = await started();
    const { plannedState } = await planned(backend, "aws_long", null);
    expect([received, decodeObjectValue(plannedState)]).toEqual([[null, null, null], null]);
  });

  it("has pruned blocks removed from its states: upgraded, moved and imported", async () => {
    const { backend } = await started();
    const state = { ...TERRAFORM_VALUES, id: "1", other: [{ name: "gone" }] };
    const { upgradedState } = await backend.upgradeState({
      typeName: "aws_long",
      version: 0,
      rawState: rawState(state),
    });
    expect(decodeObjectValue(upgradedState)).toEqual({ ...TERRAFORM_VALUES, id: "1" });
    const { targetState } = await backend.moveState({
      sourceProviderAddress: "registry.terraform.io/hashicorp/aws",
      sourceTypeName: "aws_old",
      sourceSchemaVersion: 0,
      sourceState: rawState(state),
      targetTypeName: "aws_long",
    });
    expect(decodeObjectValue(targetState)).toEqual({ ...TERRAFORM_VALUES, id: "1" });
    const { importedResources } = await backend.importState({ typeName: "aws_long", id: "1" });
    expect(decodeObjectValue(importedResources[0]!.state)).toEqual({ id: "1", name: null, rule: [] });
  });

  it("has other types unchanged", async () => {
    const { backend, given: received } = await started();
    await planned(backend, "aws_short", { name: "short", other: [] });
    expect(received).toEqual(Array(3).fill({ name: "short", other: [] }));
    const { importedResources } = await backend.importState({ typeName: "aws_short", id: "1" });
    expect(decodeObjectValue(importedResources[0]!.state)).toMatchObject({ other: [{ name: "x" }] });
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
    const { plannedState } = await planned(backend, "aws_long", TERRAFORM_VALUES);
    expect(decodeObjectValue(plannedState)).toEqual(TERRAFORM_VALUES);
  });
});
