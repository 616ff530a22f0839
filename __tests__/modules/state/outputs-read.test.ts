import {
  formatOutputRead,
  outputsReadBy,
  outputValue,
  publishedOutputs,
  stateKeyOf,
} from "../../../modules/state/outputs-read.ts";

const state = (stack: string) => ({ backend: "s3", config: { key: `${stack}/terraform.tfstate` } });

const json = {
  data: {
    terraform_remote_state: {
      network: state("shop-prod-network"),
      "network-eu-west-1": state("shop-prod-network-eu-west-1"),
      deployed: { backend: "s3", config: { key: "${each.key}" } },
      local: { backend: "local", config: { path: "terraform.tfstate" } },
    },
  },
};

/** The outputs that a text reads, each in one text. */
function readsOf(text: unknown): string[] {
  return outputsReadBy(json, text).map(formatOutputRead);
}

const STATE = "data.terraform_remote_state";

describe("outputsReadBy", () => {
  it.each<[string, unknown, readonly string[]]>([
    [
      "a whole output",
      `\${${STATE}.network.outputs.zone_id}`,
      ["shop-prod-network/terraform.tfstate zone_id"],
    ],
    [
      "a key of a map",
      `\${${STATE}.network.outputs.vpc_ids.main}`,
      ["shop-prod-network/terraform.tfstate vpc_ids main"],
    ],
    [
      "a key in brackets",
      `\${${STATE}.network.outputs.subnet_ids["main/private/us-east-1a"]}`,
      ["shop-prod-network/terraform.tfstate subnet_ids main/private/us-east-1a"],
    ],
    [
      "another region's stack",
      `\${${STATE}.network-eu-west-1.outputs.logs_key_arn}`,
      ["shop-prod-network-eu-west-1/terraform.tfstate logs_key_arn"],
    ],
    [
      "a list's element, as the whole list",
      `\${${STATE}.network.outputs.name_servers[0]}`,
      ["shop-prod-network/terraform.tfstate name_servers"],
    ],
    [
      "several reads in one text and in nested values",
      {
        block: [{ text: `\${join(",", [${STATE}.network.outputs.a, ${STATE}.network.outputs.b.c])}` }],
        count: 1,
        none: null,
        flag: true,
        value: `\${${STATE}.network.outputs.d}`,
      },
      ["a", "b c", "d"].map((read) => `shop-prod-network/terraform.tfstate ${read}`),
    ],
    ["no state of another backend", `\${${STATE}.local.outputs.a}`, []],
    ["no undeclared state", `\${${STATE}.gone.outputs.a}`, []],
    ["no whole state", `\${keys(${STATE}.network.outputs)}`, []],
    ["no other data source", "${data.aws_region.network.outputs.a}", []],
    ["nothing in nothing", undefined, []],
  ])("finds %s", (_title, values, expected) => {
    expect(readsOf(values)).toEqual(expected);
  });

  it("finds nothing without remote states", () => {
    expect(outputsReadBy({}, `\${${STATE}.network.outputs.a}`)).toEqual([]);
  });
});

describe("stateKeyOf", () => {
  it("returns the key of a state in S3", () => {
    expect(stateKeyOf({ terraform: { backend: { s3: { key: "a/terraform.tfstate" } } } })).toBe(
      "a/terraform.tfstate",
    );
    expect(stateKeyOf({ terraform: { backend: { local: {} } } })).toBeUndefined();
    expect(stateKeyOf({ terraform: {} })).toBeUndefined();
    expect(stateKeyOf({})).toBeUndefined();
  });
});

describe("outputValue", () => {
  const published = {
    output: {
      zone_id: { value: "Z1" },
      vpc_ids: { value: { main: "vpc-1" } },
      name_servers: { value: ["ns-1"] },
    },
  };
  const publishedValue = (output: string, key?: string) =>
    outputValue(published, { stateKey: "a/terraform.tfstate", output, key });

  it("returns an output, or one key of a map", () => {
    expect(publishedValue("zone_id")).toBe("Z1");
    expect(publishedValue("vpc_ids")).toEqual({ main: "vpc-1" });
    expect(publishedValue("vpc_ids", "main")).toBe("vpc-1");
  });

  it("returns undefined for what is not published, also by the name of an object's own property", () => {
    expect(publishedValue("vpc_ids", "other")).toBeUndefined();
    expect(publishedValue("vpc_ids", "constructor")).toBeUndefined();
    expect(publishedValue("gone")).toBeUndefined();
    expect(publishedValue("gone", "main")).toBeUndefined();
  });

  it("returns an unknown map for each key of it", () => {
    expect(
      outputValue({ output: { ids: { value: "${local.ids}" } } }, { stateKey: "a", output: "ids", key: "b" }),
    ).toBe("${local.ids}");
  });
});

describe("publishedOutputs", () => {
  it("lists each output, and each key of a map, but no element of a list", () => {
    const outputs = new Map<string, unknown>([
      ["zone_id", "Z1"],
      ["name_servers", ["ns-1", "ns-2"]],
      ["vpc_ids", { main: "vpc-1", "eu/main": "vpc-2" }],
      ["nothing", {}],
      ["none", null],
    ]);
    expect(publishedOutputs("a/terraform.tfstate", outputs)).toEqual([
      "a/terraform.tfstate zone_id",
      "a/terraform.tfstate name_servers",
      "a/terraform.tfstate vpc_ids",
      "a/terraform.tfstate vpc_ids main",
      "a/terraform.tfstate vpc_ids eu/main",
      "a/terraform.tfstate nothing",
      "a/terraform.tfstate none",
    ]);
  });
});
