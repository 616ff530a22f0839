import {
  explained,
  hopTexts,
  networkOf,
  networkOfFiles,
  stackFiles,
  verdictAndCauses,
} from "../support/network.ts";
import {
  acl,
  balancer,
  ec2Instance,
  entry,
  gateway,
  group,
  id,
  MAIN,
  openGroup,
  routes,
} from "../support/resource-builders.ts";

const igw = gateway("igw", "main");
const out = routes("public", "main", ["a", "b"], {
  cidr_block: "0.0.0.0/0",
  gateway_id: id("aws_internet_gateway.igw"),
});

describe("an unknown fact", () => {
  const a = ec2Instance("a", "a", "10.0.1.10", ["open"]);

  it("leaves the verdict unknown: a security group that is not in the files", async () => {
    const more = { vpc_security_group_ids: ["sg-0123456789abcdef0"] };
    const network = await networkOf(...MAIN, a, ec2Instance("b", "b", "10.0.2.10", [], more));
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.b:22")).toEqual([
      "unknown",
      "NOT_KNOWN aws_instance.b",
    ]);
  });

  it("does not matter if known rules allow the connection", async () => {
    const more = { vpc_security_group_ids: ["sg-0123456789abcdef0", id("aws_security_group.open")] };
    const network = await networkOf(...MAIN, a, ec2Instance("b", "b", "10.0.2.10", [], more));
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.b:22")).toEqual(["allowed"]);
  });

  it("does not matter if known rules block the connection", async () => {
    const more = { vpc_security_group_ids: ["sg-0123456789abcdef0"] };
    const network = await networkOf(
      ...MAIN,
      acl("a", "main", ["a"], [], []),
      a,
      ec2Instance("b", "b", "10.0.2.10", [], more),
    );
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.b:22")).toEqual([
      "blocked",
      "SUBNET_ACL_RESTRICTION aws_network_acl.a",
      "SUBNET_ACL_RESTRICTION aws_network_acl.a",
      "NOT_KNOWN aws_instance.b",
    ]);
  });

  it("leaves the verdict unknown: a rule that references a group outside the files", async () => {
    const guard = {
      aws_security_group: {
        guard: {
          vpc_id: id("aws_vpc.main"),
          ingress: [
            { protocol: "tcp", from_port: 22, to_port: 22, security_groups: ["sg-0123456789abcdef0"] },
          ],
        },
      },
    };
    const network = await networkOf(...MAIN, a, guard, ec2Instance("b", "b", "10.0.2.10", ["guard"]));
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.b:22")).toEqual([
      "unknown",
      "NOT_KNOWN aws_security_group.guard",
    ]);
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.b:23")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.guard",
    ]);
  });

  it("leaves the verdict unknown: rules with an unknown count", async () => {
    const files = stackFiles(
      ...MAIN,
      a,
      group("guard", "main"),
      ec2Instance("b", "b", "10.0.2.10", ["guard"]),
      {
        aws_vpc_security_group_ingress_rule: {
          some: {
            count: "${var.rules}",
            security_group_id: id("aws_security_group.guard"),
            ip_protocol: "-1",
            cidr_ipv4: "10.0.0.0/8",
          },
        },
      },
    );
    const main = { ...files["net/main.tf.json"], variable: { rules: { type: "number" } } };
    const network = await networkOfFiles({ "net/main.tf.json": main });
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.b:22")).toEqual([
      "unknown",
      "NOT_KNOWN aws_security_group.guard",
    ]);
  });

  it("leaves the verdict unknown: a VPC with unknown CIDR blocks", async () => {
    const files = stackFiles(
      { aws_vpc: { main: { cidr_block: "${var.cidr}" } } },
      { aws_subnet: { a: { vpc_id: id("aws_vpc.main"), cidr_block: "${cidrsubnet(var.cidr, 8, 1)}" } } },
      openGroup("open", "main"),
      {
        aws_instance: {
          a: { subnet_id: id("aws_subnet.a"), vpc_security_group_ids: [id("aws_security_group.open")] },
          b: { subnet_id: id("aws_subnet.a"), vpc_security_group_ids: [id("aws_security_group.open")] },
        },
      },
    );
    const main = { ...files["net/main.tf.json"], variable: { cidr: { type: "string" } } };
    const network = await networkOfFiles({ "net/main.tf.json": main });
    const unknown = ["unknown", "NOT_KNOWN aws_instance.a"];
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.b:22")).toEqual(unknown);
    expect(verdictAndCauses(network, "aws_instance.a", "internet:22")).toEqual(unknown);
    expect(explained(network, "aws_instance.a", "internet:22").causes[0]?.text).toBe(
      "unknown addresses of net/aws_instance.a: one of its CIDR blocks is unknown: the variable cidr has no value in these files",
    );
  });

  it("leaves the verdict unknown: an instance that may have a public address", async () => {
    const files = stackFiles(
      ...MAIN,
      igw,
      out,
      ec2Instance("web", "a", "10.0.1.10", ["open"], { associate_public_ip_address: "${var.public}" }),
    );
    const main = { ...files["net/main.tf.json"], variable: { public: { type: "bool" } } };
    const network = await networkOfFiles({ "net/main.tf.json": main });
    expect(verdictAndCauses(network, "internet", "aws_instance.web:443")).toEqual([
      "unknown",
      "NOT_KNOWN aws_instance.web",
    ]);
    expect(verdictAndCauses(network, "aws_instance.web", "internet:443")).toEqual([
      "unknown",
      "NOT_KNOWN aws_instance.web",
    ]);
  });
});

