import { keptForm } from "../../../../tools/deploy/forms/kept-form.ts";
import type { TerraformJson } from "../../../../tools/synthesized/synthesized-stacks.ts";

const group = (name: string, vpc = "main") => ({ name, vpc_id: `\${aws_vpc.${vpc}.id}` });

const DEPLOYED: TerraformJson = {
  provider: { aws: [{ region: "us-east-1" }, { alias: "eu-west-1", region: "eu-west-1" }] },
  data: {
    aws_ami: { newest: { owners: ["amazon"] }, unused: { owners: ["self"] } },
    aws_region: { here: {} },
  },
  locals: { port: 80, names: { web: true, api: true } },
  resource: {
    aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
    aws_security_group: { web: group("web"), api: group("api") },
    aws_instance: { api: { ami: "${data.aws_ami.newest.id}", provider: "aws.eu-west-1" } },
  },
  output: {
    group_ids: { value: { web: "${aws_security_group.web.id}", api: "${aws_security_group.api.id}" } },
    old_text: { value: "${aws_instance.api.id}" },
    zone_ids: { value: ["a", "b", "c"] },
  },
};

const WANTED: TerraformJson = {
  provider: { aws: [{ region: "us-east-1" }] },
  data: { aws_region: { here: {} } },
  locals: { port: 8080, names: { web: true, www: true } },
  resource: {
    aws_vpc: { main: { cidr_block: "10.0.0.0/16", tags: { Name: "shop" } } },
    aws_security_group: { web: group("web") },
  },
  output: {
    group_ids: { value: { web: "${aws_security_group.web.id}" } },
    zone_ids: { value: ["a", "b"] },
  },
};

describe("the kept form", () => {
  const kept = keptForm(DEPLOYED, WANTED);

  it("is the wanted form if nothing is left over", () => {
    expect(keptForm(WANTED, WANTED)).toEqual({
      json: WANTED,
      turned: undefined,
      leftovers: [],
      movedLinks: [],
      cuts: [],
      asides: new Map(),
      asideProblems: [],
    });
  });

  it("keeps resources that only the deployed form has, and lists them", () => {
    expect(kept.leftovers).toEqual(["aws_instance.api", "aws_security_group.api"]);
    expect(kept.json.resource?.aws_security_group?.api).toEqual(group("api"));
  });

  it("has the wanted arguments of a resource of both", () => {
    expect(kept.json.resource?.aws_vpc?.main).toEqual(WANTED.resource?.aws_vpc?.main);
  });

  it("brings the data sources and providers that leftovers refer to, and no others", () => {
    expect(kept.json.data).toEqual({
      aws_ami: { newest: { owners: ["amazon"] } },
      aws_region: { here: {} },
    });
    expect(kept.json.provider?.aws).toEqual([
      { region: "us-east-1" },
      { alias: "eu-west-1", region: "eu-west-1" },
    ]);
  });

  it("keeps the deployed keys of maps, and has the wanted value of everything else", () => {
    expect(kept.json.output).toEqual({
      group_ids: DEPLOYED.output?.group_ids,
      old_text: DEPLOYED.output?.old_text,
      zone_ids: { value: ["a", "b"] },
    });
    expect(kept.json.locals).toEqual({ port: 8080, names: { web: true, api: true, www: true } });
  });

  it("moves one object of AWS that has two addresses, in every reference too", () => {
    const renamed: TerraformJson = {
      ...WANTED,
      resource: { ...WANTED.resource, aws_security_group: { front: group("web") } },
      output: {},
    };
    const { json, leftovers } = keptForm(DEPLOYED, renamed);
    expect(json.moved).toEqual([{ from: "aws_security_group.web", to: "aws_security_group.front" }]);
    expect(leftovers).not.toContain("aws_security_group.web");
    expect(json.output?.group_ids?.value).toEqual({
      web: "${aws_security_group.front.id}",
      api: "${aws_security_group.api.id}",
    });
  });

  it("moves what is identified by a moved object", () => {
    const subnet = (vpc: string) => ({ vpc_id: `\${aws_vpc.${vpc}.id}`, cidr_block: "10.0.0.0/24" });
    const before: TerraformJson = {
      moved: [],
      resource: { aws_vpc: { old: {} }, aws_subnet: { one: subnet("old") } },
    };
    const after: TerraformJson = {
      moved: [{ from: "aws_vpc.old", to: "aws_vpc.new" }],
      resource: { aws_vpc: { new: {} }, aws_subnet: { first: subnet("new") } },
    };
    const { json, leftovers } = keptForm(before, after);
    expect(leftovers).toEqual([]);
    expect(json.moved).toEqual([
      { from: "aws_vpc.old", to: "aws_vpc.new" },
      { from: "aws_subnet.one", to: "aws_subnet.first" },
    ]);
  });

  it("does not move a resource to an address that is deployed as well", () => {
    const both: TerraformJson = { resource: { aws_security_group: { a: group("web"), b: group("api") } } };
    const swapped: TerraformJson = { resource: { aws_security_group: { a: group("api"), b: group("web") } } };
    expect(keptForm(both, swapped).json).toEqual(swapped);
  });

  it("keeps no resource that the wanted form tells Terraform to forget", () => {
    const { json, leftovers } = keptForm(DEPLOYED, { ...WANTED, removed: [{ from: "aws_instance.api" }] });
    expect(leftovers).toEqual(["aws_security_group.api"]);
    expect(json.resource?.aws_instance).toBeUndefined();
  });
});

