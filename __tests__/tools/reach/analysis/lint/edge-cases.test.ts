import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inventoryOf, NOT_EVALUATED, type StackJson, type Written } from "../../support/stacks.ts";
import { inventoryOfStacks } from "../../terraform/support/folder.ts";
import { formatFindings, lintInventory } from "./support/lint.ts";

type Resources = Record<string, Record<string, Record<string, unknown>>>;

/**
 * Lints a fixture with some attributes changed:
 * `"aws_vpc.main.enable_dns_hostnames": false`.
 */
async function fixture(name: string, changes: Readonly<Record<string, unknown>>): Promise<string[]> {
  const path = join(import.meta.dirname, "../../../../fixtures/reach/lint", name, "net/main.tf.json");
  const json = JSON.parse(readFileSync(path, "utf8")) as { resource: Resources };
  for (const [key, value] of Object.entries(changes)) {
    const [type, resource, attribute] = key.split(".");
    const named = json.resource[type!] ?? {};
    const values = attribute === undefined ? value : { ...named[resource!], [attribute]: value };
    json.resource[type!] = { ...named, [resource!]: values as Record<string, unknown> };
  }
  return formatFindings(lintInventory(await inventoryOfStacks({ net: json })));
}

const CANNOT_START = "error TASK_CANNOT_START net/aws_ecs_service.app";

