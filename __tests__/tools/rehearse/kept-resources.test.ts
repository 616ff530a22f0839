import { compareStateful } from "../../../tools/rehearse/kept-resources.ts";

const resource = (name: string) => ({
  stack: "shop-prod-data",
  address: `aws_s3_bucket.${name}`,
  object: `aws_s3_bucket shop-prod-${name}`,
});
const BEFORE = [resource("files"), resource("logs")];
const change = (leftovers: string[], asides: [string, string][] = []) => ({
  name: "shop-prod-data",
  leftovers,
  asides: new Map(asides),
});

describe("compareStateful", () => {
  it.each<[string, string[], ReturnType<typeof change>[], number, string[]]>([
    ["everything is there", ["files", "logs", "new"], [change([])], 2, []],
    ["one is gone that leaves", ["files"], [change(["aws_s3_bucket.logs"])], 1, []],
    ["one is gone that made room", ["files"], [change([], [["aws_s3_bucket.logs", "-"]])], 1, []],
    ["one is gone that stays", ["files"], [change(["aws_s3_bucket.files"])], 1, ["aws_s3_bucket.logs"]],
    ["all are gone", [], [], 0, ["aws_s3_bucket.files", "aws_s3_bucket.logs"]],
  ])("%s", (_what, names, changes, kept, lost) => {
    const objects = new Set(names.map((name) => resource(name).object));
    const result = compareStateful(BEFORE, objects, changes);
    expect({ ...result, lost: result.lost.map(({ address }) => address) }).toEqual({ kept, lost });
  });
});
