import {
  endpointsOf,
  formatEndpoint,
  formatInterface,
  NETWORK,
  SUBNETS,
  WEB,
} from "../../support/endpoints.ts";
import type { StackJson, WrittenMap } from "../../support/stacks.ts";
import { NOT_EVALUATED } from "../../support/stacks.ts";

const BOTH = ["a, groups web", "b, groups web"];

describe("an Auto Scaling group", () => {
  const template = { web: { name: "web", vpc_security_group_ids: WEB } };
  const fleet = (values: WrittenMap, json: StackJson = {}) =>
    endpointsOf({
      aws_launch_template: template,
      ...json,
      aws_autoscaling_group: { it: { vpc_zone_identifier: SUBNETS, ...values } },
    }).get("net/aws_autoscaling_group.it");

  it("has an interface in each subnet, with the security groups of its launch template", () => {
    expect(formatEndpoint(fleet({ launch_template: [{ id: "${aws_launch_template.web.id}" }] }))).toEqual({
      kind: "server fleet",
      interfaces: BOTH,
      listening: undefined,
      ephemeralPorts: "32768-61000",
    });
  });

  it("has the interfaces of each launch template of a mixed instances policy", () => {
    const specification = (name: string) => [
      { launch_template_specification: [{ launch_template_id: `\${aws_launch_template.${name}.id}` }] },
    ];
    const policy = { launch_template: [{ ...specification("web")[0], override: specification("other") }] };
    const other = { network_interfaces: [{ security_groups: WEB, associate_public_ip_address: "true" }] };
    const found = fleet(
      { mixed_instances_policy: [policy] },
      { aws_launch_template: { ...template, other } },
    );
    expect(found?.interfaces.map(formatInterface)).toEqual([
      ...BOTH,
      "a, public, groups web",
      "b, public, groups web",
    ]);
  });

  it("uses its launch configuration", () => {
    const configuration = { web: { security_groups: WEB, associate_public_ip_address: true } };
    const found = fleet(
      { launch_configuration: "${aws_launch_configuration.web.name}" },
      { aws_launch_configuration: configuration },
    );
    expect(found?.interfaces.map(formatInterface)).toEqual([
      "a, public, groups web",
      "b, public, groups web",
    ]);
  });

  it("has unknown security groups if its launch template is not in the files", () => {
    const found = fleet({ launch_template: [{ name: "elsewhere" }] });
    expect(found?.interfaces[0]?.unknownGroups).toMatch(/not in these files/);
    expect(found?.interfaces[0]?.publicIPv4).toBe("unknown");
  });
});

