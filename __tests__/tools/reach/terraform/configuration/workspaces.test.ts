import { ReachError } from "../../../../../tools/reach/terraform/reach-error.ts";
import { readInventory } from "../../../../../tools/reach/terraform/read-inventory.ts";
import { Reference, Unknown, type Value } from "../../../../../tools/reach/terraform/value.ts";
import { folderOf } from "../support/folder.ts";

const s3 = (key: string) => ({ bucket: "state", key, region: "us-east-1" });
const SAME = "${terraform.workspace}";
const VPC = new Reference("network/aws_vpc.main", ["id"]);
const network = {
  terraform: { backend: { s3: s3("network") } },
  resource: { aws_vpc: { main: {} } },
  output: { vpc_id: { value: "${aws_vpc.main.id}" } },
};

/** Reads the outputs of the stacks in a folder, by `<stack>.<name>`. */
async function outputsOf(folder: string, workspace?: string): Promise<Record<string, Value>> {
  const { outputs } = await readInventory(folder, { workspace });
  return Object.fromEntries(outputs.map(({ stack, name, value }) => [`${stack}.${name}`, value]));
}

/** Reads the network's output through a remote state of another stack. */
async function read(
  remote: Readonly<Record<string, unknown>>,
  workspace?: string,
  files: Readonly<Record<string, unknown>> = {},
): Promise<Value | undefined> {
  const app = {
    terraform: { backend: { s3: s3("app") } },
    data: { terraform_remote_state: { net: { backend: "s3", config: s3("network"), ...remote } } },
    output: { out: { value: "${data.terraform_remote_state.net.outputs.vpc_id}" } },
  };
  const folder = folderOf({ "network/main.tf.json": network, "app/main.tf.json": app, ...files });
  return (await outputsOf(folder, workspace))["app.out"];
}

describe("terraform.workspace", () => {
  const main = {
    variable: { sizes: { default: { default: "small", prod: "large" } } },
    locals: { isProd: '${terraform.workspace == "prod"}' },
    provider: { aws: { region: '${lookup({ prod = "eu-west-1" }, terraform.workspace, "us-east-1")}' } },
    module: { inner: { source: "./inner" } },
    resource: {
      aws_vpc: { main: { tags: { Name: "net-${terraform.workspace}" } } },
      aws_eip: { only_prod: { count: "${local.isProd ? 1 : 0}" } },
    },
    output: {
      size: { value: "${var.sizes[terraform.workspace]}" },
      inner: { value: "${module.inner.workspace}" },
    },
  };
  const inner = { output: { workspace: { value: SAME } } };
  const files = { "net/main.tf.json": main, "net/inner/main.tf.json": inner };

  it.each([
    [undefined, "default", "small", "us-east-1", 0],
    ["default", "default", "small", "us-east-1", 0],
    ["prod", "prod", "large", "eu-west-1", 1],
  ])("with the workspace %s is %s everywhere", async (workspace, name, size, region, addresses) => {
    const inventory = await readInventory(folderOf(files), { workspace });
    const [vpc] = inventory.ofType("aws_vpc");
    expect(inventory.gaps).toEqual([]);
    expect(inventory.outputs.map(({ value }) => value)).toEqual([size, name]);
    expect([vpc?.values.tags, vpc?.region]).toEqual([{ Name: `net-${name}` }, region]);
    expect(inventory.ofType("aws_eip")).toHaveLength(addresses);
  });

  it.each<[string, object, string | undefined, Value]>([
    ["http, which has no other workspaces", { backend: { http: { address: "a" } } }, "prod", "default"],
    ["a named cloud workspace", { cloud: { workspaces: { name: "net" } } }, "prod", "net"],
    ["tagged cloud workspaces", { cloud: { workspaces: { tags: ["net"] } } }, "prod", "prod"],
    [
      "tagged cloud workspaces without a given one",
      { cloud: { workspaces: { tags: ["net"] } } },
      undefined,
      new Unknown("the cloud block names no workspace: set it with --workspace"),
    ],
    ["a remote backend", { backend: { remote: { workspaces: { prefix: "net-" } } } }, "prod", "prod"],
    [
      "a remote backend, which runs Terraform elsewhere",
      { backend: { remote: { workspaces: { name: "net" } } } },
      undefined,
      new Unknown(
        "terraform.workspace depends on where the remote backend runs Terraform: set it with --workspace",
      ),
    ],
  ])("depends on the backend: %s", async (_, terraform, workspace, expected) => {
    const folder = folderOf({ "net/main.tf.json": { terraform, output: { out: { value: SAME } } } });
    expect((await outputsOf(folder, workspace))["net.out"]).toEqual(expected);
  });
});

