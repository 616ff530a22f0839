import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TemporaryTerraform } from "../../support/temporary-terraform.ts";

const temporary = new TemporaryTerraform();

const CREATED = { resource: { terraform_data: { first: { input: "one" } } } };
/** Also an output that is new, and not known before its resource exists. */
const ADDED = {
  resource: { terraform_data: { ...CREATED.resource.terraform_data, second: { input: "two" } } },
  output: { second: { value: "${terraform_data.second.id}" } },
};

function trackedNames(): string[] {
  const text = readFileSync(join(temporary.folder, "terraform.tfstate"), "utf8");
  const { resources } = JSON.parse(text) as { resources: readonly { readonly name: string }[] };
  return resources.map(({ name }) => name);
}

describe("Terraform.refresh", () => {
  beforeEach(async () => {
    temporary.write(CREATED);
    await temporary.terraform.init(temporary.folder);
    await temporary.terraform.apply(temporary.folder);
    temporary.write(ADDED);
  });

  it("reads the state again although an output is new and not known yet, and creates nothing", async () => {
    await temporary.terraform.refresh(temporary.folder);
    expect(trackedNames()).toEqual(["first"]);
  });

  it("is needed, since apply -refresh-only refuses such an output", async () => {
    await expect(temporary.terraform.apply(temporary.folder, "-refresh-only")).rejects.toMatchObject({
      result: { stderr: expect.stringContaining("Cannot apply non-applyable plan") },
    });
  });

  it("passes arguments on, such as another state file", async () => {
    const other = join(temporary.folder, "other.tfstate");
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
    await temporary.terraform.refresh(temporary.folder, `-state=${other}`);
    expect(trackedNames()).toEqual(["first"]);
    expect(JSON.parse(readFileSync(other, "utf8"))).toMatchObject({ resources: [] });
  });
});

describe("Terraform.readAgain", () => {
  it("returns a resource's values, and changes neither the state nor the folder", async () => {
    temporary.write(CREATED);
    await temporary.terraform.init(temporary.folder);
    await temporary.terraform.apply(temporary.folder);
    const state = readFileSync(join(temporary.folder, "terraform.tfstate"), "utf8");
    const files = readdirSync(temporary.folder).sort();
    const read = (address: string) => temporary.terraform.readAgain(temporary.folder, address);
    expect(await read("terraform_data.first")).toMatchObject({ input: "one" });
    expect(await read("terraform_data.second")).toBeUndefined();
    expect(readFileSync(join(temporary.folder, "terraform.tfstate"), "utf8")).toBe(state);
    expect(readdirSync(temporary.folder).sort()).toEqual(files);
  });
});
