import {
  asked,
  explained,
  hops,
  networkOf,
  networkOfFiles,
  type Resources,
  stackFiles,
} from "../support/network.ts";
import {
  ANYTHING,
  acl,
  entry,
  gateway,
  group,
  id,
  MAIN,
  openGroup,
  routes,
  server,
  subnet,
} from "../support/pieces.ts";

const igw = gateway("igw", "main");
const out = routes("public", "main", ["a", "b"], {
  cidr_block: "0.0.0.0/0",
  gateway_id: id("aws_internet_gateway.igw"),
});
const inside = subnet("inside", "main", "10.0.9.0/24", { availability_zone: "us-east-1a" });
const app = (ingress: readonly object[]) => [
  inside,
  routes("inside", "main", ["inside"]),
  group("app", "main", { ingress }),
  server("app", "inside", "10.0.9.10", ["app"]),
];

/** What blocks the way from the internet to the server itself. */
const direct = [
  "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS aws_instance.app",
  "NO_ROUTE_BACK aws_route_table.inside",
];

/** A load balancer, its listener, target group and one server. */
function balancer(kind: "application" | "network", more: object = {}, target: object = {}): Resources {
  const isApplication = kind === "application";
  return {
    aws_lb: {
      lb: {
        load_balancer_type: kind,
        subnets: [id("aws_subnet.a"), id("aws_subnet.b")],
        ...more,
      },
    },
    aws_lb_listener: {
      front: {
        load_balancer_arn: "${aws_lb.lb.arn}",
        port: 443,
        protocol: isApplication ? "HTTPS" : "TCP",
        ...(isApplication && { certificate_arn: "arn:aws:acm:us-east-1:111122223333:certificate/a" }),
        default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.app.arn}" }],
      },
    },
    aws_lb_target_group: {
      app: { vpc_id: id("aws_vpc.main"), port: 8000, protocol: isApplication ? "HTTP" : "TCP", ...target },
    },
    aws_lb_target_group_attachment: {
      app: { target_group_arn: "${aws_lb_target_group.app.arn}", target_id: id("aws_instance.app") },
    },
  };
}