describe("lists of members in the kept form", () => {
  const acl = (...subnets: string[]): TerraformJson => ({
    resource: {
      aws_subnet: Object.fromEntries(subnets.map((name) => [name, { cidr_block: name }])),
      aws_network_acl: { private: { subnet_ids: subnets.map((name) => `\${aws_subnet.${name}.id}`) } },
    },
  });

  it("keep a leftover subnet in its network ACL", () => {
    const { json } = keptForm(acl("a", "b", "c"), acl("a", "d"));
    expect(json.resource?.aws_network_acl?.private).toEqual({
      subnet_ids: ["${aws_subnet.a.id}", "${aws_subnet.d.id}", "${aws_subnet.b.id}", "${aws_subnet.c.id}"],
    });
  });

  it("let a subnet that stays go to the wanted network ACL, since it has only one", () => {
    const two = (first: string[], second: string[]): TerraformJson => ({
      resource: {
        aws_subnet: { a: { cidr_block: "a" }, b: { cidr_block: "b" } },
        aws_network_acl: { one: { subnet_ids: first }, two: { subnet_ids: second } },
      },
    });
    const [a, b] = ["${aws_subnet.a.id}", "${aws_subnet.b.id}"] as const;
    expect(keptForm(two([a, b], []), two([a], [b])).json).toEqual(two([a], [b]));
  });

  it("let a subnet go to a new network ACL in the turn, when that has all its rules", () => {
    const form = (name: string): TerraformJson => ({
      resource: {
        aws_subnet: { a: { cidr_block: "a" } },
        aws_network_acl: { [name]: { subnet_ids: ["${aws_subnet.a.id}"], tags: { Name: name } } },
      },
    });
    const { json, turned } = keptForm(form("old"), form("new"));
    const acls = (some: TerraformJson | undefined) => some?.resource?.aws_network_acl;
    expect(acls(json)?.new).toEqual({ subnet_ids: [], tags: { Name: "new" } });
    expect(acls(json)?.old).toEqual(acls(form("old"))?.old);
    expect(acls(turned)?.new).toEqual(acls(form("new"))?.new);
  });

  it("keep every deployed route table of a gateway endpoint: its tasks may still be there", () => {
    const endpoint = (...tables: string[]): TerraformJson => ({
      resource: {
        aws_route_table: { a: { tags: { Name: "a" } }, b: { tags: { Name: "b" } } },
        aws_vpc_endpoint: { s3: { route_table_ids: tables } },
      },
    });
    const [a, b] = ["${aws_route_table.a.id}", "${aws_route_table.b.id}"] as const;
    expect(keptForm(endpoint(a), endpoint(b)).json).toEqual(endpoint(b, a));
  });
});

describe("the zones of a transit gateway attachment in the kept form", () => {
  const subnet = (tier: string, zone: string) =>
    `\${data.terraform_remote_state.network.outputs.subnet_ids["main/${tier}/us-east-1${zone}"]}`;
  const attachment = (...subnets: string[]): TerraformJson => ({
    resource: { aws_ec2_transit_gateway_vpc_attachment: { main: { subnet_ids: subnets } } },
  });

  it("stay until nothing in them needs it, and each has one subnet", () => {
    const deployed = attachment(subnet("transit", "a"), subnet("transit", "b"));
    const wanted = attachment(subnet("link", "a"));
    const expected = attachment(subnet("link", "a"), subnet("transit", "b"));
    expect(keptForm(deployed, wanted).json).toEqual(expected);
  });
});

