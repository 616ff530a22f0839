import type { ProviderBackend } from "../../../../tools/rehearse/cloud/backend.ts";
import { narrowedBackends } from "../../../../tools/rehearse/cloud/narrowed-backend.ts";
import { decodeObject, encodeDynamic } from "../../../../tools/rehearse/cloud/protocol/codec.ts";
import type { UsedBlocks } from "../../../../tools/rehearse/cloud/used-blocks.ts";
import { type ObjectValue, UNKNOWN } from "../../../../tools/rehearse/cloud/value.ts";
import { longProviders } from "./support/long-provider.ts";

const USED = new Map([["aws_long", { rule: { statement_7: {} } }]]);
const KNOWN: ObjectValue = {
  id: UNKNOWN,
  name: "acl",
  rule: [{ name: "first", statement_7: [{ name: "seventh" }] }],
};

async function started(used: ReadonlyMap<string, UsedBlocks> | undefined = USED) {
  const { factory, given } = longProviders();
  return { backend: await narrowedBackends(factory, () => used)(), given };
}

function planned(backend: ProviderBackend, typeName: string, value: ObjectValue | null) {
  const dynamic = encodeDynamic(value);
  return backend.plan({ typeName, priorState: dynamic, proposedNewState: dynamic, config: dynamic });
}

function rawState(value: ObjectValue) {
  return { json: Buffer.from(JSON.stringify(value)), flatmap: {} };
}

describe("a provider of which Terraform is told less", () => {
  it("is given the whole, with nothing in the blocks that Terraform does not know", async () => {
    const { backend, given } = await started();
    const { plannedState } = await planned(backend, "aws_long", KNOWN);
    expect(given).toHaveLength(3);
    for (const value of given) {
      const [rule] = value!.rule as ObjectValue[];
      expect(value).toMatchObject({ id: UNKNOWN, name: "acl", other: [] });
      expect(Object.keys(rule!)).toHaveLength(5001);
      expect(rule).toMatchObject({ name: "first", statement_7: [{ name: "seventh" }], statement_8: [] });
    }
    expect(decodeObject(plannedState)).toEqual(KNOWN);
  });

  it("is given what is checked in whole", async () => {
    const { backend, given } = await started();
    await backend.validateResource({ typeName: "aws_long", config: encodeDynamic(KNOWN) });
    expect(given[0]).toMatchObject({ ...KNOWN, other: [] });
  });

  it("answers a destroy, which has no values", async () => {
    const { backend, given } = await started();
    const { plannedState } = await planned(backend, "aws_long", null);
    expect([given, decodeObject(plannedState)]).toEqual([[null, null, null], null]);
  });

  it("has what Terraform does not know taken out of states: old, moved and imported", async () => {
    const { backend } = await started();
    const state = { ...KNOWN, id: "1", other: [{ name: "gone" }] };
    const { upgradedState } = await backend.upgradeState({
      typeName: "aws_long",
      version: 0,
      rawState: rawState(state),
    });
    expect(decodeObject(upgradedState)).toEqual({ ...KNOWN, id: "1" });
    const { targetState } = await backend.moveState({
      sourceProviderAddress: "registry.terraform.io/hashicorp/aws",
      sourceTypeName: "aws_old",
      sourceSchemaVersion: 0,
      sourceState: rawState(state),
      targetTypeName: "aws_long",
    });
    expect(decodeObject(targetState)).toEqual({ ...KNOWN, id: "1" });
    const { importedResources } = await backend.importState({ typeName: "aws_long", id: "1" });
    expect(decodeObject(importedResources[0]!.state)).toEqual({ id: "1", name: null, rule: [] });
  });

  it("has other types as they are", async () => {
    const { backend, given } = await started();
    await planned(backend, "aws_short", { name: "short", other: [] });
    expect(given).toEqual(Array(3).fill({ name: "short", other: [] }));
    const { importedResources } = await backend.importState({ typeName: "aws_short", id: "1" });
    expect(decodeObject(importedResources[0]!.state)).toMatchObject({ other: [{ name: "x" }] });
  });

  it("is told whole where nothing says what is used", async () => {
    const { factory } = longProviders();
    let used: ReadonlyMap<string, UsedBlocks> | undefined = USED;
    const backend = await narrowedBackends(factory, () => used)();
    expect(Object.keys((await backend.schema()).resource("aws_long")!.block.blocks)).toEqual(["rule"]);
    used = undefined;
    expect(Object.keys((await backend.schema()).resource("aws_long")!.block.blocks)).toEqual([
      "rule",
      "other",
    ]);
    const { plannedState } = await planned(backend, "aws_long", KNOWN);
    expect(decodeObject(plannedState)).toEqual(KNOWN);
  });
});
