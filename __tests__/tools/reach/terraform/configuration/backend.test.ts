import { stateLocationOf } from "../../../../../tools/reach/terraform/configuration/state-location.ts";
import { type Reference, Unknown, type Value } from "../../../../../tools/reach/terraform/value.ts";

const scope = { configured: (reference: Reference): Value => reference };
const locationOf = (type: string, config: Value, workspace = "default") =>
  stateLocationOf(type, config, workspace, "/stacks/net", scope);
const HCP = { organization: "acme" };

/** The keys that each backend's `backend_state.go` in Terraform's source builds. */
it.each<[type: string, config: Record<string, Value>, workspace: string, key: string]>([
  ["azurerm", { key: "net" }, "default", "net"],
  ["azurerm", { key: "net" }, "blue", "netenv:blue"],
  ["consul", { path: "net" }, "default", "net"],
  ["consul", { path: "net" }, "blue", "net-env:blue"],
  ["cos", { bucket: "b" }, "default", "terraform.tfstate"],
  ["cos", { bucket: "b", prefix: "net", key: "k" }, "default", "net/k"],
  ["cos", { bucket: "b", prefix: "net", key: "k" }, "blue", "net/blue/k"],
  ["gcs", { bucket: "b" }, "default", "default.tfstate"],
  ["gcs", { bucket: "b", prefix: "/net/" }, "blue", "net/blue.tfstate"],
  ["http", { address: "https://states/net" }, "default", "https://states/net"],
  ["kubernetes", { secret_suffix: "net" }, "default", "tfstate-default-net"],
  ["kubernetes", { secret_suffix: "net" }, "blue", "tfstate-blue-net"],
  ["local", {}, "default", "/stacks/net/terraform.tfstate"],
  ["local", { path: "../net.tfstate", workspace_dir: "../w" }, "default", "/stacks/net.tfstate"],
  ["local", {}, "blue", "/stacks/net/terraform.tfstate.d/blue/terraform.tfstate"],
  ["local", { path: "../net.tfstate", workspace_dir: "/w" }, "blue", "/w/blue/terraform.tfstate"],
  ["oci", { bucket: "b", namespace: "n" }, "default", "terraform.tfstate"],
  ["oci", { bucket: "b", namespace: "n", key: "k" }, "blue", "tf-state-env/blue/k"],
  ["oss", { bucket: "b" }, "default", "env:/terraform.tfstate"],
  ["oss", { bucket: "b", prefix: "/net/", key: "k" }, "blue", "net/blue/k"],
  ["pg", {}, "default", "terraform_remote_state/default"],
  ["pg", { schema_name: "net" }, "blue", "net/blue"],
  ["remote", { ...HCP, workspaces: { name: "net" } }, "default", "net"],
  ["remote", { ...HCP, workspaces: [{ prefix: "net-" }] }, "blue", "net-blue"],
  ["remote", { ...HCP, workspaces: { prefix: "net-" } }, "net-blue", "net-blue"],
  ["cloud", { ...HCP, workspaces: { name: "net" } }, "net", "net"],
  ["cloud", { ...HCP, workspaces: { tags: ["net"] } }, "blue", "blue"],
  ["s3", { bucket: "b", key: "net" }, "default", "net"],
  ["s3", { bucket: "b", key: "net" }, "blue", "env:/blue/net"],
  ["s3", { bucket: "b", key: "net", workspace_key_prefix: "w/x" }, "blue", "w/x/blue/net"],
  ["s3", { bucket: "b", key: "net", workspace_key_prefix: "" }, "blue", "blue/net"],
])("the backend %s with %j stores the workspace %s at %s", (type, config, workspace, key) => {
  const account = type === "azurerm" ? { storage_account_name: "a", container_name: "c" } : {};
  expect(locationOf(type, { ...account, ...config }, workspace)).toMatchObject({ name: key });
});

describe("two state locations", () => {
  const s3 = { bucket: "b", key: "net" };
  it.each<[string, Value, string, Value]>([
    ["s3", s3, "s3", { ...s3, region: "eu-west-1", profile: "them" }],
    ["gcs", { bucket: "b", prefix: "net" }, "gcs", { bucket: "b", prefix: "net/" }],
    [
      "cloud",
      { ...HCP, workspaces: [{ name: "default-net" }] },
      "remote",
      { ...HCP, hostname: "app.terraform.io", workspaces: { name: "default-net" } },
    ],
    ["local", {}, "local", { path: "/stacks/net/terraform.tfstate" }],
  ])("are equal: %s %j, %s %j", (type, config, otherType, other) => {
    const workspace = type === "cloud" ? "default-net" : "default";
    expect(locationOf(type, config, workspace)).toEqual(locationOf(otherType, other));
    expect(locationOf(type, config, workspace)).not.toBeInstanceOf(Unknown);
  });

  it.each<[string, Value, Value]>([
    ["s3", s3, { ...s3, bucket: "c" }],
    ["pg", { conn_str: "postgres://a/x" }, { conn_str: "postgres://b/x" }],
    ["consul", { path: "p", address: "a" }, { path: "p", address: "b" }],
    ["kubernetes", { secret_suffix: "s" }, { secret_suffix: "s", namespace: "other" }],
    ["remote", { ...HCP, workspaces: { name: "n" } }, { organization: "them", workspaces: { name: "n" } }],
  ])("are different: %s %j and %j", (type, one, other) => {
    const [first, second] = [locationOf(type, one), locationOf(type, other)];
    expect([first, second].some((each) => each instanceof Unknown)).toBe(false);
    expect(first).not.toEqual(second);
  });

  it("are equal if a workspace's key is configured as another backend's key", () => {
    expect(locationOf("s3", s3, "blue")).toEqual(locationOf("s3", { bucket: "b", key: "env:/blue/net" }));
  });
});

describe("a state location", () => {
  it.each<[string, Value, string, string]>([
    ["etcd", {}, "default", "states of the etcd backend are not supported"],
    ["constructor", {}, "default", "states of the constructor backend are not supported"],
    ["s3", { bucket: "b" }, "default", "the state that it reads is unknown: its key is not set"],
    ["s3", { bucket: "b", key: null }, "default", "the state that it reads is unknown: its key is not set"],
    ["s3", { bucket: "b", key: new Unknown("why") }, "default", "the state that it reads is unknown: why"],
    ["s3", new Unknown("why"), "default", "the state that it reads is unknown: why"],
    ["http", {}, "default", "the state that it reads is unknown: its address is not set"],
    ["http", { address: "a" }, "blue", "the http backend supports only the default workspace here"],
    [
      "remote",
      { ...HCP, workspaces: { name: "n" } },
      "blue",
      "the remote backend supports only the default workspace here",
    ],
    [
      "remote",
      { ...HCP, workspaces: { prefix: "n" } },
      "default",
      "the remote backend does not support the default workspace here",
    ],
    [
      "cloud",
      { ...HCP, workspaces: { tags: ["n"] } },
      "default",
      "the cloud backend does not support the default workspace here",
    ],
    ["cloud", { ...HCP, workspaces: { name: "n" } }, "blue", "the cloud block has only the workspace n"],
  ])("is unknown: %s %j in the workspace %s", (type, config, workspace, why) => {
    expect(locationOf(type, config, workspace)).toEqual(new Unknown(why));
  });

  it("is known even if credentials are unknown", () => {
    const config = { bucket: "b", key: "net", secret_key: new Unknown("a secret") };
    expect(locationOf("s3", config)).toMatchObject({ name: "net" });
  });
});
