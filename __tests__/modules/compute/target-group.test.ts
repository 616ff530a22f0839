import { LbListener } from "@cdktf/provider-aws/lib/lb-listener/index.js";
import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule/index.js";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group/index.js";
import { LbTargetGroupAttachment } from "@cdktf/provider-aws/lib/lb-target-group-attachment/index.js";
import { type PublishSettings, publishSchema } from "../../../language/publishing.ts";
import {
  TargetGroup,
  type TargetGroupProps,
  type TrafficSource,
} from "../../../modules/compute/target-group.ts";
import { synthesizeConstruct } from "../../support/construct.ts";
import { resourcesOfType } from "../../support/synth.ts";

const RULE = {
  id: "alb-443-rule-1f0c2b3a",
  workload: "app",
  targets: "app",
  loadBalancer: "alb",
  port: 443,
  hosts: [],
  paths: [],
  priority: 30_001,
};

const PROPS = {
  name: "shop-app",
  suffix: "",
  registersPorts: true,
  vpcId: "vpc-1",
  targetType: "ip" as const,
  port: 8000,
  source: { kind: "rule", listenerArn: "arn:listener", rule: RULE, blueGreen: false } as const,
};
const BLUE_GREEN = { source: { ...PROPS.source, blueGreen: true } };

function synthesize(publish: Partial<PublishSettings> = {}, change: Partial<TargetGroupProps> = {}) {
  return synthesizeConstruct((stack) => {
    new TargetGroup(stack, "targets", {
      ...PROPS,
      publish: {
        ...publishSchema.parse({ loadBalancer: "alb", healthCheck: { path: "/health" } }),
        ...publish,
      },
      ...change,
    });
  });
}

describe("the target group of a service", () => {
  it("has a rule for path /* if the plan has no hosts and paths, since a rule needs a condition", () => {
    expect(synthesize().text).toHaveResourceWithProperties(LbListenerRule, {
      listener_arn: "arn:listener",
      priority: 30_001,
      condition: [{ path_pattern: { values: ["/*"] } }],
      action: [
        {
          type: "forward",
          target_group_arn: expect.stringMatching(/^\$\{aws_lb_target_group\.targets_group_\w+\.arn\}$/),
        },
      ],
    });
  });

  it("uses the spec's target protocol, and the health check's own protocol if it has one", () => {
    const { healthCheck } = publishSchema.parse({ loadBalancer: "alb", healthCheck: { path: "/health" } });
    const own = { targetProtocol: "HTTPS", healthCheck: { ...healthCheck, protocol: "HTTP" } } as const;
    expect(synthesize(own).text).toHaveResourceWithProperties(LbTargetGroup, {
      target_type: "ip",
      vpc_id: "vpc-1",
      port: 8000,
      protocol: "HTTPS",
      health_check: expect.objectContaining({ protocol: "HTTP", path: "/health" }),
    });
  });

  it("has an alternate group for blue/green, with weight 0 at the start", () => {
    const { json } = synthesize({}, BLUE_GREEN);
    const arn = (id: string) =>
      expect.stringMatching(new RegExp(`^\\$\\{aws_lb_target_group\\.targets_${id}_\\w+\\.arn\\}$`));
    expect(resourcesOfType(json, "aws_lb_listener_rule")[0]!.action).toEqual([
      {
        type: "forward",
        forward: {
          target_group: [
            { arn: arn("group"), weight: 100 },
            { arn: arn("alternate-group"), weight: 0 },
          ],
        },
      },
    ]);
  });

  it.each([
    ["shop-app", "shop-app-alt"],
    ["orders-and-returns-of-shopping", "orders-and-returns-of-shoppi-alt"],
    ["orders-and-returns-of-shops-eu", "orders-and-returns-of-shops-alt"],
  ])(
    "named %s has the alternate group %s: at most 32 characters, without a double hyphen",
    (name, alternate) => {
      const { json } = synthesize({}, { ...BLUE_GREEN, name });
      const names = resourcesOfType(json, "aws_lb_target_group").map((group) => group.name);
      expect(names.sort()).toEqual([name, alternate].sort());
      expect(alternate.length).toBeLessThanOrEqual(32);
    },
  );
});

describe("the target group of a server", () => {
  it("has target type instance", () => {
    const { text, json } = synthesize({}, { targetType: "instance" });
    expect(text).toHaveResourceWithProperties(LbTargetGroup, { target_type: "instance", port: 8000 });
    // An Auto Scaling group registers its instances itself.
    expect(resourcesOfType(json, "aws_lb_target_group_attachment")).toEqual([]);
  });

  it("registers an instance by an attachment", () => {
    const { text } = synthesizeConstruct((stack) => {
      const publish = publishSchema.parse({ loadBalancer: "alb" });
      new TargetGroup(stack, "targets", { ...PROPS, targetType: "instance", publish }).register("i-1");
    });
    expect(text).toHaveResourceWithProperties(LbTargetGroupAttachment, {
      target_group_arn: expect.stringMatching(/^\$\{aws_lb_target_group\.targets_group_\w+\.arn\}$/),
      target_id: "i-1",
    });
  });
});

