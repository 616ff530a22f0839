import { collectUsedBlocks } from "../../../../tools/rehearse/simulator/used-blocks.ts";

describe("the blocks in use", () => {
  it("are collected from all resources, at any depth", () => {
    const one = { name: "a", rule: [{ priority: 1, statement: { geo: { codes: ["DE"] } } }] };
    const other = { rule: { statement: [{ rate: { limit: 10 } }, { geo: {} }] }, tags: { Name: "b" } };
    expect(collectUsedBlocks([one, other])).toEqual({ rule: { statement: { geo: {}, rate: {} } }, tags: {} });
  });

  it("are empty if there is no object", () => {
    expect(collectUsedBlocks([{ name: "a", ports: [1, 2], rule: [], other: null }])).toEqual({});
    expect(collectUsedBlocks(["${local.all}", null, 1])).toEqual({});
  });

  it.each([
    ["at the top", { dynamic: { rule: { for_each: [] } } }],
    ["inside", { rule: [{ dynamic: { statement: {} } }] }],
  ])("are unknown with a dynamic block %s", (_, body) => {
    expect(collectUsedBlocks([{ rule: {} }, body])).toBeUndefined();
  });
});