describe("connections of an endpoint with itself", () => {
  const floating = (groups: readonly string[], count: number) => ({
    aws_autoscaling_group: {
      fleet: {
        min_size: count,
        max_size: count,
        vpc_zone_identifier: [id("aws_subnet.a")],
        launch_template: [{ id: id("aws_launch_template.fleet") }],
      },
    },
    aws_launch_template: {
      fleet: { vpc_security_group_ids: groups.map((name) => id(`aws_security_group.${name}`)) },
    },
  });

  it("do not use the network, even if its address is unknown", async () => {
    const values = { subnet_id: id("aws_subnet.a"), vpc_security_group_ids: [id("aws_security_group.shut")] };
    const shut = await networkOf(...MAIN, group("shut", "main"), { aws_instance: { one: values } });
    expect(verdictAndCauses(shut, "aws_instance.one", "aws_instance.one:22")).toEqual(["allowed"]);
  });

  it("do not use the network", async () => {
    const network = await networkOf(
      ...MAIN,
      group("shut", "main"),
      ec2Instance("a", "a", "10.0.1.10", ["shut"]),
    );
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.a:22")).toEqual(["allowed"]);
    expect(hopTexts(network, "aws_instance.a", "aws_instance.a:22")).toEqual([
      "traffic to itself does not leave the host",
    ]);
  });

  it("are filtered by security groups if the endpoint has several instances", async () => {
    const shut = await networkOf(...MAIN, group("shut", "main"), floating(["shut"], 2));
    expect(verdictAndCauses(shut, "aws_autoscaling_group.fleet", "aws_autoscaling_group.fleet:22")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.shut",
      "ENI_SG_RULES_MISMATCH aws_security_group.shut",
    ]);
    const open = await networkOf(...MAIN, floating(["open"], 2));
    expect(verdictAndCauses(open, "aws_autoscaling_group.fleet", "aws_autoscaling_group.fleet:22")).toEqual([
      "allowed",
    ]);
  });
});

