import { blocks } from "../../../../../tools/reach/input/blocks.ts";
import { readInventory } from "../../../../../tools/reach/input/read.ts";
import { Reference, Unknown } from "../../../../../tools/reach/input/value.ts";
import { folderOf, inventoryOfStacks, probe } from "../support/folder.ts";

const ref = (address: string, ...path: (string | number)[]) => new Reference(address, path);

describe("what an attribute refers to", () => {
  const resource = {
    aws_vpc: { main: { cidr_block: "10.0.0.0/16", tags: { Name: "main" }, ipv6_cidr_block: null } },
    aws_subnet: {
      a: {
        vpc_id: "${aws_vpc.main.id}",
        count: 2,
        cidr_block: "${cidrsubnet(aws_vpc.main.cidr_block, 8, count.index)}",
      },
      b: {
        for_each: { x: "10.0.8.0/24", y: "10.0.9.0/24" },
        cidr_block: "${each.value}",
        vpc_id: "${aws_vpc.main.id}",
      },
    },
    aws_db_subnet_group: { main: { name: "db" } },
    aws_lb: { web: { access_logs: { bucket: "logs" } } },
    random_id: { suffix: { byte_length: 2 } },
  };
  const more = {
    resource,
    data: {
      aws_region: { here: {} },
      aws_vpc: { given: { id: "vpc-1" }, same: { id: "${aws_vpc.main.id}" } },
    },
    locals: {
      deep: { list: ["${local.zone}a"] },
      zone: "us-east-1",
      self: "${local.self}",
      ids: "${aws_subnet.a[*].id}",
    },
    variable: {
      size: { default: "3", type: "number" },
      text: { default: "${not a template}" },
      empty: {},
      set: { default: ["b", "a", "b"], type: "${set(string)}" },
      shape: { default: { a: 1 }, type: 'object({a = string, b = optional(list(string), ["x"])})' },
    },
    provider: { aws: { region: "us-east-1" } },
  };

  it.each([
    ["${aws_vpc.main.cidr_block}", "10.0.0.0/16"],
    ["${aws_vpc.main.id}", ref("net/aws_vpc.main", "id")],
    ["${aws_vpc.main.ipv6_cidr_block}", ref("net/aws_vpc.main", "ipv6_cidr_block")],
    ["${aws_vpc.main.tags.Name}", "main"],
    ["${aws_subnet.a[1].cidr_block}", "10.0.1.0/24"],
    ["${aws_subnet.a[1].id}", ref("net/aws_subnet.a[1]", "id")],
    ["${aws_subnet.a.1.vpc_id}", ref("net/aws_vpc.main", "id")],
    ["${local.ids}", [ref("net/aws_subnet.a[0]", "id"), ref("net/aws_subnet.a[1]", "id")]],
    ['${aws_subnet.b["y"].cidr_block}', "10.0.9.0/24"],
    [
      "${values(aws_subnet.b)[*].id}",
      [ref('net/aws_subnet.b["x"]', "id"), ref('net/aws_subnet.b["y"]', "id")],
    ],
    ["${length(aws_subnet.a)}", 2],
    ["${[for key, subnet in aws_subnet.b : key]}", ["x", "y"]],
    ["${aws_db_subnet_group.main.name}", ref("net/aws_db_subnet_group.main", "name")],
    ["group ${aws_db_subnet_group.main.name}", "group db"],
    ["${upper(aws_db_subnet_group.main.name)}", "DB"],
    ['${aws_db_subnet_group.main.name == "db"}', true],
    ["${aws_lb.web.access_logs[0].bucket}", "logs"],
    ["${aws_lb.web.access_logs[0].prefix}", ref("net/aws_lb.web", "access_logs", 0, "prefix")],
    ["${local.deep.list[0]}", "us-east-1a"],
    ["${var.size}", 3],
    ["${[for key, value in var.set : key]}", ["a", "b"]],
    ["${var.text}", "${not a template}"],
    ["${var.shape}", { a: "1", b: ["x"] }],
    ["com.amazonaws.${data.aws_region.here.name}.s3", "com.amazonaws.us-east-1.s3"],
    ["${data.aws_vpc.given.id}", ref("net/data.aws_vpc.given", "id")],
    ["${data.aws_vpc.same.id}", ref("net/aws_vpc.main", "id")],
    ["${random_id.suffix.byte_length}", 2],
    ["${random_id.suffix.hex}", ref("net/random_id.suffix", "hex")],
    [
      ["${aws_vpc.main.id}", 1, { "${local.zone}": true }],
      [ref("net/aws_vpc.main", "id"), 1, { "us-east-1": true }],
    ],
  ])("%j", async (written, value) => {
    expect(await probe(written, more)).toEqual(value);
  });

  it.each([
    ["${local.self}", "net/local.self depends on itself"],
    ["${local.none}", "local.none is not declared"],
    ["${var.empty}", "the variable empty has no value in these files"],
    ["${terraform.workspace}", "terraform.workspace is known only while it is deployed"],
    ["${path.module}/x", "path.module is known only while it is deployed"],
    ["${aws_vpc.other.id}", "aws_vpc.other is not declared"],
    ["${aws_vpc.main}", "net/aws_vpc.main stands here whole, not one of its attributes"],
    ["${each.key}", "each has no meaning here"],
    ["${aws_subnet.a[2].id}", "there is no 2 in it"],
  ])("%s is unknown", async (written, why) => {
    const value = await probe(written, more);
    expect(value).toBeInstanceOf(Unknown);
    expect((value as Unknown).why).toBe(why);
  });

  it("a whole expression of a deep chain ends, and says so", async () => {
    const locals = Object.fromEntries(
      Array.from({ length: 300 }, (_, i) => [`l${i}`, `\${local.l${i + 1}}`]),
    );
    const value = await probe("${local.l0}", { locals: { ...locals, l300: 1 } });
    expect((value as Unknown).why).toBe("it is nested too deeply");
  });
});