describe("an application load balancer", () => {
  const front = group("front", "main", {
    ingress: [{ ports: 443, cidrs: ["0.0.0.0/0"] }],
    egress: [{ ports: 8000, groups: ["app"] }],
  });
  const alb = balancer("application", { security_groups: [id("aws_security_group.front")] });
  const ground = [...MAIN, igw, out, front, alb];

  it("takes what its listener takes, and opens a connection of its own to the target", async () => {
    const network = await networkOf(...ground, ...app([{ ports: 8000, groups: ["front"] }]));
    expect(asked(network, "internet", "aws_lb.lb:443")).toEqual(["allowed"]);
    expect(asked(network, "internet", "aws_instance.app:8000")).toEqual(["allowed"]);
    const path = hops(network, "internet", "aws_instance.app:8000");
    expect(path.filter((text) => /group|listener/.test(text))).toEqual([
      "security group front, inbound",
      "listener 443 → default action → target group net/aws_lb_target_group.app",
      "security group front, outbound",
      "security group app, inbound",
    ]);
  });

  it("listens on nothing else", async () => {
    const network = await networkOf(...ground, ...app([ANYTHING]));
    expect(asked(network, "internet", "aws_lb.lb:80")).toEqual(["blocked", "LISTENER_MISMATCH aws_lb.lb"]);
  });

  it("opens no other port of the target", async () => {
    const network = await networkOf(...ground, ...app([ANYTHING]));
    expect(asked(network, "internet", "aws_instance.app:22")[0]).toBe("blocked");
  });

  it("leads to each port of a target that some rule of its listener leads to", async () => {
    const more: Resources = {
      aws_lb_target_group: { admin: { vpc_id: id("aws_vpc.main"), port: 9000, protocol: "HTTP" } },
      aws_lb_target_group_attachment: {
        admin: { target_group_arn: "${aws_lb_target_group.admin.arn}", target_id: id("aws_instance.app") },
      },
      aws_lb_listener_rule: {
        admin: {
          listener_arn: "${aws_lb_listener.front.arn}",
          priority: 10,
          condition: [{ path_pattern: [{ values: ["/admin/*"] }] }],
          action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.admin.arn}" }],
        },
      },
    };
    const wide = group("front", "main", {
      ingress: [{ ports: 443, cidrs: ["0.0.0.0/0"] }],
      egress: [{ ports: [8000, 9000], groups: ["app"] }],
    });
    const network = await networkOf(
      ...ground,
      wide,
      more,
      ...app([{ ports: [8000, 9000], groups: ["front"] }]),
    );
    expect(asked(network, "internet", "aws_instance.app:8000")).toEqual(["allowed"]);
    expect(asked(network, "internet", "aws_instance.app:9000")).toEqual(["allowed"]);
    expect(asked(network, "internet", "aws_instance.app:8500")[0]).toBe("blocked");
  });

  it("whose rule leads to a target group of no file may lead to anything that its groups let it reach", async () => {
    const foreign = "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/other/0123456789abcdef";
    const more: Resources = {
      aws_lb_listener_rule: {
        other: {
          listener_arn: "${aws_lb_listener.front.arn}",
          priority: 10,
          condition: [{ path_pattern: [{ values: ["/other/*"] }] }],
          action: [{ type: "forward", target_group_arn: foreign }],
        },
      },
    };
    const wide = group("front", "main", {
      ingress: [{ ports: 443, cidrs: ["0.0.0.0/0"] }],
      egress: [{ ports: [8000, 9000], groups: ["app"] }],
    });
    const network = await networkOf(
      ...ground,
      wide,
      more,
      ...app([{ ports: [8000, 9500], groups: ["front"] }]),
    );
    expect(asked(network, "internet", "aws_instance.app:8000")).toEqual(["allowed"]);
    expect(asked(network, "internet", "aws_instance.app:9000")).toEqual([
      "unknown",
      "NOT_KNOWN aws_lb_listener.front",
    ]);
    expect(asked(network, "internet", "aws_instance.app:9500")[0]).toBe("blocked");
  });

  it("is blocked by the target's group, or by its own", async () => {
    const refuses = await networkOf(...ground, ...app([{ ports: 8000, cidrs: ["192.0.2.0/24"] }]));
    expect(asked(refuses, "internet", "aws_instance.app:8000")).toEqual([
      "blocked",
      ...direct,
      "ENI_SG_RULES_MISMATCH aws_security_group.app",
      "ENI_SG_RULES_MISMATCH aws_security_group.app",
    ]);
    const shut = group("front", "main", { ingress: [{ ports: 443, cidrs: ["0.0.0.0/0"] }] });
    const closed = await networkOf(...ground, shut, ...app([{ ports: 8000, groups: ["front"] }]));
    expect(asked(closed, "internet", "aws_instance.app:8000")).toEqual([
      "blocked",
      ...direct,
      "ENI_SG_RULES_MISMATCH aws_security_group.app",
      "ENI_SG_RULES_MISMATCH aws_security_group.front",
    ]);
  });

  it("that is internal is not reached from the internet", async () => {
    const internal = balancer("application", {
      internal: true,
      security_groups: [id("aws_security_group.front")],
    });
    const network = await networkOf(...ground, internal, ...app([{ ports: 8000, groups: ["front"] }]));
    expect(asked(network, "internet", "aws_lb.lb:443")).toEqual([
      "blocked",
      "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS aws_lb.lb",
    ]);
    expect(asked(network, "internet", "aws_instance.app:8000")[0]).toBe("blocked");
  });

  it("stands in every subnet that it names: its nodes call from there", async () => {
    const own = [entry(100, "deny", "tcp", "10.0.2.0/24", 8000), entry(200, "allow", "-1", "0.0.0.0/0")];
    const network = await networkOf(
      ...ground,
      ...app([{ ports: 8000, groups: ["front"] }]),
      acl("inside", "main", ["inside"], own, [entry(100, "allow", "-1", "0.0.0.0/0")]),
    );
    expect(asked(network, "aws_lb.lb", "aws_instance.app:8000")).toEqual([
      "allowed",
      "SUBNET_ACL_RESTRICTION aws_network_acl.inside",
    ]);
  });

  it("behind CloudFront takes what comes from there alone", async () => {
    const cdn: Resources = {
      aws_cloudfront_distribution: {
        cdn: {
          enabled: true,
          origin: [
            {
              origin_id: "lb",
              domain_name: "${aws_lb.lb.dns_name}",
              custom_origin_config: [
                {
                  http_port: 80,
                  https_port: 443,
                  origin_protocol_policy: "https-only",
                  origin_ssl_protocols: ["TLSv1.2"],
                },
              ],
            },
          ],
          default_cache_behavior: [
            {
              target_origin_id: "lb",
              viewer_protocol_policy: "redirect-to-https",
              allowed_methods: ["GET", "HEAD"],
              cached_methods: ["GET", "HEAD"],
            },
          ],
          restrictions: [{ geo_restriction: [{ restriction_type: "none" }] }],
          viewer_certificate: [{ cloudfront_default_certificate: true }],
        },
      },
      data: {
        aws_ec2_managed_prefix_list: { cdn: { name: "com.amazonaws.global.cloudfront.origin-facing" } },
      },
    };
    const origin = group("front", "main", {
      ingress: [{ ports: 443, lists: ["${data.aws_ec2_managed_prefix_list.cdn.id}"] }],
      egress: [{ ports: 8000, groups: ["app"] }],
    });
    const network = await networkOf(...ground, cdn, origin, ...app([{ ports: 8000, groups: ["front"] }]));
    expect(asked(network, "cloudfront.origin-facing", "aws_lb.lb:443")).toEqual(["allowed"]);
    const direct = explained(network, "internet", "aws_lb.lb:443");
    expect(direct.verdict).toBe("allowed");
    expect(direct.hops.map(({ address }) => address)).toContain("net/aws_cloudfront_distribution.cdn");
    expect(asked(network, "internet", "aws_instance.app:8000")).toEqual(["allowed"]);
    expect(asked(network, "203.0.113.7", "aws_instance.app:8000")).toEqual(["allowed"]);
    const without = await networkOf(
      ...ground,
      origin,
      { data: cdn.data! },
      ...app([{ ports: 8000, groups: ["front"] }]),
    );
    expect(asked(without, "internet", "aws_lb.lb:443")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.front",
    ]);
  });
});

