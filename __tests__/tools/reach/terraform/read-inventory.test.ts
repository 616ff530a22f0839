import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ReachError } from "../../../../tools/reach/terraform/reach-error.ts";
import { readInventory } from "../../../../tools/reach/terraform/read-inventory.ts";
import { SetupError } from "../../../../tools/terraform/setup-error.ts";
import { folderOf } from "./support/folder.ts";

const vpc = { resource: { aws_vpc: { main: { cidr_block: "10.0.0.0/16" } } } };
const plan = {
  format_version: "1.2",
  planned_values: {
    root_module: {
      resources: [{ address: "aws_vpc.main", mode: "managed", type: "aws_vpc", name: "main", values: {} }],
    },
  },
  configuration: { root_module: {} },
};
const shown = { format_version: "1.0", terraform_version: "1.11.4", values: plan.planned_values };
const raw = {
  version: 4,
  terraform_version: "1.11.4",
  resources: [
    {
      mode: "managed",
      type: "aws_vpc",
      name: "main",
      provider: "p",
      instances: [{ attributes: { id: "vpc-1" } }],
    },
  ],
};
const ADDRESS = fileURLToPath(import.meta.url);

describe("the stacks of an inventory", () => {
  it.each<[string, Record<string, unknown>, string, string[]]>([
    [
      "a cdktf.out folder",
      {
        "manifest.json": { stacks: { x: { name: "prod-net", workingDirectory: "stacks/net" } } },
        "stacks/net/cdk.tf.json": vpc,
      },
      "",
      ["prod-net"],
    ],
    [
      "a cdktf.out folder without its manifest",
      { "stacks/net/cdk.tf.json": vpc, "stacks/app/cdk.tf.json": vpc },
      "",
      ["app", "net"],
    ],
    [
      "a folder that contains a cdktf.out folder",
      { "cdktf.out/stacks/net/cdk.tf.json": vpc, "note.txt": "" },
      "",
      ["net"],
    ],
    [
      "a folder of Terraform JSON",
      { "net/main.tf.json": vpc, "net/other.tf.json": {}, "net/plan.json": "ignored" },
      "net",
      ["net"],
    ],
    [
      "a folder with files that Terraform does not read",
      { "net/a.tf.json": vpc, "net/.#a.tf.json": 5 },
      "net",
      ["net"],
    ],
    ["a file that is a list", { "net/a.tf.json": [{}, vpc] }, "net", ["net"]],
    [
      "a folder of folders",
      { "net/main.tf.json": vpc, "app/main.tf.json": vpc, "empty/readme.md": "", "note.txt": "" },
      "",
      ["app", "net"],
    ],
    [
      "one file of Terraform JSON",
      { "net/cdk.tf.json": vpc, "net/b.tf.json": {} },
      "net/cdk.tf.json",
      ["net"],
    ],
    ["one file with another name", { "edge.tf.json": vpc }, "edge.tf.json", ["edge"]],
    ["a plan", { "network.plan.json": plan }, "network.plan.json", ["network"]],
    ["plans in a folder", { "a.plan.json": plan, "b.json": plan }, "", ["a", "b"]],
    ["plans in folders", { "a/plan.json": plan, "b/tfplan.json": plan }, "", ["a", "b"]],
    ["a shown state", { "network.state.json": shown }, "network.state.json", ["network"]],
    ["a raw state", { "network.tfstate": raw }, "network.tfstate", ["network"]],
    ["cdktf's local states", { "terraform.a.tfstate": raw, "terraform.b.tfstate": raw }, "", ["a", "b"]],
    ["a raw state in a folder", { "a/terraform.tfstate": raw }, "a", ["a"]],
  ])("are named after their source: %s", async (_, files, path, stacks) => {
    const { resources } = await readInventory(join(folderOf(files), path));
    expect(resources.map(({ address }) => address)).toEqual(stacks.map((stack) => `${stack}/aws_vpc.main`));
  });

  it("are in the order of the given paths, of whatever kind", async () => {
    const folder = folderOf({ "b.plan.json": plan, "a.tfstate": raw, "c/main.tf.json": vpc });
    const { resources } = await readInventory(
      ["b.plan.json", "a.tfstate", "c"].map((name) => join(folder, name)),
    );
    expect(resources.map(({ stack }) => stack)).toEqual(["b", "a", "c"]);
  });

  it("have no resources if a state is empty", async () => {
    const folder = folderOf({
      "a.json": { format_version: "1.0", terraform_version: "1.11.4" },
      "b.json": { format_version: "1.0", terraform_version: "1.11.4", values: {} },
    });
    expect((await readInventory(folder)).resources).toEqual([]);
  });
});

