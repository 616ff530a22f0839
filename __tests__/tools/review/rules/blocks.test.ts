import type { Json } from "../../../../tools/reach/terraform/configuration/json.ts";
import { blockChanges, numberIn, removedBlocks, valueIn } from "../../../../tools/review/rules/blocks.ts";
import { type ExampleChange, examplePlan } from "../../../support/review-rules.ts";

function changeOf(example: ExampleChange) {
  return examplePlan(example).changes[0]!;
}

describe("blockChanges", () => {
  test.each<[string, ExampleChange, object[]]>([
    [
      "matches blocks by their key, whatever their order",
      {
        before: { rule: [{ id: "a", days: 1 }, { id: "b" }] },
        after: { rule: [{ id: "b" }, { id: "a", days: 2 }] },
      },
      [{ key: "a", before: { id: "a", days: 1 }, after: { id: "a", days: 2 } }],
    ],
    [
      "tells added and removed blocks",
      { before: { rule: [{ id: "a" }] }, after: { rule: [{ id: "b" }] } },
      [
        { key: "a", before: { id: "a" } },
        { key: "b", after: { id: "b" } },
      ],
    ],
    [
      "matches blocks without a key by their position",
      { before: { rule: [{ days: 1 }] }, after: { rule: [{ days: 2, id: "" }] } },
      [{ key: "#1", before: { days: 1 }, after: { days: 2, id: "" } }],
    ],
    [
      "takes values that mean the same for equal",
      { before: { rule: [{ id: "a", days: 0, note: null }] }, after: { rule: [{ id: "a", note: "" }] } },
      [],
    ],
    [
      "knows nothing of a list that is not known",
      { before: { rule: [{ id: "a" }] }, after: {}, unknown: { rule: true } },
      [],
    ],
    [
      "knows nothing while a key is not known",
      { before: { rule: [{ id: "a" }] }, after: { rule: [{ days: 1 }] }, unknown: { rule: [{ id: true }] } },
      [],
    ],
    [
      "compares the keys that are known",
      {
        before: { rule: [{ id: "a" }, { id: "b" }] },
        after: { rule: [{ id: "b" }] },
        unknown: { rule: [{ arn: true }] },
      },
      [{ key: "a", before: { id: "a" } }],
    ],
  ])("%s", (_, example, expected) => {
    expect(blockChanges(changeOf(example), "rule", "id")).toEqual(expected);
  });

  test("removedBlocks leaves out changed and added ones", () => {
    const before = { rule: [{ id: "a" }, { id: "b" }] };
    const change = changeOf({ before, after: { rule: [{ id: "b", days: 1 }, { id: "c" }] } });
    expect(removedBlocks(change, "rule", "id")).toEqual([{ key: "a", before: { id: "a" } }]);
  });
});

test.each<[string, Json | undefined, number | undefined]>([
  ["days", 7, 7],
  ["text", "30", 30],
  ["word", "x", undefined],
  ["list.0.days", 5, 5],
  ["list.1.days", undefined, undefined],
  ["constructor", undefined, undefined],
])("valueIn and numberIn read %s", (path, value, number) => {
  const block = { days: 7, text: "30", word: "x", list: [{ days: 5 }] };
  expect([valueIn(block, path), numberIn(block, path)]).toEqual([value, number]);
});
