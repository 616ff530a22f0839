import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { localStateFileOf } from "../../../tools/synthesized/stack-settings.ts";
import {
  readSynthesizedStacks,
  type SynthesizedStack,
  type TerraformJson,
} from "../../../tools/synthesized/synthesized-stacks.ts";

function stack(json: TerraformJson): SynthesizedStack {
  return { name: "web", folder: "/web", dependencies: [], json };
}

describe("a stack's local state", () => {
  it("is the file that its local backend names", () => {
    const backend = (path: string) => stack({ terraform: { backend: { local: { path } } } });
    expect(localStateFileOf(backend("/states/web.tfstate"))).toBe("/states/web.tfstate");
    expect(localStateFileOf(backend("../web.tfstate"))).toBe("/web.tfstate");
  });

  it("is a file in the stack's folder without a backend", () => {
    expect(localStateFileOf(stack({}))).toBe("/web/terraform.tfstate");
  });

  it("does not exist with any other backend", () => {
    expect(localStateFileOf(stack({ terraform: { backend: { s3: { bucket: "b" } } } }))).toBeUndefined();
    expect(localStateFileOf(stack({ terraform: { cloud: {} } }))).toBeUndefined();
  });
});

describe("a stack of several files", () => {
  let path: string;
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), "synthesized-"));
  });
  afterEach(() => rmSync(path, { recursive: true, force: true }));

  /** Reads a stack with these files. */
  function stackOf(files: Readonly<Record<string, unknown>>): TerraformJson | undefined {
    mkdirSync(join(path, "web"));
    const stacks = { web: { name: "web", workingDirectory: "web" } };
    writeFileSync(join(path, "manifest.json"), JSON.stringify({ stacks }));
    for (const [name, json] of Object.entries(files)) {
      writeFileSync(join(path, "web", name), typeof json === "string" ? json : JSON.stringify(json));
    }
    return readSynthesizedStacks(path)[0]?.json;
  }

  it("has one backend: that of the last override", () => {
    const backend = (backend: object) => ({ terraform: { required_version: ">= 1", backend } });
    expect(
      stackOf({
        "cdk.tf.json": backend({ s3: { bucket: "b", key: "k" } }),
        "b_override.tf.json": backend({ local: { path: "/home/me/dev.tfstate" } }),
        "a_override.tf.json": { terraform: { cloud: { organization: "o" } } },
      })?.terraform,
    ).toEqual({ required_version: ">= 1", backend: { local: { path: "/home/me/dev.tfstate" } } });
  });

  it("has arguments and nested blocks that an override replaces entirely", () => {
    const read = (config: object) => ({ terraform_remote_state: { net: { backend: "s3", config } } });
    const lb = { name: "one", access_logs: { bucket: "b" }, tags: { a: "1" } };
    expect(
      stackOf({
        "cdk.tf.json": { data: read({ bucket: "b", key: "k" }), resource: { aws_lb: { one: lb, two: {} } } },
        "override.tf.json": {
          data: { terraform_remote_state: { net: { backend: "local", config: { path: "p" } } } },
          resource: { aws_lb: { one: { access_logs: { enabled: false }, tags: { b: "2" } } } },
        },
      }),
    ).toEqual({
      data: { terraform_remote_state: { net: { backend: "local", config: { path: "p" } } } },
      resource: {
        aws_lb: { one: { name: "one", access_logs: { enabled: false }, tags: { b: "2" } }, two: {} },
      },
    });
  });

  it("ignores hidden files, as Terraform does", () => {
    const files = { "cdk.tf.json": { locals: {} }, ".#cdk.tf.json": "no JSON", "cdk.tf.json~": "no JSON" };
    expect(stackOf(files)).toEqual({ locals: {} });
  });

  it("merges all files, overrides last", () => {
    mkdirSync(join(path, "web"));
    const stacks = { web: { name: "web", workingDirectory: "web", dependencies: [] } };
    const files = {
      "manifest.json": { stacks },
      "web/a_override.tf.json": { terraform: { backend: { local: { path: "/b" } } } },
      "web/cdk.tf.json": {
        terraform: { backend: { local: { path: "/a" } } },
        provider: { aws: [{ region: "eu-west-1" }] },
        resource: { aws_lb: { one: { name: "one" } } },
      },
      "web/more.tf.json": {
        provider: { aws: [{ alias: "us" }] },
        resource: { aws_lb: { two: {} }, aws_eip: { two: {} } },
      },
    };
    for (const [name, json] of Object.entries(files)) writeFileSync(join(path, name), JSON.stringify(json));
    expect(readSynthesizedStacks(path)[0]?.json).toEqual({
      terraform: { backend: { local: { path: "/b" } } },
      provider: { aws: [{ region: "eu-west-1" }, { alias: "us" }] },
      resource: { aws_lb: { one: { name: "one" }, two: {} }, aws_eip: { two: {} } },
    });
  });
});