describe("a network load balancer", () => {
  const ground = [...MAIN, igw, out];

  it("without groups filters nothing, and its targets see the client's own address", async () => {
    const nlb = balancer("network");
    const fromAll = await networkOf(...ground, nlb, ...app([{ ports: 8000, cidrs: ["0.0.0.0/0"] }]));
    expect(asked(fromAll, "internet", "aws_instance.app:8000")).toEqual(["allowed"]);
    const fromOne = await networkOf(...ground, nlb, ...app([{ ports: 8000, cidrs: ["203.0.113.0/24"] }]));
    expect(asked(fromOne, "203.0.113.7", "aws_instance.app:8000")).toEqual(["allowed"]);
    expect(asked(fromOne, "198.51.100.7", "aws_instance.app:8000")).toEqual([
      "blocked",
      ...direct,
      "ENI_SG_RULES_MISMATCH aws_security_group.app",
    ]);
    const fromNodes = await networkOf(...ground, nlb, ...app([{ ports: 8000, cidrs: ["10.0.0.0/16"] }]));
    expect(asked(fromNodes, "203.0.113.7", "aws_instance.app:8000")).toEqual([
      "blocked",
      ...direct,
      "ENI_SG_RULES_MISMATCH aws_security_group.app",
    ]);
    expect(asked(fromNodes, "aws_lb.lb", "aws_instance.app:8000")).toEqual(["allowed"]);
  });

  it("with groups is found by rules that name them, whoever's address comes", async () => {
    const nlb = balancer("network", { security_groups: [id("aws_security_group.open")] });
    const network = await networkOf(...ground, nlb, ...app([{ ports: 8000, groups: ["open"] }]));
    expect(asked(network, "203.0.113.7", "aws_instance.app:8000")).toEqual(["allowed"]);
  });

  it("whose target group does not keep the client's address calls with its own", async () => {
    const nlb = balancer("network", {}, { preserve_client_ip: "false" });
    const fromNodes = await networkOf(
      ...ground,
      nlb,
      ...app([{ ports: 8000, cidrs: ["10.0.1.0/24", "10.0.2.0/24"] }]),
    );
    expect(asked(fromNodes, "203.0.113.7", "aws_instance.app:8000")).toEqual(["allowed"]);
    const fromAll = await networkOf(...ground, nlb, ...app([{ ports: 8000, cidrs: ["203.0.113.0/24"] }]));
    expect(asked(fromAll, "203.0.113.7", "aws_instance.app:8000")).toEqual([
      "blocked",
      ...direct,
      "ENI_SG_RULES_MISMATCH aws_security_group.app",
    ]);
  });

  it("keeps the client's address before the network ACL of the target's subnet too", async () => {
    const inward = [entry(100, "allow", "tcp", "10.0.0.0/16", 8000)];
    const any = [entry(100, "allow", "-1", "0.0.0.0/0")];
    const network = await networkOf(
      ...ground,
      balancer("network"),
      ...app([{ ports: 8000, cidrs: ["0.0.0.0/0"] }]),
      acl("inside", "main", ["inside"], inward, any),
    );
    expect(asked(network, "203.0.113.7", "aws_instance.app:8000")).toEqual([
      "blocked",
      "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS aws_instance.app",
      "SUBNET_ACL_RESTRICTION aws_network_acl.inside",
      "NO_ROUTE_BACK aws_route_table.inside",
    ]);
  });
});

