import { execFileSync } from "node:child_process";
import { findTerraform } from "../../../../../tools/terraform/terraform-binary.ts";
import { EXAMPLES } from "../support/examples.ts";
import { folderOf } from "../support/folder.ts";

it("Terraform evaluates every example to the same value", async () => {
  const all = Object.values(EXAMPLES).flat();
  const { command } = await findTerraform();
  const locals = { locals: { all: `\${[${all.map(([expression]) => `(${expression})`).join(",")}]}` } };
  const stdout = execFileSync(command, ["console"], {
    cwd: folderOf({ "main.tf.json": locals }),
    input: "jsonencode(local.all)\n",
    env: { PATH: process.env.PATH, CHECKPOINT_DISABLE: "1" },
    encoding: "utf8",
  });
  expect(JSON.parse(JSON.parse(stdout) as string)).toEqual(all.map(([, value]) => value));
});
