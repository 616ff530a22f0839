import { Eip } from "@cdktf/provider-aws/lib/eip/index.js";
import { Lb } from "@cdktf/provider-aws/lib/lb/index.js";
import { loadBalancerSchema } from "../../../language/edge.ts";
import { LoadBalancer, type LoadBalancerProps } from "../../../modules/edge/load-balancer.ts";
import { synthesizeConstruct } from "../../support/construct.ts";
import { resourcesOfType } from "../../support/synth.ts";

const PROPS = {
  name: "shop-nlb",
  key: "nlb",
  isPublic: true,
  zones: ["us-east-1a", "us-east-1b"],
  subnetIds: ["subnet-a", "subnet-b"],
  groupId: "sg-1",
  defaultResponse: { status: "404", text: "Not found" },
  protected: false,
};

function synthesize(
  settings: Parameters<typeof loadBalancerSchema.parse>[0],
  change: Partial<LoadBalancerProps> = {},
) {
  let listeners = 0;
  const synthesized = synthesizeConstruct((stack) => {
    const balancer = new LoadBalancer(stack, "nlb", {
      ...PROPS,
      settings: loadBalancerSchema.parse(settings),
      ...change,
    });
    listeners = balancer.listenerArns.size;
  });
  return { ...synthesized, listeners };
}

describe("a network load balancer", () => {
  const settings = { kind: "network", tier: "public", listeners: [{ port: 5000, protocol: "TCP" }] };

  it("balances across zones and has no listeners of its own, since target groups create them", () => {
    const { text, json, listeners } = synthesize(settings, { logBucket: "logs" });
    expect(text).toHaveResourceWithProperties(Lb, {
      load_balancer_type: "network",
      enable_cross_zone_load_balancing: true,
      enable_deletion_protection: false,
      internal: false,
      subnets: ["subnet-a", "subnet-b"],
    });
    expect(resourcesOfType(json, "aws_lb_listener")).toEqual([]);
    expect(listeners).toBe(0);
    // Without a TLS listener it writes no access logs.
    expect(resourcesOfType(json, "aws_lb")[0]).not.toHaveProperty("access_logs");
  });

  it("writes access logs with a TLS listener", () => {
    const tls = { ...settings, listeners: [{ port: 443, protocol: "TLS" }] };
    const { text } = synthesize(tls, { logBucket: "logs" });
    expect(text).toHaveResourceWithProperties(Lb, {
      access_logs: { bucket: "logs", prefix: "nlb", enabled: true },
    });
  });

  it("has an Elastic IP in each zone with fixedAddresses", () => {
    const { text, json } = synthesize({ ...settings, fixedAddresses: true });
    expect(text).toHaveResource(Eip);
    expect(Object.keys(json.resource!.aws_eip!)).toHaveLength(2);
    const [balancer] = resourcesOfType(json, "aws_lb");
    expect(balancer).not.toHaveProperty("subnets");
    expect(balancer!.subnet_mapping).toEqual([
      {
        allocation_id: expect.stringContaining("address-us-east-1a"),
        subnet_id: "subnet-a",
      },
      {
        allocation_id: expect.stringContaining("address-us-east-1b"),
        subnet_id: "subnet-b",
      },
    ]);
  });
});

describe("an application load balancer", () => {
  it("redirects to the port of its HTTPS listener", () => {
    const { json } = synthesize(
      {
        kind: "application",
        tier: "public",
        listeners: [
          { port: 80, protocol: "HTTP", action: "redirect" },
          { port: 8443, protocol: "HTTPS" },
        ],
      },
      { certificateArn: "arn:aws:acm:us-east-1:1:certificate/1" },
    );
    const actions = resourcesOfType(json, "aws_lb_listener").map(({ default_action }) => default_action);
    expect(actions).toContainEqual([
      { type: "redirect", redirect: { protocol: "HTTPS", port: "8443", status_code: "HTTP_301" } },
    ]);
  });

  it("throws for an HTTPS listener without a certificate", () => {
    const settings = { kind: "application", tier: "public", listeners: [{ port: 443, protocol: "HTTPS" }] };
    expect(() => synthesize(settings)).toThrow(new RangeError("an HTTPS listener needs edge.domain"));
  });
});