describe("what is not known", () => {
  const a = server("a", "a", "10.0.1.10", ["open"]);

  it("stays unknown: a group of no file", async () => {
    const more = { vpc_security_group_ids: ["sg-0123456789abcdef0"] };
    const network = await networkOf(...MAIN, a, server("b", "b", "10.0.2.10", [], more));
    expect(asked(network, "aws_instance.a", "aws_instance.b:22")).toEqual([
      "unknown",
      "NOT_KNOWN aws_instance.b",
    ]);
  });

  it("is allowed by what is known all the same", async () => {
    const more = { vpc_security_group_ids: ["sg-0123456789abcdef0", id("aws_security_group.open")] };
    const network = await networkOf(...MAIN, a, server("b", "b", "10.0.2.10", [], more));
    expect(asked(network, "aws_instance.a", "aws_instance.b:22")).toEqual(["allowed"]);
  });

  it("is blocked by what is known all the same", async () => {
    const more = { vpc_security_group_ids: ["sg-0123456789abcdef0"] };
    const network = await networkOf(
      ...MAIN,
      acl("a", "main", ["a"], [], []),
      a,
      server("b", "b", "10.0.2.10", [], more),
    );
    expect(asked(network, "aws_instance.a", "aws_instance.b:22")[0]).toBe("blocked");
  });

  it("stays unknown: a rule that names a group of no file", async () => {
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
    const network = await networkOf(...MAIN, a, guard, server("b", "b", "10.0.2.10", ["guard"]));
    expect(asked(network, "aws_instance.a", "aws_instance.b:22")).toEqual([
      "unknown",
      "NOT_KNOWN aws_security_group.guard",
    ]);
    expect(asked(network, "aws_instance.a", "aws_instance.b:23")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.guard",
    ]);
  });

  it("stays unknown: rules whose count is not known", async () => {
    const files = stackFiles(...MAIN, a, group("guard", "main"), server("b", "b", "10.0.2.10", ["guard"]), {
      aws_vpc_security_group_ingress_rule: {
        some: {
          count: "${var.rules}",
          security_group_id: id("aws_security_group.guard"),
          ip_protocol: "-1",
          cidr_ipv4: "10.0.0.0/8",
        },
      },
    });
    const main = { ...files["net/main.tf.json"], variable: { rules: { type: "number" } } };
    const network = await networkOfFiles({ "net/main.tf.json": main });
    expect(asked(network, "aws_instance.a", "aws_instance.b:22")).toEqual([
      "unknown",
      "NOT_KNOWN aws_security_group.guard",
    ]);
  });

  it("stays unknown: where a VPC's blocks are not known", async () => {
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
    expect(asked(network, "aws_instance.a", "aws_instance.b:22")[0]).toBe("unknown");
    expect(asked(network, "aws_instance.a", "internet:22")[0]).not.toBe("allowed");
  });

  it("stays unknown: whether a server has a public address", async () => {
    const files = stackFiles(
      ...MAIN,
      igw,
      out,
      server("web", "a", "10.0.1.10", ["open"], { associate_public_ip_address: "${var.public}" }),
    );
    const main = { ...files["net/main.tf.json"], variable: { public: { type: "bool" } } };
    const network = await networkOfFiles({ "net/main.tf.json": main });
    expect(asked(network, "internet", "aws_instance.web:443")).toEqual([
      "unknown",
      "NOT_KNOWN aws_instance.web",
    ]);
    expect(asked(network, "aws_instance.web", "internet:443")).toEqual([
      "unknown",
      "NOT_KNOWN aws_instance.web",
    ]);
  });

  it("stays unknown: where an address of nothing here is", async () => {
    const network = await networkOf(...MAIN, a);
    expect(asked(network, "aws_instance.a", "192.168.7.7:443")).toEqual(["unknown", "NOT_KNOWN 192.168.7.7"]);
  });
});

