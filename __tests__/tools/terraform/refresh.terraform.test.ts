import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeTemporaryFolder, type TemporaryFolder } from "../../../tools/terraform/temporary-folder.ts";
import { Terraform } from "../../../tools/terraform/terraform.ts";
import { findTerraform } from "../../../tools/terraform/terraform-binary.ts";

let temporaryFolder: TemporaryFolder;
let terraform: Terraform;

beforeEach(async () => {
  temporaryFolder = makeTemporaryFolder("drydock-test");
  terraform = new Terraform((await findTerraform()).command, {
    env: { PATH: process.env.PATH, CHECKPOINT_DISABLE: "1" },
  });
});
afterEach(() => temporaryFolder.remove());

const CREATED = { resource: { terraform_data: { first: { input: "one" } } } };
/** Also an output that is new, and not known before its resource exists. */
const ADDED = {
  resource: { terraform_data: { ...CREATED.resource.terraform_data, second: { input: "two" } } },
  output: { second: { value: "${terraform_data.second.id}" } },
};

function write(json: object): void {
  writeFileSync(join(temporaryFolder.path, "main.tf.json"), JSON.stringify(json));
}

function trackedNames(): string[] {
  const text = readFileSync(join(temporaryFolder.path, "terraform.tfstate"), "utf8");
  const { resources } = JSON.parse(text) as { resources: readonly { readonly name: string }[] };
  return resources.map(({ name }) => name);
}

describe("Terraform.refresh", () => {
  beforeEach(async () => {
    write(CREATED);
    await terraform.init(temporaryFolder.path);
    await terraform.apply(temporaryFolder.path);
    write(ADDED);
  });

  it("reads the state again although an output is new and not known yet, and creates nothing", async () => {
    await terraform.refresh(temporaryFolder.path);
    expect(trackedNames()).toEqual(["first"]);
  });

  it("is needed, since apply -refresh-only refuses such an output", async () => {
    await expect(terraform.apply(temporaryFolder.path, "-refresh-only")).rejects.toMatchObject({
      result: { stderr: expect.stringContaining("Cannot apply non-applyable plan") },
    });
  });

  it("passes arguments on, such as another state file", async () => {
    const other = join(temporaryFolder.path, "other.tfstate");
    writeFileSync(
      other,
      JSON.stringify({
        version: 4,
        terraform_version: "1.11.4",
        serial: 1,
        lineage: "a",
        outputs: {},
        resources: [],
      }),
    );
    await terraform.refresh(temporaryFolder.path, `-state=${other}`);
    expect(trackedNames()).toEqual(["first"]);
    expect(JSON.parse(readFileSync(other, "utf8"))).toMatchObject({ resources: [] });
  });
});
