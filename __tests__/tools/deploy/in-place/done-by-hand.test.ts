import { withoutDoneByHand } from "../../../../tools/deploy/in-place/done-by-hand.ts";
import { planChange } from "../../../../tools/deploy/plan-change.ts";
import type { TerraformJson } from "../../../../tools/synthesized/synthesized-stacks.ts";

const form = (engine_version: string, username: string) => [
  {
    name: "data",
    dependencies: [],
    json: {
      resource: {
        aws_db_instance: {
          db: {
            engine: "postgres",
            engine_version,
            username,
            lifecycle: { postcondition: [{ condition: "${false}" }] },
          },
        },
      },
    } satisfies TerraformJson,
  },
];
const DEPLOYED = form("15.13", "boss");

async function leftIf(actual: string | undefined): Promise<readonly string[]> {
  const { inPlace } = planChange(DEPLOYED, form("16", "other"));
  const read: unknown[] = [];
  const left = await withoutDoneByHand(inPlace, DEPLOYED, async (stack, json, address) => {
    read.push([stack, address, json.resource?.aws_db_instance?.db]);
    return actual === undefined ? undefined : { engine_version_actual: actual };
  });
  // Only what can be done by hand is read again, and without the conditions of its old version.
  expect(read).toEqual([
    ["data", "aws_db_instance.db", { engine: "postgres", engine_version: "15.13", username: "boss" }],
  ]);
  return left.map(({ argument }) => argument);
}

describe("a major version that was upgraded by hand", () => {
  it("is no problem any more, whatever its minor version", async () => {
    expect(await leftIf("16.4")).toEqual(["username"]);
  });

  it.each(["15.13", "17.1", undefined])("is one while the database runs %s", async (actual) => {
    expect(await leftIf(actual)).toEqual(["username", "engine_version"]);
  });
});
