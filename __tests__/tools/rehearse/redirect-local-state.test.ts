import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { redirectLocalState } from "../../../tools/rehearse/redirect-local-state.ts";
import type { SynthesizedStack, TerraformJson } from "../../../tools/synthesized/synthesized-stacks.ts";
import { folderOfEachTest } from "../../support/test-folder.ts";

describe("the local states of a folder", () => {
  const folder = folderOfEachTest();
  let states: string;
  beforeEach(() => {
    states = join(folder.path, "states");
  });

  function stack(name: string, json: TerraformJson): SynthesizedStack {
    return { name, folder: `/theirs/stacks/${name}`, dependencies: [], json };
  }

  /** Redirects the states, and returns each stack's override file. */
  function overrides(stacks: readonly SynthesizedStack[]): unknown[] {
    const copied = stacks.map((original) => ({ ...original, folder: join(folder.path, original.name) }));
    for (const { folder: path } of copied) mkdirSync(path, { recursive: true });
    redirectLocalState(stacks, copied, states);
    return copied.map(({ folder: path }) => {
      const file = join(path, "rehearsal_override.tf.json");
      return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as unknown) : undefined;
    });
  }

  const backend = { backend: { local: { path: "/theirs/one.tfstate" } } };
  const reader = (path: string) => ({ backend: "local", config: { path, workspace_dir: "w" } });

  it("are redirected into the rehearsal, also in remote states", () => {
    const terraform_remote_state = {
      one: reader("/theirs/one.tfstate"),
      beside: reader("${path.module}/../one/terraform.tfstate"),
      far: reader("../far.tfstate"),
      anywhere: reader("${var.path}"),
      bucket: { backend: "s3", config: { key: "k" } },
    };
    mkdirSync(states);
    const stacks = [stack("one", { terraform: backend }), stack("two", { data: { terraform_remote_state } })];
    expect(overrides(stacks)).toEqual([
      { terraform: { backend: { local: { path: join(states, "one.tfstate") } } } },
      {
        terraform: { backend: { local: { path: join(states, "two.tfstate") } } },
        data: {
          terraform_remote_state: {
            one: { config: { path: join(states, "one.tfstate"), workspace_dir: "w" } },
            beside: { config: { path: "/theirs/stacks/one/terraform.tfstate", workspace_dir: "w" } },
            far: { config: { path: "/theirs/stacks/far.tfstate", workspace_dir: "w" } },
          },
        },
      },
    ]);
  });

  it("are copied if a remote state reads another workspace, so that Terraform creates no folder beside the stack", () => {
    const theirs = join(folder.path, "theirs");
    mkdirSync(join(theirs, "prod"), { recursive: true });
    mkdirSync(join(theirs, "dev"));
    writeFileSync(join(theirs, "prod", "terraform.tfstate"), "prod's");
    const of = (workspace?: unknown) => ({
      backend: "local",
      config: { workspace_dir: theirs },
      ...(workspace === undefined ? {} : { workspace }),
    });
    const terraform_remote_state = {
      prod: of("prod"),
      none: of("test"),
      chosen: of('${terraform.workspace == "default" ? "prod" : "dev"}'),
      bare: { backend: "local", workspace: "prod", config: null },
      same: of("${terraform.workspace}"),
      standard: of("default"),
      plain: of(),
    };
    const [override] = overrides([stack("two", { data: { terraform_remote_state } })]);
    const copyOf = (reader: string) => join(states, `two.${reader}.d`);
    expect(override).toMatchObject({
      data: {
        terraform_remote_state: {
          prod: { config: { workspace_dir: copyOf("prod") } },
          none: { config: { workspace_dir: copyOf("none") } },
          chosen: { config: { workspace_dir: copyOf("chosen") } },
          bare: { config: { workspace_dir: copyOf("bare") } },
        },
      },
    });
    const { data } = override as { data: { terraform_remote_state: object } };
    expect(Object.keys(data.terraform_remote_state)).toEqual(["prod", "none", "chosen", "bare"]);
    expect(readFileSync(join(copyOf("prod"), "prod", "terraform.tfstate"), "utf8")).toBe("prod's");
    expect([readdirSync(copyOf("prod")), readdirSync(copyOf("chosen"))]).toEqual([["prod"], ["dev", "prod"]]);
    expect([existsSync(copyOf("none")), existsSync(copyOf("bare"))]).toEqual([false, false]);
  });

  it("are redirected by an override file that Terraform reads last", () => {
    const theirs = join(folder.path, "web");
    mkdirSync(theirs);
    for (const name of ["rehearsal_override.tf.json", "z_override.tf.json", "zz.tf.json", "override.tf"]) {
      writeFileSync(join(theirs, name), "{}");
    }
    const web = { ...stack("web", { terraform: backend }), folder: theirs };
    redirectLocalState([web], [web], states);
    const names = readdirSync(theirs).filter((name) => /(^|_)override\.tf(\.json)?$/.test(name));
    const last = "z_override.tf.json-rehearsal_override.tf.json";
    expect(names.sort().at(-1)).toBe(last);
    expect(JSON.parse(readFileSync(join(theirs, last), "utf8"))).toEqual({
      terraform: { backend: { local: { path: join(states, "web.tfstate") } } },
    });
    for (const name of ["rehearsal_override.tf.json", "z_override.tf.json"]) {
      expect(readFileSync(join(theirs, name), "utf8")).toBe("{}");
    }
  });

  it("are not used if the backend is S3, even if an HCL override may change that", () => {
    const s3 = { backend: { s3: { bucket: "b" } } };
    mkdirSync(join(folder.path, "one"));
    writeFileSync(join(folder.path, "one", "dev_override.tf"), 'terraform {\n  backend "local" {}\n}\n');
    const one = { ...stack("one", { terraform: s3 }), folder: join(folder.path, "one") };
    redirectLocalState([one], [one], states);
    const file = join(folder.path, "one", "dev_override.tf-rehearsal_override.tf.json");
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ terraform: s3 });
  });

  it("are recognized by any path to the same file", () => {
    mkdirSync(join(folder.path, "real"));
    symlinkSync("real", join(folder.path, "link"));
    const at = (name: string) => ({ local: { path: join(folder.path, name, "one.tfstate") } });
    const terraform_remote_state = { one: reader(join(folder.path, "real", "one.tfstate")) };
    const stacks = [
      stack("one", { terraform: { backend: at("link") } }),
      stack("two", { terraform: { backend: { s3: {} } }, data: { terraform_remote_state } }),
    ];
    expect(overrides(stacks)[1]).toEqual({
      data: {
        terraform_remote_state: {
          one: { config: { path: join(states, "one.tfstate"), workspace_dir: "w" } },
        },
      },
    });
  });

  it("do not exist with S3 backends", () => {
    expect(overrides([stack("one", { terraform: { backend: { s3: { bucket: "b" } } } })])).toEqual([
      undefined,
    ]);
  });

  it.each([
    ["gcs", { backend: { gcs: {} } }],
    ["cloud", { cloud: { organization: "ours" } }],
  ])("do not replace %s", (kind, terraform) => {
    expect(() => overrides([stack("one", { terraform })])).toThrow(
      `The stack one keeps its state in "${kind}": a rehearsal supports only S3 and local files. Change its backend.`,
    );
  });
});
