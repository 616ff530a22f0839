import { replacementText } from "../../../../tools/review/rules/replacement-text.ts";
import { type ExampleChange, examplePlan } from "../../../support/review-rules.ts";

const replaced = ["delete", "create"];

test.each<[ExampleChange, string]>([
  [{ actions: ["delete"] }, "It is deleted"],
  [
    { actions: ["delete"], deposed: "ab12" },
    "The deposed object, left by an earlier replacement, is deleted",
  ],
  [{ actions: ["delete", "forget"] }, "The plan's action is not known, and may delete it"],
  [{ actions: replaced }, "It is replaced"],
  [{ actions: ["create", "delete"], replacePaths: [["engine"]] }, "It is replaced, since engine forces it"],
  [
    { actions: replaced, replacePaths: [["engine"], ["username"], ["engine"]] },
    "It is replaced, since engine and username force it",
  ],
  [
    { actions: replaced, replacePaths: [["root_block_device", 0, "kms_key_id"]] },
    "It is replaced, since root_block_device.kms_key_id forces it",
  ],
  // Keys of maps come from the plan's author, and are not printed.
  [{ actions: replaced, replacePaths: [["tags", "<b>@all"]] }, "It is replaced, since tags forces it"],
  [{ actions: replaced, actionReason: "replace_because_tainted" }, "It is replaced, since it is tainted"],
  [
    { actions: replaced, actionReason: "replace_by_triggers" },
    "It is replaced, since replace_triggered_by asks for it",
  ],
  [{ actions: replaced, actionReason: "a_later_reason" }, "It is replaced"],
])("replacementText of %j: %s", (example, expected) => {
  expect(examplePlan(example).changes.map(replacementText)).toEqual([expected]);
});