describe("copies", () => {
  const vpc = (body: object) => inventoryOfStacks({ net: { resource: { aws_vpc: { main: body } } } });

  it.each([
    [{ count: 2 }, ["net/aws_vpc.main[0]", "net/aws_vpc.main[1]"]],
    [{ count: "${true ? 1 : 0}" }, ["net/aws_vpc.main[0]"]],
    [{ count: 0 }, []],
    [{ for_each: ["b", "a"] }, ['net/aws_vpc.main["a"]', 'net/aws_vpc.main["b"]']],
    [{ for_each: '${toset(["b", "a"])}' }, ['net/aws_vpc.main["a"]', 'net/aws_vpc.main["b"]']],
    [{ for_each: { a: 1 } }, ['net/aws_vpc.main["a"]']],
    [{}, ["net/aws_vpc.main"]],
  ])("%j", async (body, addresses) => {
    const { resources, gaps } = await vpc(body);
    expect(resources.map(({ address }) => address)).toEqual(addresses);
    expect(gaps).toEqual([]);
  });

  it.each([
    [{ count: "${aws_vpc.none.x}" }, "its count is not known: aws_vpc.none is not declared"],
    [
      { count: "${length(data.aws_subnets.all.ids)}" },
      "its count is not known: net/data.aws_subnets.all.ids exists only once it is deployed",
    ],
    [{ count: -1 }, "its count is no whole number"],
    [
      { for_each: "${data.aws_subnets.all.ids}" },
      "its for_each is not known: net/data.aws_subnets.all.ids exists only once it is deployed",
    ],
    [
      { for_each: ["${aws_eip.a.id}"] },
      "its for_each is not known: net/aws_eip.a.id exists only once it is deployed",
    ],
    [{ for_each: 1 }, "its for_each is not known: what it goes over is no list or map"],
  ])("%j is a gap", async (body, why) => {
    const { resources, gaps } = await inventoryOfStacks({
      net: {
        resource: {
          aws_vpc: { main: body },
          aws_eip: { a: {} },
          aws_probe: { probe: { vpc_id: "${aws_vpc.main[0].id}" } },
        },
        data: { aws_subnets: { all: {} } },
      },
    });
    expect(resources.filter(({ type }) => type === "aws_vpc")).toEqual([]);
    expect(gaps).toEqual([{ address: "net/aws_vpc.main", why }]);
    const dependent = resources.find(({ type }) => type === "aws_probe")!.values.vpc_id as Unknown;
    expect(dependent.why).toBe(`which copies net/aws_vpc.main has is not known: ${why}`);
  });

  it("what is not of AWS is left out, and leaves no gap", async () => {
    const { resources, gaps } = await inventoryOfStacks({
      net: {
        resource: {
          random_id: { a: { count: "${x.y.z}" } },
          aws_new_thing: { a: {} },
          awscc_ec2_vpc: { a: {} },
        },
      },
    });
    expect(resources.map(({ type }) => type)).toEqual(["aws_new_thing", "awscc_ec2_vpc"]);
    expect(gaps).toEqual([]);
  });
});