describe("a remote state", () => {
  it.each<[string, Record<string, unknown>, string | undefined]>([
    ["as cdktf writes it", { workspace: SAME }, undefined],
    ["as cdktf writes it", { workspace: SAME }, "prod"],
    ["without a workspace", {}, undefined],
    ["without a workspace", { workspace: null }, undefined],
    ["of the same workspace by name", { workspace: "default" }, undefined],
    ["of the same workspace by name", { workspace: "prod" }, "prod"],
    [
      "of the same workspace by expression",
      { workspace: '${terraform.workspace == "default" ? "default" : "x"}' },
      undefined,
    ],
    ["with the key of the same workspace", { config: s3("env:/prod/network") }, "prod"],
  ])("resolves %s: %j, in the workspace %s", async (_, remote, workspace) => {
    expect(await read(remote, workspace)).toEqual(VPC);
  });

  it.each<[Record<string, unknown>, string | undefined, string]>([
    [
      { workspace: "prod" },
      undefined,
      "the state env:/prod/network, of the workspace prod, is not among the files",
    ],
    [{}, "prod", "the state network, of the workspace default, is not among the files"],
    [
      { workspace: "dev" },
      "prod",
      "the state env:/dev/network, of the workspace dev, is not among the files",
    ],
    [
      { workspace: SAME, config: { ...s3("network"), workspace_key_prefix: "w" } },
      "prod",
      "the state w/prod/network is not among the files",
    ],
    [
      { workspace: "${var.none}" },
      undefined,
      "the workspace whose state it reads is unknown: var.none is not declared",
    ],
    [
      { workspace: "${aws_vpc.x.id}" },
      undefined,
      "the workspace whose state it reads is unknown: aws_vpc.x is not declared",
    ],
  ])("with %j in the workspace %s is unknown", async (remote, workspace, why) => {
    expect(await read(remote, workspace)).toEqual(new Unknown(why));
  });

  it("of cdktf's local backend reads the reader's own file in other workspaces than default, as in Terraform", async () => {
    const local = { path: "/project/terraform.network.tfstate" };
    const folder = folderOf({
      "network/main.tf.json": { ...network, terraform: { backend: { local } } },
      "app/main.tf.json": {
        data: { terraform_remote_state: { net: { backend: "local", config: local, workspace: SAME } } },
        output: { out: { value: "${data.terraform_remote_state.net.outputs.vpc_id}" } },
      },
    });
    expect((await outputsOf(folder))["app.out"]).toEqual(VPC);
    expect((await outputsOf(folder, "prod"))["app.out"]).toEqual(
      new Unknown(`the state ${folder}/app/terraform.tfstate.d/prod/terraform.tfstate has no output vpc_id`),
    );
  });
});

describe("the selected workspace of a folder", () => {
  const selected = (stack: string, name: string) => ({ [`${stack}/.terraform/environment`]: `${name}\n` });

  it("is the workspace of its stack", async () => {
    const both = { ...selected("network", "prod"), ...selected("app", "prod") };
    expect(await read({ workspace: SAME }, undefined, both)).toEqual(VPC);
    expect(await read({ workspace: "prod" }, undefined, both)).toEqual(VPC);
    expect(await read({ workspace: "prod" }, undefined, selected("network", "prod"))).toEqual(VPC);
    expect(await read({}, undefined, both)).toEqual(
      new Unknown("the state network, of the workspace default, is not among the files"),
    );
  });

  it("does not resolve the state of a stack in another workspace", async () => {
    expect(await read({ workspace: SAME }, undefined, selected("app", "prod"))).toEqual(
      new Unknown("the state env:/prod/network is not among the files"),
    );
  });

  it("is ignored if a workspace is given, and otherwise validated", async () => {
    const odd = { ...selected("network", "two words"), ...selected("app", "dev") };
    expect(await read({ workspace: SAME }, "prod", odd)).toEqual(VPC);
    expect(await read({}, "default", odd)).toEqual(VPC);
    await expect(read({}, undefined, odd)).rejects.toThrow(
      /network\/.terraform\/environment selects the workspace "two words", which Terraform does not allow\. Fix: /,
    );
  });

  it("is default if the file is empty or not a file", async () => {
    expect(await read({}, undefined, selected("network", ""))).toEqual(VPC);
    expect(await read({}, undefined, { "network/.terraform/environment/x": "" })).toEqual(VPC);
  });

  it("does not depend on TF_WORKSPACE: the same files have the same result", async () => {
    vi.stubEnv("TF_WORKSPACE", "prod");
    try {
      expect(await read({})).toEqual(VPC);
    } finally {
      vi.unstubAllEnvs();
    }
  });
});

describe("a workspace name", () => {
  it.each(["-._~@:", "a$b&c+d=e", "default", ".."])("may be %s, as in Terraform", async (workspace) => {
    expect(await read({ workspace: SAME }, workspace)).toEqual(VPC);
  });

  it.each(["two words", "", "../etc/passwd", "a;b", "a,b", "a?", "é", "a%20b", "a\n"])(
    "is rejected: %j",
    async (workspace) => {
      const reading = read({}, workspace);
      await expect(reading).rejects.toThrow(ReachError);
      await expect(reading).rejects.toThrow(
        `--workspace: received ${JSON.stringify(workspace)}; allowed: letters`,
      );
    },
  );
});
