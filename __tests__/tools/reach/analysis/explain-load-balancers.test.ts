import { explained, hopTexts, networkOf, type Resources, verdictAndCauses } from "../support/network.ts";
import {
  ANYTHING,
  acl,
  balancer,
  ec2Instance,
  entry,
  gateway,
  group,
  id,
  MAIN,
  routes,
  subnet,
} from "../support/resource-builders.ts";

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
  ec2Instance("app", "inside", "10.0.9.10", ["app"]),
];

/** The causes that block the direct path from the internet to the instance. */
const direct = [
  "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS aws_instance.app",
  "NO_ROUTE_BACK aws_route_table.inside",
];

describe("an Application Load Balancer", () => {
  const front = group("front", "main", {
    ingress: [{ ports: 443, cidrs: ["0.0.0.0/0"] }],
    egress: [{ ports: 8000, groups: ["app"] }],
  });
  const alb = balancer("application", { security_groups: [id("aws_security_group.front")] });
  const base = [...MAIN, igw, out, front, alb];

  it("accepts connections on its listener's port, and opens its own connection to the target", async () => {
    const network = await networkOf(...base, ...app([{ ports: 8000, groups: ["front"] }]));
    expect(verdictAndCauses(network, "internet", "aws_lb.lb:443")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "internet", "aws_instance.app:8000")).toEqual(["allowed"]);
    const path = hopTexts(network, "internet", "aws_instance.app:8000");
    expect(path.filter((text) => /group|listener/.test(text))).toEqual([
      "security group front, inbound",
      "listener 443 → default action → target group net/aws_lb_target_group.app",
      "security group front, outbound",
      "security group app, inbound",
    ]);
  });

  it("listens on no other port", async () => {
    const network = await networkOf(...base, ...app([ANYTHING]));
    expect(verdictAndCauses(network, "internet", "aws_lb.lb:80")).toEqual([
      "blocked",
      "LISTENER_MISMATCH aws_lb.lb",
    ]);
  });

  it("may listen on more ports if a listener's port is unknown", async () => {
    const wide = group("front", "main", { ingress: [{ ports: [80, 443], cidrs: ["0.0.0.0/0"] }] });
    const more = { load_balancer_arn: "${aws_lb.lb.arn}", port: "${var.some}", protocol: "HTTP" };
    const listener: Resources = { aws_lb_listener: { more: { ...more, default_action: [] } } };
    const network = await networkOf(...base, wide, listener, ...app([ANYTHING]));
    expect(verdictAndCauses(network, "internet", "aws_lb.lb:443")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "internet", "aws_lb.lb:80")).toEqual(["unknown", "NOT_KNOWN aws_lb.lb"]);
    expect(verdictAndCauses(network, "internet", "aws_lb.lb:22")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.front",
      "ENI_SG_RULES_MISMATCH aws_security_group.front",
      "NOT_KNOWN aws_lb_listener.more",
      "ENI_SG_RULES_MISMATCH aws_security_group.front",
    ]);
  });

  it("connects to no other port of the target", async () => {
    const network = await networkOf(...base, ...app([ANYTHING]));
    expect(verdictAndCauses(network, "internet", "aws_instance.app:22")).toEqual([
      "blocked",
      "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS aws_instance.app",
      "NO_ROUTE_BACK aws_route_table.inside",
      "LISTENER_MISMATCH aws_instance.app",
    ]);
  });

  it("forwards to each target port that a listener rule forwards to", async () => {
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
      ...base,
      wide,
      more,
      ...app([{ ports: [8000, 9000], groups: ["front"] }]),
    );
    expect(verdictAndCauses(network, "internet", "aws_instance.app:8000")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "internet", "aws_instance.app:9000")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "internet", "aws_instance.app:8500")).toEqual([
      "blocked",
      "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS aws_instance.app",
      "NO_ROUTE_BACK aws_route_table.inside",
      "ENI_SG_RULES_MISMATCH aws_security_group.app",
      "LISTENER_MISMATCH aws_instance.app",
    ]);
  });

  it("may forward to anything that its security groups allow if the target group is not in the files", async () => {
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
      ...base,
      wide,
      more,
      ...app([{ ports: [8000, 9500], groups: ["front"] }]),
    );
    expect(verdictAndCauses(network, "internet", "aws_instance.app:8000")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "internet", "aws_instance.app:9000")).toEqual([
      "unknown",
      "NOT_KNOWN aws_lb_listener.front",
    ]);
    expect(verdictAndCauses(network, "internet", "aws_instance.app:9500")).toEqual([
      "blocked",
      "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS aws_instance.app",
      "NO_ROUTE_BACK aws_route_table.inside",
      "ENI_SG_RULES_MISMATCH aws_security_group.app",
      "LISTENER_MISMATCH aws_instance.app",
      "NOT_KNOWN aws_lb_listener.front",
      "ENI_SG_RULES_MISMATCH aws_security_group.front",
    ]);
  });

  it("is blocked by the target's security group, or by its own", async () => {
    const refuses = await networkOf(...base, ...app([{ ports: 8000, cidrs: ["192.0.2.0/24"] }]));
    expect(verdictAndCauses(refuses, "internet", "aws_instance.app:8000")).toEqual([
      "blocked",
      ...direct,
      "ENI_SG_RULES_MISMATCH aws_security_group.app",
      "ENI_SG_RULES_MISMATCH aws_security_group.app",
    ]);
    const shut = group("front", "main", { ingress: [{ ports: 443, cidrs: ["0.0.0.0/0"] }] });
    const closed = await networkOf(...base, shut, ...app([{ ports: 8000, groups: ["front"] }]));
    expect(verdictAndCauses(closed, "internet", "aws_instance.app:8000")).toEqual([
      "blocked",
      ...direct,
      "ENI_SG_RULES_MISMATCH aws_security_group.app",
      "ENI_SG_RULES_MISMATCH aws_security_group.front",
    ]);
  });

  it("is not reachable from the internet if it is internal", async () => {
    const internal = balancer("application", {
      internal: true,
      security_groups: [id("aws_security_group.front")],
    });
    const network = await networkOf(...base, internal, ...app([{ ports: 8000, groups: ["front"] }]));
    expect(verdictAndCauses(network, "internet", "aws_lb.lb:443")).toEqual([
      "blocked",
      "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS aws_lb.lb",
    ]);
    expect(verdictAndCauses(network, "internet", "aws_instance.app:8000")).toEqual([
      "blocked",
      "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS aws_instance.app",
      "NO_ROUTE_BACK aws_route_table.inside",
      "ENI_SG_RULES_MISMATCH aws_security_group.app",
      "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS aws_lb.lb",
    ]);
  });

  it("opens connections from a node in each of its subnets", async () => {
    const own = [entry(100, "deny", "tcp", "10.0.2.0/24", 8000), entry(200, "allow", "-1", "0.0.0.0/0")];
    const network = await networkOf(
      ...base,
      ...app([{ ports: 8000, groups: ["front"] }]),
      acl("inside", "main", ["inside"], own, [entry(100, "allow", "-1", "0.0.0.0/0")]),
    );
    expect(verdictAndCauses(network, "aws_lb.lb", "aws_instance.app:8000")).toEqual([
      "allowed",
      "SUBNET_ACL_RESTRICTION aws_network_acl.inside",
    ]);
  });

  it("behind CloudFront accepts connections only from CloudFront", async () => {
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
    const network = await networkOf(...base, cdn, origin, ...app([{ ports: 8000, groups: ["front"] }]));
    expect(verdictAndCauses(network, "cloudfront.origin-facing", "aws_lb.lb:443")).toEqual(["allowed"]);
    const direct = explained(network, "internet", "aws_lb.lb:443");
    expect(direct.verdict).toBe("allowed");
    expect(direct.hops.map(({ address }) => address)).toContain("net/aws_cloudfront_distribution.cdn");
    expect(verdictAndCauses(network, "internet", "aws_instance.app:8000")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "203.0.113.7", "aws_instance.app:8000")).toEqual(["allowed"]);
    const without = await networkOf(
      ...base,
      origin,
      { data: cdn.data! },
      ...app([{ ports: 8000, groups: ["front"] }]),
    );
    expect(verdictAndCauses(without, "internet", "aws_lb.lb:443")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.front",
    ]);
  });
});