describe("a target group's lifecycle", () => {
  const addressesOf = (change: Partial<TargetGroupProps>) => {
    const { json } = synthesizeConstruct((stack) => {
      const publish = publishSchema.parse({ loadBalancer: "alb" });
      new TargetGroup(stack, "targets", { ...PROPS, ...BLUE_GREEN, publish, ...change }).register("i-1");
    });
    return Object.entries(json.resource!)
      .flatMap(([type, all]) => Object.keys(all).map((id) => `${type}.${id.replace(/_[0-9A-F]{8}$/, "")}`))
      .sort();
  };

  it("creates a new group before the old one is deleted, since a rule still forwards to that", () => {
    const groups = resourcesOfType(synthesize({}, BLUE_GREEN).json, "aws_lb_target_group");
    expect(groups).toHaveLength(2);
    for (const { lifecycle } of groups) expect(lifecycle).toMatchObject({ create_before_destroy: true });
  });

  it("ignores a changed port only if targets are registered with their own", () => {
    const lifecycleOf = (registersPorts: boolean) =>
      resourcesOfType(synthesize({}, { registersPorts }).json, "aws_lb_target_group")[0]!.lifecycle;
    expect(lifecycleOf(true)).toEqual({ create_before_destroy: true, ignore_changes: ["port"] });
    expect(lifecycleOf(false)).toEqual({ create_before_destroy: true });
  });

  it("has other addresses with another suffix, while the rule keeps its own", () => {
    expect(addressesOf({ suffix: "-8080" })).toEqual([
      "aws_lb_listener_rule.alb-443-rule-1f0c2b3a",
      "aws_lb_target_group.targets_alternate-group-8080",
      "aws_lb_target_group.targets_group-8080",
      "aws_lb_target_group_attachment.targets_attachment-8080",
    ]);
    expect(addressesOf({ suffix: "-8081-https" })).toEqual([
      "aws_lb_listener_rule.alb-443-rule-1f0c2b3a",
      "aws_lb_target_group.targets_alternate-group-8081-https",
      "aws_lb_target_group.targets_group-8081-https",
      "aws_lb_target_group_attachment.targets_attachment-8081-https",
    ]);
  });
});

/** Synthesizes a target group behind a network load balancer's listener. */
function onNetwork(protocol: "TCP" | "TLS" | "UDP", publish: object = {}) {
  const certificateArn = protocol === "TLS" ? "arn:certificate" : undefined;
  const source: TrafficSource = {
    kind: "listener",
    id: "nlb-443-listener",
    loadBalancerArn: "arn:nlb",
    listener: { port: 443, protocol },
    certificateArn,
  };
  return synthesize({ ...publishSchema.parse({ loadBalancer: "nlb", ...publish }) }, { source });
}

function groupOf({ json }: ReturnType<typeof onNetwork>): Readonly<Record<string, unknown>> {
  return resourcesOfType(json, "aws_lb_target_group")[0]!;
}

describe("the target group of a network load balancer", () => {
  it("creates the listener, which forwards to it", () => {
    const { text, json } = onNetwork("TCP");
    expect(text).toHaveResourceWithProperties(LbListener, {
      load_balancer_arn: "arn:nlb",
      port: 443,
      protocol: "TCP",
      default_action: [
        {
          type: "forward",
          target_group_arn: expect.stringMatching(/^\$\{aws_lb_target_group\.targets_group_\w+\.arn\}$/),
        },
      ],
    });
    expect(resourcesOfType(json, "aws_lb_listener_rule")).toEqual([]);
    // In the stack's scope, since another workload can take over the listener.
    expect(Object.keys(json.resource!.aws_lb_listener!)).toEqual(["nlb-443-listener"]);
    expect(resourcesOfType(json, "aws_lb_listener")[0]).not.toHaveProperty("certificate_arn");
  });

  it("receives TCP behind a TLS listener, which has the certificate and requires TLS 1.2 or newer", () => {
    const synthesized = onNetwork("TLS");
    expect(resourcesOfType(synthesized.json, "aws_lb_listener")[0]).toMatchObject({
      protocol: "TLS",
      certificate_arn: "arn:certificate",
      ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
    });
    expect(groupOf(synthesized)).toMatchObject({ protocol: "TCP", preserve_client_ip: "false" });
  });

  it("disables client IP preservation, except for UDP, where AWS does not allow that", () => {
    expect(groupOf(onNetwork("TCP"))).toMatchObject({ protocol: "TCP", preserve_client_ip: "false" });
    const udp = groupOf(onNetwork("UDP"));
    expect(udp.protocol).toBe("UDP");
    expect(udp).not.toHaveProperty("preserve_client_ip");
  });

  it("balances across zones, with source IP stickiness only for algorithm source-ip-hash", () => {
    const plain = groupOf(onNetwork("TCP"));
    expect(plain).not.toHaveProperty("stickiness");
    expect(plain).not.toHaveProperty("load_balancing_algorithm_type");
    expect(plain.load_balancing_cross_zone_enabled).toBe("true");
    const hashed = groupOf(onNetwork("UDP", { algorithm: "source-ip-hash" }));
    expect(hashed.stickiness).toEqual({ enabled: true, type: "source_ip" });
  });

  it("is checked over TCP, or over HTTP or HTTPS with a path if configured", () => {
    const check = (protocol: "TCP" | "UDP", healthCheck: object) =>
      groupOf(onNetwork(protocol, { healthCheck })).health_check;
    for (const protocol of ["TCP", "UDP"] as const) {
      expect(check(protocol, {})).toEqual({
        enabled: true,
        protocol: "TCP",
        port: "traffic-port",
        interval: 30,
        timeout: 5,
        healthy_threshold: 2,
        unhealthy_threshold: 3,
      });
    }
    expect(check("TCP", { protocol: "HTTPS", path: "/health" })).toMatchObject({
      protocol: "HTTPS",
      path: "/health",
      matcher: "200-299",
    });
  });
});