describe("links in the kept form", () => {
  const linked = (server: string): TerraformJson => ({
    resource: {
      aws_instance: { [server]: { tags: { Name: server } } },
      aws_network_interface_attachment: {
        line: { network_interface_id: "eni-1", instance_id: `\${aws_instance.${server}.id}` },
      },
    },
  });

  it("stay as they are deployed, and move in the turn", () => {
    const { json, turned, movedLinks } = keptForm(linked("old"), linked("new"));
    expect(json.resource?.aws_network_interface_attachment).toEqual(
      linked("old").resource?.aws_network_interface_attachment,
    );
    expect(turned?.resource?.aws_network_interface_attachment).toEqual(
      linked("new").resource?.aws_network_interface_attachment,
    );
    expect(movedLinks).toEqual(["aws_network_interface_attachment.line"]);
  });
});

describe("traffic in the kept form", () => {
  const listener = (name: string, ...others: string[]): TerraformJson => ({
    resource: {
      aws_lb_target_group: Object.fromEntries([name, ...others].map((each) => [each, { name: each }])),
      aws_lb_listener_rule: {
        rule: { action: [{ type: "forward", target_group_arn: `\${aws_lb_target_group.${name}.arn}` }] },
      },
    },
  });

  it("still goes to the old target group, and the new one is on the rule with weight 0", () => {
    const { json, turned } = keptForm(listener("web"), listener("www"));
    expect(json.resource?.aws_lb_listener_rule?.rule).toEqual({
      action: [
        {
          type: "forward",
          forward: {
            target_group: [
              { arn: "${aws_lb_target_group.web.arn}", weight: 100 },
              { arn: "${aws_lb_target_group.www.arn}", weight: 0 },
            ],
          },
        },
      ],
    });
    expect(turned?.resource?.aws_lb_listener_rule).toEqual(listener("www").resource?.aws_lb_listener_rule);
    expect(turned?.resource?.aws_lb_target_group).toHaveProperty("web");
  });

  it("goes to the wanted target group at once if the old one stays, or there is no new one", () => {
    expect(keptForm(listener("web", "www"), listener("www", "web")).turned).toBeUndefined();
    expect(keptForm(listener("web"), listener("web")).turned).toBeUndefined();
  });
});

describe("traffic of a network load balancer in the kept form", () => {
  const listener = (name: string): TerraformJson => ({
    resource: {
      aws_lb_target_group: { [name]: { name } },
      aws_lb_listener: {
        tcp: {
          default_action: [{ type: "forward", target_group_arn: `\${aws_lb_target_group.${name}.arn}` }],
        },
      },
    },
  });

  it("stays with the old target group until the turn, by weights", () => {
    const { json, turned } = keptForm(listener("web"), listener("www"));
    expect(json.resource?.aws_lb_listener?.tcp).toHaveProperty("default_action.0", {
      type: "forward",
      forward: {
        target_group: [
          { arn: "${aws_lb_target_group.web.arn}", weight: 100 },
          { arn: "${aws_lb_target_group.www.arn}", weight: 0 },
        ],
      },
    });
    expect(turned?.resource?.aws_lb_listener).toEqual(listener("www").resource?.aws_lb_listener);
  });
});

describe("a rule whose traffic a blue/green deployment moves, in the kept form", () => {
  const rule = (name: string): TerraformJson => {
    const arn = (suffix: string) => `\${aws_lb_target_group.${name}${suffix}.arn}`;
    const groups = [
      { arn: arn(""), weight: 100 },
      { arn: arn("-alt"), weight: 0 },
    ];
    return {
      resource: {
        aws_lb_target_group: { [name]: { name }, [`${name}-alt`]: { name: `${name}-alt` } },
        aws_lb_listener_rule: {
          rule: {
            action: [{ type: "forward", forward: { target_group: groups } }],
            lifecycle: { ignore_changes: ["action"] },
            "//": { metadata: { path: "shop-prod-compute/web-targets/rule" } },
          },
        },
      },
    };
  };
  const { json, turned, cuts } = keptForm(rule("web"), rule("www"));

  it("goes to the wanted groups in the turn, which Terraform ignores otherwise", () => {
    const wanted = rule("www").resource?.aws_lb_listener_rule?.rule ?? {};
    expect(turned?.resource?.aws_lb_listener_rule?.rule).toEqual({
      ...wanted,
      lifecycle: { ignore_changes: [] },
    });
    expect(json.resource?.aws_lb_listener_rule?.rule).toHaveProperty("lifecycle.ignore_changes", []);
  });

  it("is a cut: which of its two groups has the traffic is not known", () => {
    expect(cuts.map(({ name }) => name)).toEqual(["web"]);
  });
});