describe("nested blocks", () => {
  const group = async (body: object, more: object = {}) => {
    const inventory = await inventoryOfStacks({
      net: { ...more, resource: { aws_security_group: { web: body } } },
    });
    return blocks(inventory.at("net/aws_security_group.web")!, "ingress");
  };

  it.each([
    [{ ingress: { from_port: 1 } }, [{ from_port: 1 }]],
    [{ ingress: [{ from_port: 1 }, { from_port: 2 }] }, [{ from_port: 1 }, { from_port: 2 }]],
    [{}, []],
    [{ ingress: null }, []],
    [
      {
        dynamic: {
          ingress: { for_each: [80, 443], content: { from_port: "${ingress.value}", key: "${ingress.key}" } },
        },
      },
      [
        { from_port: 80, key: 0 },
        { from_port: 443, key: 1 },
      ],
    ],
    [
      {
        ingress: { from_port: 1 },
        dynamic: [
          {
            ingress: [
              {
                for_each: { a: 5 },
                iterator: "it",
                content: [{ from_port: "${it.value}", description: "${it.key}" }],
              },
            ],
          },
        ],
      },
      [{ from_port: 1 }, { from_port: 5, description: "a" }],
    ],
    [
      {
        dynamic: {
          ingress: {
            for_each: '${toset(["x"])}',
            content: {
              dynamic: { inner: { for_each: [1, 2], content: { v: "${ingress.key}${inner.value}" } } },
            },
          },
        },
      },
      [{ inner: [{ v: "x1" }, { v: "x2" }] }],
    ],
    [{ ingress: [{ from_port: 0, description: null, prefix: "" }] }, [{ from_port: 0 }]],
  ])("%j", async (body, expected) => {
    expect(await group(body)).toEqual(expected);
  });

  it("are unknown when how often they are repeated is", async () => {
    const dynamic = { ingress: { for_each: "${data.aws_subnets.all.ids}", content: {} } };
    const unknown = await group(
      { ingress: { from_port: 1 }, dynamic },
      { data: { aws_subnets: { all: {} } } },
    );
    expect((unknown as Unknown).why).toBe(
      "how often the block is repeated is not known: net/data.aws_subnets.all.ids exists only once it is deployed",
    );
  });

  it("a map that has a key called dynamic is a map", async () => {
    expect(await probe({ dynamic: { a: { b: 1 } } })).toEqual({ dynamic: { a: { b: 1 } } });
  });
});

it("regions come from providers, and from a resource's own argument", async () => {
  const resource = {
    aws_vpc: {
      a: {},
      b: { provider: "aws.eu" },
      c: { provider: "${aws.eu}", region: "ap-south-1" },
      d: { provider: "aws.env" },
    },
  };
  const provider = {
    aws: [{ region: "${var.region}" }, { alias: "eu", region: "eu-west-1" }, { alias: "env" }],
  };
  const { resources } = await inventoryOfStacks({
    net: { resource, provider, variable: { region: { default: "us-west-2" } } },
  });
  expect(resources.map(({ region }) => region)).toEqual(["us-west-2", "eu-west-1", "ap-south-1", undefined]);
});

it("what Terraform itself takes is no attribute", async () => {
  const body = {
    cidr_block: "10.0.0.0/16",
    depends_on: ["x.y"],
    lifecycle: { ignore_changes: ["tags"] },
    "//": {},
    provisioner: {},
  };
  const { resources } = await inventoryOfStacks({ net: { resource: { aws_vpc: { a: body } } } });
  expect(resources[0]!.values).toEqual({ cidr_block: "10.0.0.0/16" });
});