describe("an ECS service", () => {
  const definitions = (mappings: readonly WrittenMap[]) =>
    JSON.stringify([{ name: "app", portMappings: mappings }]);
  const task = (mode: string, ...mappings: readonly WrittenMap[]) => ({
    aws_ecs_task_definition: {
      app: { family: "app", network_mode: mode, container_definitions: definitions(mappings) },
    },
  });
  const OWN = { network_configuration: { subnets: SUBNETS, security_groups: WEB, assign_public_ip: true } };
  const service = (json: StackJson, values: WrittenMap) =>
    endpointsOf({
      ...json,
      aws_ecs_service: { it: { task_definition: "${aws_ecs_task_definition.app.arn}", ...values } },
    }).get("net/aws_ecs_service.it");

  it("has its own interfaces in awsvpc mode, and listens on its containers' ports", () => {
    const json = task("awsvpc", { containerPort: 8000 }, { containerPort: 53, protocol: "udp" });
    expect(formatEndpoint(service(json, OWN))).toEqual({
      kind: "service",
      interfaces: ["a, public, groups web", "b, public, groups web"],
      listening: "tcp 8000, udp 53",
      ephemeralPorts: "32768-61000",
    });
  });

  it("may listen on any port if its containers are unknown", () => {
    const json = {
      aws_ecs_task_definition: { app: { container_definitions: NOT_EVALUATED } },
    };
    expect(service(json, OWN)?.listening).toBeUndefined();
    expect(service({}, { ...OWN, task_definition: "elsewhere:3" })?.listening).toBeUndefined();
  });

  it("has an IPv6 address in a subnet with IPv6", () => {
    const a = { ...NETWORK.aws_subnet.a, ipv6_cidr_block: "2001:db8::/64" };
    const json = { ...task("awsvpc"), aws_subnet: { ...NETWORK.aws_subnet, a } };
    expect(service(json, OWN)?.interfaces.map(({ ipv6 }) => ipv6)).toEqual([true, false]);
  });

  const SERVERS: StackJson = {
    aws_launch_template: { web: { vpc_security_group_ids: WEB } },
    aws_autoscaling_group: {
      servers: { vpc_zone_identifier: SUBNETS, launch_template: [{ id: "${aws_launch_template.web.id}" }] },
    },
    aws_ecs_capacity_provider: {
      servers: {
        auto_scaling_group_provider: [{ auto_scaling_group_arn: "${aws_autoscaling_group.servers.arn}" }],
      },
    },
    aws_ecs_cluster: { main: { name: "main" } },
  };
  const BY_SERVERS = [{ capacity_provider: "${aws_ecs_capacity_provider.servers.name}" }];

  it("has the interfaces of its capacity provider's instances in bridge mode, with their host ports", () => {
    const json = {
      ...SERVERS,
      ...task("bridge", { containerPort: 80, hostPort: 8080 }, { containerPort: 81 }),
    };
    expect(formatEndpoint(service(json, { capacity_provider_strategy: BY_SERVERS }))).toEqual({
      kind: "service",
      interfaces: BOTH,
      listening: "tcp 8080, 32768-65535",
      ephemeralPorts: "32768-61000",
    });
  });

  it("uses its cluster's default capacity provider if it names none", () => {
    const link = {
      cluster_name: "${aws_ecs_cluster.main.name}",
      default_capacity_provider_strategy: BY_SERVERS,
    };
    const json = {
      ...SERVERS,
      ...task("host", { containerPort: 9000 }),
      aws_ecs_cluster_capacity_providers: { main: link },
    };
    const found = service(json, { cluster: "${aws_ecs_cluster_capacity_providers.main.cluster_name}" });
    expect(found?.interfaces.map(formatInterface)).toEqual(BOTH);
    expect(found?.listening?.format()).toBe("tcp 9000");
    expect(found?.unknown).toBeUndefined();
  });

  it("is unknown without a capacity provider", () => {
    expect(service(task("bridge"), { launch_type: "EC2" })?.unknown).toMatch(/servers of its cluster/);
  });
});

