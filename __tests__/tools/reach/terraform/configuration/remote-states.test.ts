import { readInventory } from "../../../../../tools/reach/terraform/read-inventory.ts";
import { Reference, Unknown } from "../../../../../tools/reach/terraform/value.ts";
import { folderOf, inventoryOfStacks } from "../support/folder.ts";

const ref = (address: string, ...path: (string | number)[]) => new Reference(address, path);

describe("remote states", () => {
  const s3 = (key: string) => ({ bucket: "state", key, region: "us-east-1" });
  const network = {
    terraform: { backend: { s3: s3("network") } },
    resource: { aws_vpc: { main: { cidr_block: "10.0.0.0/16" } }, aws_subnet: { a: { count: 2 } } },
    output: {
      vpc_id: { value: "${aws_vpc.main.id}" },
      cidr: { value: "${aws_vpc.main.cidr_block}" },
      subnet_ids: { value: { "main/private": "${aws_subnet.a[*].id}" } },
      back: { value: "${data.terraform_remote_state.app.outputs.loop}" },
    },
    data: { terraform_remote_state: { app: { backend: "s3", config: s3("app") } } },
  };
  const app = (value: unknown, config: object = s3("network")) => ({
    terraform: [{ backend: [{ s3: s3("app") }] }],
    data: { terraform_remote_state: { network: { backend: "s3", config, defaults: { spare: "kept" } } } },
    output: { out: { value }, loop: { value: "${data.terraform_remote_state.network.outputs.back}" } },
  });
  const out = async (value: unknown, config?: object) => {
    const { outputs } = await inventoryOfStacks({ network, app: app(value, config) });
    return outputs.find(({ name }) => name === "out")!.value;
  };
  const from = "data.terraform_remote_state.network.outputs";

  it.each([
    [`\${${from}.vpc_id}`, ref("network/aws_vpc.main", "id")],
    [`\${cidrsubnet(${from}.cidr, 4, 1)}`, "10.0.16.0/20"],
    [`\${${from}.subnet_ids["main/private"][1]}`, ref("network/aws_subnet.a[1]", "id")],
    [
      `\${${from}["subnet_ids"]["main/private"]}`,
      [ref("network/aws_subnet.a[0]", "id"), ref("network/aws_subnet.a[1]", "id")],
    ],
    [`\${lookup(${from}, "cidr")}`, "10.0.0.0/16"],
    [`\${${from}.spare}`, "kept"],
  ])("resolve %s", async (value, expected) => {
    expect(await out(value)).toEqual(expected);
  });

  it.each([
    [`\${${from}.vpc_id}`, s3("other"), "the state other is not among the files"],
    [`\${${from}.none}`, s3("network"), "the state network has no output none"],
    [`\${${from}.back}`, s3("network"), /depends on itself$/],
    [
      `\${${from}.vpc_id}`,
      { bucket: "${var.bucket}", key: "network" },
      "the state that it reads is unknown: var.bucket is not declared",
    ],
  ])("leave %s with %j unknown", async (value, config, why) => {
    const unknown = (await out(value, config)) as Unknown;
    if (typeof why === "string") expect(unknown.why).toBe(why);
    else expect(unknown.why).toMatch(why);
  });

  it("find local backends by path, relative to each stack's folder", async () => {
    const folder = folderOf({
      "network/main.tf.json": {
        ...network,
        data: {},
        terraform: { backend: { local: { path: "../states/net.tfstate" } } },
        output: { id: { value: "${aws_vpc.main.id}" } },
      },
      "app/main.tf.json": {
        data: {
          terraform_remote_state: {
            network: { backend: "local", config: { path: "../states/net.tfstate" } },
          },
        },
        output: { out: { value: "${data.terraform_remote_state.network.outputs.id}" } },
      },
    });
    const { outputs } = await readInventory(folder);
    expect(outputs.find(({ name }) => name === "out")!.value).toEqual(ref("network/aws_vpc.main", "id"));
  });

  it("are unknown if two stacks store their state there", async () => {
    const twin = { terraform: { backend: { s3: s3("network") } }, output: { vpc_id: { value: "twin" } } };
    const { outputs } = await inventoryOfStacks({ network, twin, app: app(`\${${from}.vpc_id}`) });
    expect(outputs.find(({ name }) => name === "out")!.value).toEqual(
      new Unknown("several stacks store their state at network"),
    );
  });
});