describe("something that a changed argument would replace, in the kept form", () => {
  const server = (subnet: string): TerraformJson => ({
    resource: {
      aws_instance: { api: { subnet_id: subnet } },
      aws_route53_record: {
        api: { name: "api", type: "A", ttl: 60, records: ["${aws_instance.api.private_ip}"] },
      },
    },
    output: { address: { value: "${aws_instance.api.private_ip}" } },
  });
  const replaced = new Set(["aws_instance.api"]);

  it("stays under another address, beside its successor", () => {
    const { json, leftovers, asides } = keptForm(server("a"), server("b"), replaced);
    expect(json.resource?.aws_instance).toEqual({
      api: { subnet_id: "b" },
      "api-leaving": { subnet_id: "a" },
    });
    expect(leftovers).toEqual(["aws_instance.api-leaving"]);
    expect([...asides]).toEqual([["aws_instance.api", "aws_instance.api-leaving"]]);
    // As a block, Terraform rejects the move.
    expect(json.moved).toBeUndefined();
    expect(json.output?.address?.value).toBe("${aws_instance.api.private_ip}");
  });

  it("keeps its name until the turn", () => {
    const { json, turned } = keptForm(server("a"), server("b"), replaced);
    const record = (form: TerraformJson | undefined) => form?.resource?.aws_route53_record?.api;
    expect(record(json)).toHaveProperty("records", ["${aws_instance.api-leaving.private_ip}"]);
    expect(record(turned)).toHaveProperty("records", ["${aws_instance.api.private_ip}"]);
  });

  it("goes aside of another that an interrupted change left there", () => {
    const before: TerraformJson = { resource: { aws_instance: { api: {}, "api-leaving": {} } } };
    const { asides, leftovers } = keptForm(before, server("b"), replaced);
    expect([...asides.values()]).toEqual(["aws_instance.api-leaving-2"]);
    expect(leftovers).toEqual(["aws_instance.api-leaving", "aws_instance.api-leaving-2"]);
  });

  it("is not moved where its successor is, if its address changes too", () => {
    const moved = { ...server("b"), moved: [{ from: "aws_instance.web", to: "aws_instance.api" }] };
    const before: TerraformJson = { resource: { aws_instance: { web: { subnet_id: "a" } } } };
    const { json, asides } = keptForm(before, moved, replaced);
    expect([...asides]).toEqual([["aws_instance.web", "aws_instance.api-leaving"]]);
    expect(json.moved).toBeUndefined();
  });

  it.each([
    [{ disable_api_termination: true }, {}, "aws_instance.api: it is protected"],
    [{ lifecycle: { prevent_destroy: true } }, {}, "aws_instance.api: it is protected"],
  ])("is a problem if it is protected: %j", (deployed, wanted, problem) => {
    const form = (body: object): TerraformJson => ({ resource: { aws_instance: { api: body } } });
    expect(keptForm(form(deployed), form(wanted), replaced).asideProblems).toEqual([problem]);
  });

  it("is a problem if AWS allows only one of its name", () => {
    const form = (vpc: string, name: string): TerraformJson => ({
      resource: { aws_lb_target_group: { web: { name, vpc_id: vpc } } },
    });
    const web = new Set(["aws_lb_target_group.web"]);
    expect(keptForm(form("a", "web"), form("b", "web"), web).asideProblems).toEqual([
      "aws_lb_target_group.web: AWS has only one of its name: give the new one another name",
    ]);
    expect(keptForm(form("a", "web"), form("b", "www"), web).asideProblems).toEqual([]);
  });
});

describe("routes in the kept form", () => {
  const routed = (gateway: string, target: string): TerraformJson => ({
    resource: {
      aws_nat_gateway: { [gateway]: { tags: { Name: gateway } } },
      aws_route: {
        out: {
          route_table_id: "rtb-1",
          destination_cidr_block: "0.0.0.0/0",
          [target]: `\${aws_nat_gateway.${gateway}.id}`,
        },
      },
    },
  });

  it("lead to the gateway that leaves until the turn", () => {
    const { json, turned } = keptForm(routed("old", "nat_gateway_id"), routed("new", "nat_gateway_id"));
    const route = (form: TerraformJson | undefined) => form?.resource?.aws_route?.out;
    expect(route(json)).toEqual(routed("old", "nat_gateway_id").resource?.aws_route?.out);
    expect(route(turned)).toEqual(routed("new", "nat_gateway_id").resource?.aws_route?.out);
  });

  it("have one target only, of whatever kind", () => {
    const { json } = keptForm(routed("old", "nat_gateway_id"), routed("new", "gateway_id"));
    expect(json.resource?.aws_route?.out).not.toHaveProperty("gateway_id");
  });
});
