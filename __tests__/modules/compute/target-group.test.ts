import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule/index.js";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group/index.js";
import { LbTargetGroupAttachment } from "@cdktf/provider-aws/lib/lb-target-group-attachment/index.js";
import { PublishedTargets, type PublishedTargetsProps } from "../../../modules/compute/target-group.ts";
import { type Publish, publishSchema } from "../../../spec/workloads.ts";
import { synthesizeConstruct } from "../../support/construct.ts";
import { resourcesOf } from "../../support/synth.ts";

const RULE = {
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
  vpcId: "vpc-1",
  targetType: "ip" as const,
  port: 8000,
  rule: RULE,
  listenerArn: "arn:listener",
  blueGreen: false,
};

function synthesize(publish: Partial<Publish> = {}, change: Partial<PublishedTargetsProps> = {}) {
  return synthesizeConstruct((stack) => {
    new PublishedTargets(stack, "targets", {
      ...PROPS,
      publish: {
        ...publishSchema.parse({ loadBalancer: "alb", healthCheck: { path: "/health" } }),
        ...publish,
      },
      ...change,
    });
  });
}

describe("a service's targets", () => {
  it("answer for everything where the rule names no host and no path, as a rule must have a condition", () => {
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

  it("speak and are checked by the protocol of the spec, the check by its own where it says one", () => {
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

  it("stick to a client by its address where the spec says so", () => {
    const { json } = synthesize({ algorithm: "source-ip-hash" });
    const [group] = resourcesOf(json, "aws_lb_target_group");
    expect(group!.stickiness).toEqual({ enabled: true, type: "source_ip" });
    expect(group).not.toHaveProperty("load_balancing_algorithm_type");
  });

  it("are two groups for blue/green, the first of which takes everything at the start", () => {
    const { json } = synthesize({}, { blueGreen: true });
    const arn = (id: string) =>
      expect.stringMatching(new RegExp(`^\\$\\{aws_lb_target_group\\.targets_${id}_\\w+\\.arn\\}$`));
    expect(resourcesOf(json, "aws_lb_listener_rule")[0]!.action).toEqual([
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
  ])("name the second group of %s %s: at most 32 characters, no hyphen doubled", (name, alternate) => {
    const { json } = synthesize({}, { blueGreen: true, name });
    const names = resourcesOf(json, "aws_lb_target_group").map((group) => group.name);
    expect(names.sort()).toEqual([name, alternate].sort());
    expect(alternate.length).toBeLessThanOrEqual(32);
  });
});

describe("a server's targets", () => {
  it("are servers", () => {
    const { text, json } = synthesize({}, { targetType: "instance" });
    expect(text).toHaveResourceWithProperties(LbTargetGroup, { target_type: "instance", port: 8000 });
    // A fleet registers its servers by itself.
    expect(resourcesOf(json, "aws_lb_target_group_attachment")).toEqual([]);
  });

  it("are registered one by one", () => {
    const { text } = synthesizeConstruct((stack) => {
      const publish = publishSchema.parse({ loadBalancer: "alb" });
      new PublishedTargets(stack, "targets", { ...PROPS, targetType: "instance", publish }).register("i-1");
    });
    expect(text).toHaveResourceWithProperties(LbTargetGroupAttachment, {
      target_group_arn: expect.stringMatching(/^\$\{aws_lb_target_group\.targets_group_\w+\.arn\}$/),
      target_id: "i-1",
    });
  });
});