describe("a Network Load Balancer", () => {
  const base = [...MAIN, igw, out];

  it("without security groups filters nothing, and its targets see the client's address", async () => {
    const nlb = balancer("network");
    const fromAll = await networkOf(...base, nlb, ...app([{ ports: 8000, cidrs: ["0.0.0.0/0"] }]));
    expect(verdictAndCauses(fromAll, "internet", "aws_instance.app:8000")).toEqual(["allowed"]);
    const fromOne = await networkOf(...base, nlb, ...app([{ ports: 8000, cidrs: ["203.0.113.0/24"] }]));
    expect(verdictAndCauses(fromOne, "203.0.113.7", "aws_instance.app:8000")).toEqual(["allowed"]);
    expect(verdictAndCauses(fromOne, "198.51.100.7", "aws_instance.app:8000")).toEqual([
      "blocked",
      ...direct,
      "ENI_SG_RULES_MISMATCH aws_security_group.app",
    ]);
    const fromNodes = await networkOf(...base, nlb, ...app([{ ports: 8000, cidrs: ["10.0.0.0/16"] }]));
    expect(verdictAndCauses(fromNodes, "203.0.113.7", "aws_instance.app:8000")).toEqual([
      "blocked",
      ...direct,
      "ENI_SG_RULES_MISMATCH aws_security_group.app",
    ]);
    expect(verdictAndCauses(fromNodes, "aws_lb.lb", "aws_instance.app:8000")).toEqual(["allowed"]);
  });

  it("matches rules that reference its security groups, regardless of the source address", async () => {
    const nlb = balancer("network", { security_groups: [id("aws_security_group.open")] });
    const network = await networkOf(...base, nlb, ...app([{ ports: 8000, groups: ["open"] }]));
    expect(verdictAndCauses(network, "203.0.113.7", "aws_instance.app:8000")).toEqual(["allowed"]);
  });

  it("uses its own address if its target group does not preserve the client's", async () => {
    const nlb = balancer("network", {}, { preserve_client_ip: "false" });
    const fromNodes = await networkOf(
      ...base,
      nlb,
      ...app([{ ports: 8000, cidrs: ["10.0.1.0/24", "10.0.2.0/24"] }]),
    );
    expect(verdictAndCauses(fromNodes, "203.0.113.7", "aws_instance.app:8000")).toEqual(["allowed"]);
    const fromAll = await networkOf(...base, nlb, ...app([{ ports: 8000, cidrs: ["203.0.113.0/24"] }]));
    expect(verdictAndCauses(fromAll, "203.0.113.7", "aws_instance.app:8000")).toEqual([
      "blocked",
      ...direct,
      "ENI_SG_RULES_MISMATCH aws_security_group.app",
    ]);
  });

  it("preserves the client's address also at the network ACL of the target's subnet", async () => {
    const inward = [entry(100, "allow", "tcp", "10.0.0.0/16", 8000)];
    const any = [entry(100, "allow", "-1", "0.0.0.0/0")];
    const network = await networkOf(
      ...base,
      balancer("network"),
      ...app([{ ports: 8000, cidrs: ["0.0.0.0/0"] }]),
      acl("inside", "main", ["inside"], inward, any),
    );
    expect(verdictAndCauses(network, "203.0.113.7", "aws_instance.app:8000")).toEqual([
      "blocked",
      "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS aws_instance.app",
      "SUBNET_ACL_RESTRICTION aws_network_acl.inside",
      "NO_ROUTE_BACK aws_route_table.inside",
    ]);
  });
});