describe("one end alone", () => {
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

  it("reaches itself without the network", async () => {
    const network = await networkOf(...MAIN, group("shut", "main"), server("a", "a", "10.0.1.10", ["shut"]));
    expect(asked(network, "aws_instance.a", "aws_instance.a:22")).toEqual(["allowed"]);
    expect(hops(network, "aws_instance.a", "aws_instance.a:22")).toEqual([
      "packets to itself do not leave it",
    ]);
  });

  it("that is several reaches the others as its groups say", async () => {
    const shut = await networkOf(...MAIN, group("shut", "main"), floating(["shut"], 2));
    expect(asked(shut, "aws_autoscaling_group.fleet", "aws_autoscaling_group.fleet:22")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.shut",
      "ENI_SG_RULES_MISMATCH aws_security_group.shut",
    ]);
    const open = await networkOf(...MAIN, floating(["open"], 2));
    expect(asked(open, "aws_autoscaling_group.fleet", "aws_autoscaling_group.fleet:22")).toEqual(["allowed"]);
  });
});

describe("addresses that are not fixed before something is deployed", () => {
  const half = group("half", "main", { ingress: [{ ports: 8000, cidrs: ["10.0.1.0/25"] }] });
  const store = server("store", "b", "10.0.2.10", ["half"]);

  it("are unknown where a rule has half of the subnet, allowed for one that is fixed inside", async () => {
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
      server("low", "a", "10.0.1.10", ["open"]),
      server("high", "a", "10.0.1.200", ["open"]),
    );
    expect(asked(network, "aws_instance.f", "aws_instance.store:8000")[0]).toBe("unknown");
    expect(asked(network, "aws_instance.low", "aws_instance.store:8000")).toEqual(["allowed"]);
    expect(asked(network, "aws_instance.high", "aws_instance.store:8000")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.half",
    ]);
  });

  it("are unknown as the far end too", async () => {
    const caller = group("caller", "main", { egress: [{ ports: 22, cidrs: ["10.0.1.0/25"] }] });
    const floating = {
      aws_instance: {
        f: { subnet_id: id("aws_subnet.a"), vpc_security_group_ids: [id("aws_security_group.open")] },
      },
    };
    const from = server("caller", "b", "10.0.2.10", ["caller"]);
    const network = await networkOf(
      ...MAIN,
      caller,
      from,
      floating,
      server("low", "a", "10.0.1.10", ["open"]),
    );
    expect(asked(network, "aws_instance.caller", "aws_instance.f:22")).toEqual([
      "unknown",
      "ADDRESS_NOT_KNOWN aws_security_group.caller",
    ]);
    expect(asked(network, "aws_instance.caller", "aws_instance.low:22")).toEqual(["allowed"]);
  });

  it("are unknown for a service's tasks, allowed where the rule has the whole subnet", async () => {
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
    expect(asked(whole, "aws_ecs_service.api", "aws_instance.store:8000")).toEqual(["allowed"]);
  });
});
