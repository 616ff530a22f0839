import { attributeBlocks } from "../../../../../tools/reach/terraform/attributes.ts";
import { Reference, Unknown } from "../../../../../tools/reach/terraform/value.ts";
import { inventoryOfStacks, probe } from "../support/folder.ts";

const ref = (address: string, ...path: (string | number)[]) => new Reference(address, path);

describe("an attribute's value", () => {
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
  ])("is evaluated: %j", async (written, value) => {
    expect(await probe(written, more)).toEqual(value);
  });

  it.each([
    ["${local.self}", "net/local.self depends on itself"],
    ["${local.none}", "local.none is not declared"],
    ["${var.empty}", "the variable empty has no value in these files"],
    ["${terraform.applying}", "terraform.applying is known only during deployment"],
    ["${path.module}/x", "path.module is known only during deployment"],
    ["${aws_vpc.other.id}", "aws_vpc.other is not declared"],
    ["${aws_vpc.main}", "net/aws_vpc.main is used as a whole object, not by one of its attributes"],
    ["${each.key}", "each is not available here"],
    ["${aws_subnet.a[2].id}", "there is no 2 in it"],
  ])("is unknown: %s", async (written, why) => {
    const value = await probe(written, more);
    expect(value).toBeInstanceOf(Unknown);
    expect((value as Unknown).why).toBe(why);
  });

  it("is unknown if its references are nested too deeply", async () => {
    const locals = Object.fromEntries(
      Array.from({ length: 300 }, (_, i) => [`l${i}`, `\${local.l${i + 1}}`]),
    );
    const value = await probe("${local.l0}", { locals: { ...locals, l300: 1 } });
    expect((value as Unknown).why).toBe("it is nested too deeply");
  });
});

describe("the instances of a resource", () => {
  const vpc = (body: object) => inventoryOfStacks({ net: { resource: { aws_vpc: { main: body } } } });

  it.each([
    [{ count: 2 }, ["net/aws_vpc.main[0]", "net/aws_vpc.main[1]"]],
    [{ count: "${true ? 1 : 0}" }, ["net/aws_vpc.main[0]"]],
    [{ count: 0 }, []],
    [{ for_each: ["b", "a"] }, ['net/aws_vpc.main["a"]', 'net/aws_vpc.main["b"]']],
    [{ for_each: '${toset(["b", "a"])}' }, ['net/aws_vpc.main["a"]', 'net/aws_vpc.main["b"]']],
    [{ for_each: { a: 1 } }, ['net/aws_vpc.main["a"]']],
    [{}, ["net/aws_vpc.main"]],
  ])("are expanded: %j", async (body, addresses) => {
    const { resources, gaps } = await vpc(body);
    expect(resources.map(({ address }) => address)).toEqual(addresses);
    expect(gaps).toEqual([]);
  });

  it.each([
    [{ count: "${aws_vpc.none.x}" }, "its count is unknown: aws_vpc.none is not declared"],
    [
      { count: "${length(data.aws_subnets.all.ids)}" },
      "its count is unknown: net/data.aws_subnets.all.ids is known only after deployment",
    ],
    [{ count: -1 }, "its count is not an integer"],
    [
      { for_each: "${data.aws_subnets.all.ids}" },
      "its for_each is unknown: net/data.aws_subnets.all.ids is known only after deployment",
    ],
    [
      { for_each: ["${aws_eip.a.id}"] },
      "its for_each is unknown: net/aws_eip.a.id is known only after deployment",
    ],
    [{ for_each: 1 }, "its for_each is unknown: it iterates over a value that is not a list or map"],
  ])("are a gap if they are unknown: %j", async (body, why) => {
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
    expect(dependent.why).toBe(`the instances of net/aws_vpc.main are unknown: ${why}`);
  });

  it("are left out, without a gap, if they are not AWS resources", async () => {
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
    const { items, unknown } = attributeBlocks(inventory.at("net/aws_security_group.web")!, "ingress");
    return unknown ?? items;
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
  ])("are read: %j", async (body, expected) => {
    expect(await group(body)).toEqual(expected);
  });

  it("are unknown if the number of dynamic blocks is unknown", async () => {
    const dynamic = { ingress: { for_each: "${data.aws_subnets.all.ids}", content: {} } };
    const unknown = await group(
      { ingress: { from_port: 1 }, dynamic },
      { data: { aws_subnets: { all: {} } } },
    );
    expect(unknown).toBe(
      "the number of repetitions of the block is unknown: net/data.aws_subnets.all.ids is known only after deployment",
    );
  });

  it("are not read from a map that has a key named dynamic", async () => {
    expect(await probe({ dynamic: { a: { b: 1 } } })).toEqual({ dynamic: { a: { b: 1 } } });
  });
});

it("a resource's region is its own argument or its provider's", async () => {
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

it("meta-arguments are not attributes", async () => {
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
