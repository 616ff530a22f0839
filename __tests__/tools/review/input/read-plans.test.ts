import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { initializedFolder, readPlans } from "../../../../tools/review/input/read-plans.ts";
import { ReviewError } from "../../../../tools/review/review-error.ts";
import { folderOfEachTest, writeFilesIn } from "../../../support/test-folder.ts";

const PLAN = JSON.stringify({ format_version: "1.2", resource_changes: [] });
const SAVED = zipSync({
  tfplan: strToU8("binary"),
  tfstate: strToU8("{}"),
  "tfconfig/m-/cdk.tf.json": strToU8('{"resource":{}}'),
  "tfconfig/modules.json": strToU8("[]"),
});
const noShow = () => Promise.reject(new Error("nothing to show"));

const folder = folderOfEachTest();

const write = (files: Readonly<Record<string, string | Uint8Array>>) => writeFilesIn(folder.path, files);
const read = async (...names: readonly string[]) => {
  const plans = await readPlans(
    names.map((name) => join(folder.path, name)),
    async () => PLAN,
  );
  return plans.map(({ stack }) => stack);
};

describe("the plans at some paths", () => {
  it("are named by the file, or by its folder if the file's name is generic", async () => {
    write({
      "network.json": PLAN,
      "data/plan.json": PLAN,
      "edge.tfplan.json": PLAN,
      "compute/plan.bin": SAVED,
    });
    expect(await read("network.json", "data/plan.json", "edge.tfplan.json", "compute/plan.bin")).toEqual([
      "compute",
      "data",
      "edge",
      "network",
    ]);
  });

  it("are found in a folder and below it, without what is no plan", async () => {
    write({
      "a/plan.json": PLAN,
      "b.bin": SAVED,
      "cdk.tf.json": '{"resource":{}}',
      "state.json": '{"format_version":"1.0","terraform_version":"1.11.4","values":{}}',
      "other.zip": zipSync({ x: strToU8("x") }),
      "notes.txt": "PK",
      "c/.terraform/x.json": PLAN,
    });
    expect(await read("")).toEqual(["a", "b"]);
  });

  it("of a saved plan come with its configuration's files", async () => {
    write({ "b.bin": SAVED });
    const [plan] = await readPlans([join(folder.path, "b.bin")], async () => PLAN);
    expect(plan?.configurationFiles).toEqual(
      new Map([
        ["m-/cdk.tf.json", '{"resource":{}}'],
        ["modules.json", "[]"],
      ]),
    );
  });
});

describe("a path without a plan", () => {
  it.each<[string, Readonly<Record<string, string | Uint8Array>>, string, RegExp]>([
    ["that does not exist", {}, "x.json", /x\.json does not exist\. Give a plan/],
    ["that is an empty folder", {}, "", /has no Terraform plan\. Give a plan/],
    ["that is no JSON", { "x.json": "{" }, "x.json", /x\.json is not JSON/],
    ["that is a damaged JSON in a folder", { "x.json": "{" }, "", /x\.json is not JSON/],
    [
      "that is another archive",
      { "x.zip": zipSync({ a: strToU8("a") }) },
      "x.zip",
      /is not a Terraform plan/,
    ],
    ["that is a damaged archive", { "x.bin": SAVED.subarray(0, 40) }, "x.bin", /is not a Terraform plan/],
    [
      "that is a second one of a stack",
      { "a.json": PLAN, "b/a.json": PLAN },
      "",
      /both plans of the stack a/,
    ],
  ])("%s is rejected in one line", async (_, files, path, message) => {
    write(files);
    const reading = readPlans([join(folder.path, path)], noShow);
    await expect(reading).rejects.toThrow(ReviewError);
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.not.toThrow(/\n/);
  });

  it("says nothing of the file's text", async () => {
    write({ "x.json": '{"password":"hunter2hunter2"' });
    await expect(readPlans([join(folder.path, "x.json")], noShow)).rejects.not.toThrow(/hunter2/);
  });
});

it("a saved plan is shown in the closest folder that terraform init has prepared", async () => {
  write({ "a/.terraform/x": "", "a/plans/plan.bin": SAVED });
  expect(await initializedFolder(join(folder.path, "a/plans/plan.bin"))).toBe(join(folder.path, "a"));
});