describe("addresses that AWS assigns at deployment", () => {
  const half = group("half", "main", { ingress: [{ ports: 8000, cidrs: ["10.0.1.0/25"] }] });
  const store = ec2Instance("store", "b", "10.0.2.10", ["half"]);

  it("make a connection unknown if a rule covers half of the subnet, unlike a fixed address", async () => {
    const floating = {
      aws_instance: {
        f: { subnet_id: id("aws_subnet.a"), vpc_security_group_ids: [id("aws_security_group.open")] },
      },
    };
    const network = await networkOf(
      ...MAIN,
      half,
      store,
      floating,
      ec2Instance("low", "a", "10.0.1.10", ["open"]),
      ec2Instance("high", "a", "10.0.1.200", ["open"]),
    );
    expect(verdictAndCauses(network, "aws_instance.f", "aws_instance.store:8000")).toEqual([
      "unknown",
      "ADDRESS_NOT_KNOWN aws_security_group.half",
    ]);
    expect(verdictAndCauses(network, "aws_instance.low", "aws_instance.store:8000")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "aws_instance.high", "aws_instance.store:8000")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.half",
    ]);
  });

  it("make a connection unknown as a target as well", async () => {
    const caller = group("caller", "main", { egress: [{ ports: 22, cidrs: ["10.0.1.0/25"] }] });
    const floating = {
      aws_instance: {
        f: { subnet_id: id("aws_subnet.a"), vpc_security_group_ids: [id("aws_security_group.open")] },
      },
    };
    const from = ec2Instance("caller", "b", "10.0.2.10", ["caller"]);
    const network = await networkOf(
      ...MAIN,
      caller,
      from,
      floating,
      ec2Instance("low", "a", "10.0.1.10", ["open"]),
    );
    expect(verdictAndCauses(network, "aws_instance.caller", "aws_instance.f:22")).toEqual([
      "unknown",
      "ADDRESS_NOT_KNOWN aws_security_group.caller",
    ]);
    expect(verdictAndCauses(network, "aws_instance.caller", "aws_instance.low:22")).toEqual(["allowed"]);
  });

  it("make a service's connection unknown unless the rule covers the whole subnet", async () => {
    const service = {
      aws_ecs_service: {
        api: {
          name: "api",
          launch_type: "FARGATE",
          task_definition: "${aws_ecs_task_definition.api.arn}",
          network_configuration: [
            { subnets: [id("aws_subnet.a")], security_groups: [id("aws_security_group.open")] },
          ],
        },
      },
      aws_ecs_task_definition: {
        api: { family: "api", network_mode: "awsvpc", container_definitions: "[]" },
      },
    };
    const network = await networkOf(...MAIN, half, store, service);
    const { verdict, causes } = explained(network, "aws_ecs_service.api", "aws_instance.store:8000");
    expect(verdict).toBe("unknown");
    expect(causes.map(({ address }) => address)).toEqual(["net/aws_security_group.half"]);
    const all = group("half", "main", { ingress: [{ ports: 8000, cidrs: ["10.0.1.0/24"] }] });
    const whole = await networkOf(...MAIN, all, store, service);
    expect(verdictAndCauses(whole, "aws_ecs_service.api", "aws_instance.store:8000")).toEqual(["allowed"]);
  });
});

describe("a load balancer in front of a partially reachable instance", () => {
  it("makes the instance fully reachable", async () => {
    const inside = acl(
      "b",
      "main",
      ["b"],
      [entry(1, "allow", "tcp", "10.0.1.0/25", 8000), entry(2, "allow", "tcp", "10.0.1.0/24", 443)],
      [entry(1, "allow", "tcp", "10.0.1.0/24", [1024, 65_535])],
    );
    const app = [...MAIN, ec2Instance("app", "b", "10.0.2.10", ["open"]), inside];
    expect(verdictAndCauses(await networkOf(...app), "10.0.1.0/24", "aws_instance.app:8000")).toEqual([
      "allowed",
      "SUBNET_ACL_RESTRICTION aws_network_acl.b",
    ]);
    const groups = { security_groups: [id("aws_security_group.open")] };
    const inB = balancer("application", { ...groups, subnets: [id("aws_subnet.b")] });
    expect(verdictAndCauses(await networkOf(...app, inB), "10.0.1.0/24", "aws_instance.app:8000")).toEqual([
      "allowed",
    ]);
  });
});