describe("a load balancer", () => {
  const balancer = (values: WrittenMap, json: StackJson = {}) =>
    formatEndpoint(endpointsOf({ ...json, aws_lb: { it: values } }).get("net/aws_lb.it"));
  const PLACED = { subnets: SUBNETS, security_groups: WEB };

  it("listens on its listeners' ports, and is public unless it is internal", () => {
    const listener = { load_balancer_arn: "${aws_lb.it.arn}", port: 443, protocol: "HTTPS" };
    const plain = { load_balancer_arn: "${aws_lb.it.arn}", port: 80 };
    expect(balancer(PLACED, { aws_lb_listener: { https: listener, http: plain } })).toEqual({
      kind: "load balancer",
      interfaces: ["a, public, groups web", "b, public, groups web"],
      listening: "tcp 80, 443",
      ephemeralPorts: "1024-65535",
    });
    expect(balancer({ ...PLACED, internal: true })).toMatchObject({ interfaces: BOTH, listening: "nothing" });
  });

  it("of type network has the addresses of its subnet mappings, and no security group by default", () => {
    const mappings = [
      { subnet_id: SUBNETS[0], allocation_id: "${aws_eip.one.id}" },
      { subnet_id: SUBNETS[1], private_ipv4_address: "10.0.2.44" },
    ];
    const both = { load_balancer_type: "network", subnet_mapping: mappings };
    const listener = { load_balancer_arn: "${aws_lb.it.arn}", port: 53, protocol: "TCP_UDP" };
    const json = {
      aws_eip: { one: { public_ip: "198.51.100.9" } },
      aws_lb_listener: { dns: listener },
    };
    expect(balancer(both, json)).toMatchObject({
      interfaces: ["a, public 198.51.100.9, groups none", "b at 10.0.2.44, public, groups none"],
      listening: "tcp 53, udp 53",
    });
    expect(balancer({ ...both, security_groups: WEB }, json)).toMatchObject({
      interfaces: ["a, public 198.51.100.9, groups web", "b at 10.0.2.44, public, groups web"],
    });
  });

  it("of type application has the VPC's default security group if it names none", () => {
    expect(balancer({ subnets: [SUBNETS[0]], internal: true })).toMatchObject({
      interfaces: ["a, groups aws_vpc.main#default-security-group"],
    });
  });

  it.each([
    ["dualstack", ["a, public, IPv6, groups web"]],
    ["dualstack-without-public-ipv4", ["a, IPv6, groups web"]],
  ])("of address type %s has the right address families", (family, interfaces) => {
    const values = { subnets: [SUBNETS[0]], security_groups: WEB, ip_address_type: family };
    expect(balancer(values)).toMatchObject({ interfaces });
  });

  it("of type gateway is unknown", () => {
    expect(balancer({ subnets: SUBNETS, load_balancer_type: "gateway" })).toMatchObject({
      unknown: "Gateway Load Balancers are not modelled",
    });
  });

  it("of the classic generation listens on the ports in its listener blocks", () => {
    const listeners = [{ lb_port: 80, lb_protocol: "http", instance_port: 8000, instance_protocol: "http" }];
    const found = endpointsOf({ aws_elb: { it: { ...PLACED, listener: listeners } } }).get("net/aws_elb.it");
    expect(formatEndpoint(found)).toMatchObject({
      interfaces: ["a, public, groups web", "b, public, groups web"],
      listening: "tcp 80",
    });
  });

  it("that a data source reads is unknown, unless it is in the files", () => {
    const endpoints = endpointsOf({
      aws_lb: { it: { name: "mine", ...PLACED } },
      data: { aws_lb: { mine: { name: "mine" }, theirs: { name: "theirs" } } },
    });
    expect([...endpoints.keys()]).toEqual(["net/aws_lb.it", "net/data.aws_lb.theirs"]);
    expect(endpoints.get("net/data.aws_lb.theirs")?.unknown).toMatch(/looked up in AWS/);
  });
});

describe("an EKS cluster", () => {
  const CLUSTER = { main: { vpc_config: [{ subnet_ids: SUBNETS, security_group_ids: WEB }] } };
  const OWN =
    "more groups: the rules of the security group that EKS creates for the cluster are not in these files";

  it("has a control plane with its own security groups and one that EKS creates", () => {
    const endpoint = endpointsOf({ aws_eks_cluster: CLUSTER }).get("net/aws_eks_cluster.main");
    expect(formatEndpoint(endpoint)).toMatchObject({
      interfaces: [`a, groups web, ${OWN}`, `b, groups web, ${OWN}`],
      listening: "tcp 443",
    });
  });

  it("has nodes with the security groups of their launch template, or the cluster's", () => {
    const nodes = { cluster_name: "${aws_eks_cluster.main.name}", subnet_ids: SUBNETS };
    const endpoints = endpointsOf({
      aws_eks_cluster: CLUSTER,
      aws_launch_template: { web: { vpc_security_group_ids: WEB } },
      aws_eks_node_group: {
        own: { ...nodes, launch_template: [{ id: "${aws_launch_template.web.id}", version: "1" }] },
        plain: nodes,
      },
    });
    expect(endpoints.get("net/aws_eks_node_group.own")?.interfaces.map(formatInterface)).toEqual(BOTH);
    expect(endpoints.get("net/aws_eks_node_group.plain")?.interfaces.map(formatInterface)).toEqual([
      `a, groups none, ${OWN}`,
      `b, groups none, ${OWN}`,
    ]);
  });
});