describe("the local states of workspaces", () => {
  const of = (id: string) => ({
    ...raw,
    resources: [{ ...raw.resources[0], instances: [{ attributes: { id } }] }],
  });
  const files = {
    "project/main.tf": "",
    "project/terraform.tfstate": of("vpc-default"),
    "project/terraform.tfstate.d/dev/terraform.tfstate": of("vpc-dev"),
    "project/terraform.tfstate.d/prod/terraform.tfstate": of("vpc-prod"),
  };
  const selected = { "project/.terraform/environment": "dev" };

  it.each<[string, object, string, string | undefined, string[]]>([
    ["of the default workspace", files, "project", undefined, ["project vpc-default"]],
    ["of the selected workspace", { ...files, ...selected }, "project", undefined, ["project vpc-dev"]],
    ["of the given workspace", { ...files, ...selected }, "project", "prod", ["project vpc-prod"]],
    [
      "of the default workspace, if given",
      { ...files, ...selected },
      "project",
      "default",
      ["project vpc-default"],
    ],
    ["in a folder that contains such folders", files, "", "prod", ["project vpc-prod"]],
    ["of all workspaces", files, "project/terraform.tfstate.d", undefined, ["dev vpc-dev", "prod vpc-prod"]],
    ["of one workspace in the folder of all", files, "project/terraform.tfstate.d", "dev", ["dev vpc-dev"]],
    ["given as a file", files, "project/terraform.tfstate", "prod", ["project vpc-default"]],
    ["of a backend without other workspaces", { "net/terraform.tfstate": raw }, "net", "prod", ["net vpc-1"]],
  ])("are read: %s", async (_, content, path, workspace, expected) => {
    const folder = folderOf(content as Record<string, unknown>);
    const { resources } = await readInventory(join(folder, path), { workspace });
    expect(resources.map(({ stack, values }) => `${stack} ${values.id}`)).toEqual(expected);
  });

  it("are rejected if the given workspace has none, with the existing workspaces", async () => {
    const folder = join(folderOf(files), "project");
    await expect(readInventory(folder, { workspace: "test" })).rejects.toThrow(
      `${folder} has no state of the workspace test; terraform.tfstate.d has dev, prod.`,
    );
  });

  it("are mentioned if only other workspaces have one", async () => {
    const { "project/terraform.tfstate": _, ...others } = files;
    await expect(readInventory(join(folderOf(others), "project"))).rejects.toThrow(
      /has no Terraform JSON: its states in terraform\.tfstate\.d belong to workspaces other than default: select one with --workspace\. Give/,
    );
  });
});

describe("readInventory rejects", () => {
  it.each<[string, Record<string, unknown>, string, RegExp]>([
    ["a missing folder", {}, "none", /none does not exist\. Give a cdktf\.out folder/],
    ["an empty folder", {}, "", /has no Terraform JSON\. Give/],
    [
      "a folder with only HCL",
      { "main.tf": "" },
      "",
      /has no Terraform JSON: \*\.tf files can be read only through a plan\./,
    ],
    ["invalid JSON", { "a.json": "{" }, "a.json", /a\.json is not JSON\. Give/],
    [
      "a binary plan",
      { "a.json": "PK\u0003\u0004" },
      "a.json",
      /a binary Terraform plan: convert it with `terraform show -json`\./,
    ],
    ["a log", { "a.json": '{"a":1}\n{"b":2}\n' }, "a.json", /a log with one JSON value per line\./],
    [
      "other JSON",
      { "package.json": { name: "x" } },
      "package.json",
      /package\.json holds JSON, but not Terraform JSON\. Give/,
    ],
    ["a list", { "a.json": [] }, "a.json", /holds JSON, but not Terraform JSON/],
    [
      "other JSON in a folder",
      { "package.json": { name: "x" }, "a.plan.json": plan },
      "",
      /package\.json holds JSON, but not Terraform JSON/,
    ],
    [
      "a state of an older version",
      { "a.tfstate": { version: 3, serial: 1, modules: [] } },
      "a.tfstate",
      /is a state of version 3: only version 4 is supported\./,
    ],
    [
      "two stacks with the same name",
      { "a/x.plan.json": plan, "b/x.tfstate": raw },
      "",
      /both define the stack x: give each stack once/,
    ],
    [
      "a resource that is declared twice",
      { "net/a.tf.json": vpc, "net/b.tf.json": vpc },
      "net",
      /b\.tf\.json declares aws_vpc\.main again/,
    ],
  ])("%s", async (_, files, path, message) => {
    const error: unknown = await readInventory(join(folderOf(files), path)).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ReachError);
    expect((error as ReachError).message).toMatch(message);
    expect((error as ReachError).message).not.toContain("\n");
  });

  // The errors of the one reader of synthesized folders.
  it.each([
    ["a manifest without stacks", {}, /manifest\.json: "stacks" is not an object .*: synthesize it again\./],
    [
      "a stack of the manifest without files",
      { stacks: { a: { name: "a", workingDirectory: "stacks/a" } } },
      /stacks\/a has no Terraform JSON: synthesize it again\./,
    ],
  ])("%s", async (_, manifest, message) => {
    const error: unknown = await readInventory(folderOf({ "manifest.json": manifest })).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(SetupError);
    expect((error as SetupError).message).toMatch(message);
  });

  it("a TypeScript file", async () => {
    await expect(readInventory([dirname(ADDRESS), ADDRESS])).rejects.toThrow(ReachError);
  });
});

it("the files of a folder form one stack: overrides replace, variable files set values, HCL is a gap", async () => {
  const folder = folderOf({
    "net/a.tf.json": {
      ...vpc,
      variable: { name: {} },
      locals: [{ a: 1 }],
      output: { name: { value: "${var.name}" } },
    },
    "net/A_override.tf.json": { resource: [{ aws_vpc: [{ main: [{ cidr_block: "10.9.0.0/16" }] }] }] },
    "net/terraform.tfvars.json": { name: "given" },
    "net/more.tf": "",
  });
  const { resources, outputs, gaps } = await readInventory(join(folder, "net"));
  expect(resources.map(({ values }) => values)).toEqual([{ cidr_block: "10.9.0.0/16" }]);
  expect(outputs).toEqual([{ stack: "net", name: "name", value: "given" }]);
  expect(gaps).toEqual([{ address: "net", why: "more.tf uses HCL syntax, which is not read" }]);
});
