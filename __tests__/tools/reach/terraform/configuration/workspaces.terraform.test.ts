import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { readInventory } from "../../../../../tools/reach/terraform/read-inventory.ts";
import { Unknown, type Value } from "../../../../../tools/reach/terraform/value.ts";
import { findTerraform } from "../../../../../tools/terraform/terraform-binary.ts";
import { folderOf } from "../support/folder.ts";

const local = (stack: string) => ({ path: `../${stack}.tfstate`, workspace_dir: `../${stack}.d` });
const reads = {
  plain: {},
  same: { workspace: "${terraform.workspace}" },
  blue: { workspace: "blue" },
  green: { workspace: "${terraform.workspace}", config: { workspace_dir: "../green" } },
};

/** A stack `net` that outputs its workspace, and a stack `app` that reads its states. */
const FILES = {
  "net/main.tf.json": {
    terraform: { backend: { local: local("net") } },
    output: { workspace: { value: "${terraform.workspace}" } },
  },
  "app/main.tf.json": {
    terraform: { backend: { local: local("app") } },
    data: {
      terraform_remote_state: Object.fromEntries(
        Object.entries(reads).map(([name, read]) => [
          name,
          {
            backend: "local",
            defaults: { workspace: "nothing" },
            ...read,
            config: { ...local("net"), ...("config" in read ? read.config : {}) },
          },
        ]),
      ),
    },
    output: Object.fromEntries(
      Object.keys(reads).map((name) => [
        name,
        { value: `\${data.terraform_remote_state.${name}.outputs.workspace}` },
      ]),
    ),
  },
  // An empty state, which `green` reads in other workspaces than `default`.
  "green/blue/terraform.tfstate": { version: 4, terraform_version: "1.11.4", serial: 1, lineage: "other" },
};

it("remote states resolve to the states that Terraform reads, in each workspace", async () => {
  const { command } = await findTerraform();
  const folder = folderOf(FILES);
  const terraform = (stack: string, ...args: string[]) =>
    execFileSync(command, args, {
      cwd: join(folder, stack),
      env: { PATH: process.env.PATH, CHECKPOINT_DISABLE: "1" },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
  const deployed = () => {
    terraform("app", "apply", "-auto-approve");
    const outputs = JSON.parse(terraform("app", "output", "-json")) as Record<string, { value: unknown }>;
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  };

  for (const stack of ["net", "app"]) terraform(stack, "init");
  terraform("net", "apply", "-auto-approve");
  terraform("net", "workspace", "new", "blue");
  terraform("net", "apply", "-auto-approve");

  expect(deployed()).toEqual({ plain: "default", same: "default", blue: "blue", green: "default" });
  expect(await readAs(folder, "default")).toEqual({
    plain: "default",
    same: "default",
    blue: expect.any(Unknown),
    green: "default",
  });

  terraform("app", "workspace", "new", "blue");
  expect(deployed()).toEqual({ plain: "default", same: "blue", blue: "blue", green: "nothing" });
  const inBlue = { plain: expect.any(Unknown), same: "blue", blue: "blue", green: expect.any(Unknown) };
  expect(await readAs(folder, "blue")).toEqual(inBlue);
  // The workspace is selected in both folders.
  expect(await readAs(folder)).toEqual(inBlue);
});

async function readAs(folder: string, workspace?: string): Promise<Record<string, Value>> {
  const { outputs } = await readInventory(
    ["net", "app"].map((stack) => join(folder, stack)),
    { workspace },
  );
  return Object.fromEntries(
    outputs.filter(({ stack }) => stack === "app").map(({ name, value }) => [name, value]),
  );
}