describe("TASK_CANNOT_START", () => {
  const mended = "task-cannot-start/mended";

  it("is reported if the VPC does not resolve endpoint names", async () => {
    expect(await fixture(mended, { "aws_vpc.main.enable_dns_hostnames": false })).toEqual([CANNOT_START]);
    expect(await fixture(mended, { "aws_vpc.main.enable_dns_support": false })).toEqual([CANNOT_START]);
  });

  it("is reported if an endpoint with private DNS is blocked, even with a NAT gateway", async () => {
    const byNat = {
      "aws_internet_gateway.main": { vpc_id: "${aws_vpc.main.id}" },
      "aws_subnet.public": { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.9.0/24" },
      "aws_route_table.public": { vpc_id: "${aws_vpc.main.id}" },
      "aws_route_table_association.public": {
        route_table_id: "${aws_route_table.public.id}",
        subnet_id: "${aws_subnet.public.id}",
      },
      "aws_route.public": {
        route_table_id: "${aws_route_table.public.id}",
        destination_cidr_block: "0.0.0.0/0",
        gateway_id: "${aws_internet_gateway.main.id}",
      },
      "aws_nat_gateway.main": { subnet_id: "${aws_subnet.public.id}", allocation_id: "eipalloc-1" },
      "aws_route.out": {
        route_table_id: "${aws_route_table.a.id}",
        destination_cidr_block: "0.0.0.0/0",
        nat_gateway_id: "${aws_nat_gateway.main.id}",
      },
      "aws_vpc_security_group_egress_rule.out": {
        security_group_id: "${aws_security_group.app.id}",
        ip_protocol: "tcp",
        from_port: 443,
        to_port: 443,
        cidr_ipv4: "0.0.0.0/0",
      },
    };
    const without = await fixture("task-cannot-start/broken", byNat);
    expect(without).toEqual([]);
    const refused = { ...byNat, "aws_vpc_security_group_ingress_rule.endpoints_from_app.to_port": 442 };
    const from = { "aws_vpc_security_group_ingress_rule.endpoints_from_app.from_port": 442 };
    expect(await fixture("task-cannot-start/broken", { ...refused, ...from })).toContain(CANNOT_START);
  });

  it("is not reported if a private hosted zone may redirect AWS service names", async () => {
    const zone = { name: "ecr.eu-west-1.amazonaws.com", vpc: [{ vpc_id: "${aws_vpc.main.id}" }] };
    expect(await fixture("task-cannot-start/broken", { "aws_route53_zone.ecr": zone })).toEqual([]);
  });

  it("is not reported for tasks with unknown containers, which are gaps", async () => {
    const path = join(
      import.meta.dirname,
      "../../../../fixtures/reach/lint/task-cannot-start/broken/net/main.tf.json",
    );
    const json = JSON.parse(readFileSync(path, "utf8")) as { resource: Resources };
    json.resource.aws_ecs_task_definition!.app!.container_definitions = '${file("containers.json")}';
    const { findings, gaps } = lintInventory(await inventoryOfStacks({ net: json }));
    expect(findings).toEqual([]);
    expect(gaps.map(({ address }) => address)).toContain("net/aws_ecs_service.app");
  });

  it("is not reported for tasks on EC2 instances", async () => {
    expect(await fixture("task-cannot-start/broken", { "aws_ecs_service.app.launch_type": "EC2" })).toEqual(
      [],
    );
  });

  it("is determined from references to an image, a secret and a security group", async () => {
    const containers = [
      {
        name: "app",
        image: "${aws_ecr_repository.app.repository_url}:1",
        secrets: [{ name: "A", valueFrom: "${aws_secretsmanager_secret.db.arn}" }],
      },
    ];
    const changes = {
      "aws_ecr_repository.app": { name: "app" },
      "aws_secretsmanager_secret.db": { name: "db" },
      "aws_ecs_task_definition.app.container_definitions": JSON.stringify(containers),
    };
    expect(await fixture("task-cannot-start/broken", changes)).toEqual([CANNOT_START]);
    expect(await fixture(mended, changes)).toEqual([]);
  });
});

/** Lints a network with two instances, three security groups and some more resources. */
function groups(more: StackJson): string[] {
  const vpc_id = "${aws_vpc.main.id}";
  const server = (...names: string[]) => ({
    subnet_id: "${aws_subnet.a.id}",
    vpc_security_group_ids: names.map((name) => `\${aws_security_group.${name}.id}`),
  });
  const net: StackJson = {
    aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: { a: { vpc_id, cidr_block: "10.0.1.0/24" } },
    aws_security_group: { app: { vpc_id }, db: { vpc_id }, extra: { vpc_id } },
    aws_instance: { app: server("app"), db: server("db", "extra") },
    ...more,
  };
  return formatFindings(lintInventory(inventoryOf({ net })));
}

const rule = (group: string, peer: Readonly<Record<string, Written>>) => ({
  security_group_id: `\${aws_security_group.${group}.id}`,
  ip_protocol: "tcp",
  from_port: 5432,
  to_port: 5432,
  ...peer,
});
const TO_DB = { out: rule("app", { referenced_security_group_id: "${aws_security_group.db.id}" }) };

describe("ONE_SIDED_FLOW", () => {
  it("is determined from all security groups of the peer", () => {
    const from = { referenced_security_group_id: "${aws_security_group.app.id}" };
    const opened = { aws_vpc_security_group_ingress_rule: { in: rule("extra", from) } };
    expect(groups({ aws_vpc_security_group_egress_rule: TO_DB })).toEqual([
      "error ONE_SIDED_FLOW net/aws_vpc_security_group_egress_rule.out",
    ]);
    // `app` references `db`, and the instance also has `extra`, which admits `app`.
    expect(groups({ aws_vpc_security_group_egress_rule: TO_DB, ...opened })).toEqual([]);
  });

  it("is not reported if the peer's rules are unknown", () => {
    const vpc_id = "${aws_vpc.main.id}";
    const open = { app: { vpc_id }, db: { vpc_id, ingress: NOT_EVALUATED }, extra: { vpc_id } };
    expect(groups({ aws_vpc_security_group_egress_rule: TO_DB, aws_security_group: open })).toEqual([]);
  });
});

describe("GROUP_UNUSED", () => {
  const old = (more: Readonly<Record<string, Written>> = {}): StackJson => ({
    aws_security_group: {
      app: { vpc_id: "${aws_vpc.main.id}" },
      db: { vpc_id: "${aws_vpc.main.id}" },
      extra: { vpc_id: "${aws_vpc.main.id}" },
      old: { vpc_id: "${aws_vpc.main.id}" },
    },
    ...(more as StackJson),
  });

  it("is not reported if a resource may have the security group", () => {
    expect(groups(old())).toEqual(["warning GROUP_UNUSED net/aws_security_group.old"]);
    const open = { aws_lambda_function: { f: { vpc_config: [{ security_group_ids: NOT_EVALUATED }] } } };
    expect(groups(old(open))).toEqual([]);
    const partly = "${aws_security_group.old.id},${aws_security_group.db.id}";
    expect(groups(old({ aws_ssm_parameter: { groups: { value: partly } } }))).toEqual([]);
    // A literal that looks like a reference once it is evaluated is not one.
    const named = `$\${net\${"/"}aws_security_group.old.id},${NOT_EVALUATED}`;
    expect(groups(old({ aws_ssm_parameter: { groups: { value: named } } }))).toEqual(groups(old()));
  });
});

describe("ROUTE_ONE_WAY", () => {
  it("is not reported for a NAT gateway's peering, which may return traffic without a route", async () => {
    const nat = (subnet: string) => ({
      "aws_nat_gateway.nat": { subnet_id: `\${aws_subnet.${subnet}.id}`, connectivity_type: "private" },
    });
    expect(await fixture("route-one-way/broken", nat("a"))).toEqual([]);
    expect(await fixture("route-one-way/broken", nat("vault"))).toEqual([
      "error ROUTE_ONE_WAY net/aws_route.there",
    ]);
  });
});

describe("an unknown route target", () => {
  it("does not lead to ROUTE_ONE_WAY", async () => {
    const open = { "aws_route_table.tools.route": '${file("routes.json")}' };
    expect(await fixture("route-one-way/broken", {})).toEqual(["error ROUTE_ONE_WAY net/aws_route.there"]);
    expect(await fixture("route-one-way/broken", open)).toEqual([]);
  });

  it("does not lead to APPLIANCE_ONE_WAY", async () => {
    const open = { "aws_route_table.db.route": '${file("routes.json")}', "aws_route.back": blind("db") };
    expect(await fixture("appliance-one-way/broken", open)).toEqual([]);
  });
});

/** A route to a firewall endpoint, behind which the path is unknown. */
function blind(table: string) {
  return {
    route_table_id: `\${aws_route_table.${table}.id}`,
    destination_cidr_block: "10.0.1.0/24",
    vpc_endpoint_id: "vpce-0123456789abcdef0",
  };
}

describe("ACL_DROPS_REPLIES", () => {
  it("is not reported for connections that only an entry for return traffic allows", async () => {
    const entry = { rule_no: 100, action: "allow", protocol: "tcp", cidr_block: "0.0.0.0/0" };
    const everything = { protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] };
    const webOnly = (egress: object[]) => ({
      "aws_security_group.web.egress": [everything],
      "aws_network_acl.web.ingress": [{ ...entry, from_port: 443, to_port: 443 }],
      "aws_network_acl.web.egress": egress,
    });
    const replies = { ...entry, from_port: 1024, to_port: 65_535 };
    expect(await fixture("acl-drops-replies/mended", webOnly([replies]))).toEqual([]);
    const calls = { ...entry, rule_no: 90, from_port: 8443, to_port: 8443 };
    expect(await fixture("acl-drops-replies/mended", webOnly([replies, calls]))).toEqual([
      "error ACL_DROPS_REPLIES net/aws_network_acl.web",
    ]);
  });

  it("is reported only for connections that reach the ACL", async () => {
    const behindNat = {
      "aws_subnet.private": { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.2.0/24" },
      "aws_route_table.private": { vpc_id: "${aws_vpc.main.id}" },
      "aws_route_table_association.private": {
        route_table_id: "${aws_route_table.private.id}",
        subnet_id: "${aws_subnet.private.id}",
      },
      "aws_nat_gateway.main": { subnet_id: "${aws_subnet.web.id}", allocation_id: "eipalloc-1" },
      "aws_route.private": {
        route_table_id: "${aws_route_table.private.id}",
        destination_cidr_block: "0.0.0.0/0",
        nat_gateway_id: "${aws_nat_gateway.main.id}",
      },
      "aws_instance.app": {
        subnet_id: "${aws_subnet.private.id}",
        vpc_security_group_ids: ["${aws_security_group.app.id}"],
      },
      "aws_security_group.app": {
        vpc_id: "${aws_vpc.main.id}",
        egress: [{ protocol: "tcp", from_port: 443, to_port: 443, cidr_blocks: ["0.0.0.0/0"] }],
      },
      "aws_network_acl.web.ingress": [
        {
          rule_no: 100,
          action: "allow",
          protocol: "tcp",
          from_port: 443,
          to_port: 65_535,
          cidr_block: "0.0.0.0/0",
        },
      ],
      // Everything reaches the NAT gateway.
      "aws_network_acl_rule.inside": {
        network_acl_id: "${aws_network_acl.web.id}",
        rule_number: 50,
        rule_action: "allow",
        protocol: "-1",
        cidr_block: "10.0.0.0/16",
      },
      "aws_network_acl.web.egress": [
        { rule_no: 100, action: "allow", protocol: "-1", cidr_block: "0.0.0.0/0" },
      ],
    };
    // The ACL allows UDP out and drops its return traffic, but only TCP reaches it.
    expect(await fixture("acl-drops-replies/mended", behindNat)).toEqual([]);
    const all = [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }];
    expect(
      await fixture("acl-drops-replies/mended", { ...behindNat, "aws_security_group.app.egress": all }),
    ).toEqual(["error ACL_DROPS_REPLIES net/aws_network_acl.web"]);
  });
});