describe("modules", () => {
  const net = {
    variable: { cidr: { type: "string" }, zones: { default: ["a"] } },
    resource: {
      aws_vpc: { main: { cidr_block: "${var.cidr}" } },
      aws_subnet: {
        zone: {
          for_each: "${toset(var.zones)}",
          vpc_id: "${aws_vpc.main.id}",
          availability_zone: "${each.key}",
        },
      },
    },
    output: {
      vpc_id: { value: "${aws_vpc.main.id}" },
      subnets: { value: "${{for k, s in aws_subnet.zone : k => s.id}}" },
    },
  };

  it("in folders are read, with what they are called with", async () => {
    const main = {
      provider: { aws: [{ region: "us-east-1" }, { alias: "eu", region: "eu-west-1" }] },
      module: {
        one: { source: "./net", cidr: "10.0.0.0/16", zones: ["x", "y"] },
        many: {
          source: "./net",
          for_each: { p: "10.1.0.0/16" },
          cidr: "${each.value}",
          providers: { aws: "aws.eu" },
        },
      },
      resource: {
        aws_probe: {
          probe: {
            one: "${module.one.vpc_id}",
            y: '${module.one.subnets["y"]}',
            many: '${module.many["p"].vpc_id}',
            all: "${[for m in module.many : m.vpc_id]}",
          },
        },
      },
    };
    const inventory = await readInventory(folderOf({ "net/main.tf.json": net, "main.tf.json": main }));
    const stack = inventory.resources[0]!.stack;
    expect(inventory.gaps).toEqual([]);
    expect(
      inventory.resources.map(({ address, region }) => [address.slice(stack.length + 1), region]),
    ).toEqual([
      ["aws_probe.probe", "us-east-1"],
      ['module.many["p"].aws_subnet.zone["a"]', "eu-west-1"],
      ['module.many["p"].aws_vpc.main', "eu-west-1"],
      ['module.one.aws_subnet.zone["x"]', "us-east-1"],
      ['module.one.aws_subnet.zone["y"]', "us-east-1"],
      ["module.one.aws_vpc.main", "us-east-1"],
    ]);
    expect(inventory.at(`${stack}/aws_probe.probe`)!.values).toEqual({
      one: ref(`${stack}/module.one.aws_vpc.main`, "id"),
      y: ref(`${stack}/module.one.aws_subnet.zone["y"]`, "id"),
      many: ref(`${stack}/module.many["p"].aws_vpc.main`, "id"),
      all: [ref(`${stack}/module.many["p"].aws_vpc.main`, "id")],
    });
    expect(inventory.at(`${stack}/module.many["p"].aws_vpc.main`)!.values.cidr_block).toBe("10.1.0.0/16");
  });

  it("with providers of their own use those; null for what may not be null is the default", async () => {
    const child = {
      provider: { aws: { region: "sa-east-1" } },
      variable: { a: { default: "one", nullable: false }, b: { default: "two" } },
      resource: { aws_vpc: { main: { a: "${var.a}", b: '${coalesce(var.b, "none")}' } } },
    };
    const main = {
      provider: { aws: [{ region: "us-east-1" }, { alias: "eu", region: "eu-west-1" }] },
      module: {
        one: { source: "./own", a: null, b: null },
        two: { source: "./net", cidr: "", providers: { aws: "${aws.eu}" } },
      },
    };
    const folder = folderOf({ "main.tf.json": main, "own/main.tf.json": child, "net/main.tf.json": net });
    const { resources } = await readInventory(folder);
    const vpcs = resources.filter(({ type }) => type === "aws_vpc");
    expect(vpcs.map(({ region, values }) => [region, values])).toEqual([
      ["sa-east-1", { a: "one", b: "none" }],
      ["eu-west-1", {}],
    ]);
  });

  it.each([
    ["terraform-aws-modules/vpc/aws", "its source terraform-aws-modules/vpc/aws is not a folder here"],
    ["./none", "its folder ./none is not there"],
    ["./hcl", "its folder hcl has no *.tf.json files, only *.tf: a plan of it can be read"],
    ["./loop", "its source ../loop calls itself"],
  ])("%s is a gap", async (source, why) => {
    const folder = folderOf({
      "main.tf.json": { module: { net: { source } }, output: { id: { value: "${module.net.vpc_id}" } } },
      "hcl/main.tf": "",
      "loop/main.tf.json": { module: { again: { source: "../loop" } } },
    });
    const { gaps, outputs } = await readInventory(folder);
    expect(gaps.map((gap) => gap.why)).toEqual([why]);
    expect(outputs[0]!.value).toBeInstanceOf(Unknown);
  });
});

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
  ])("%s", async (value, expected) => {
    expect(await out(value)).toEqual(expected);
  });

  it.each([
    [`\${${from}.vpc_id}`, s3("other"), "the state other is not among the files"],
    [`\${${from}.none}`, s3("network"), "the state network has no output none"],
    [`\${${from}.back}`, s3("network"), /depends on itself$/],
    [
      `\${${from}.vpc_id}`,
      { bucket: "${var.bucket}", key: "network" },
      "which state it reads is not known: var.bucket is not declared",
    ],
  ])("%s of %j is unknown", async (value, config, why) => {
    const unknown = (await out(value, config)) as Unknown;
    if (typeof why === "string") expect(unknown.why).toBe(why);
    else expect(unknown.why).toMatch(why);
  });

  it("are found by the paths of local backends, from each stack's folder", async () => {
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

  it("that two stacks keep are no one's", async () => {
    const twin = { terraform: { backend: { s3: s3("network") } }, output: { vpc_id: { value: "twin" } } };
    const { outputs } = await inventoryOfStacks({ network, twin, app: app(`\${${from}.vpc_id}`) });
    expect(outputs.find(({ name }) => name === "out")!.value).toEqual(
      new Unknown("several stacks keep their state at network"),
    );
  });
});
