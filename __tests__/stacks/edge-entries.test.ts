import { Lb } from "@cdktf/provider-aws/lib/lb/index.js";
import { type LoadBalancerSettings, loadBalancerSchema } from "../../language/edge.ts";
import type { Platform } from "../../language/platform.ts";
import { cybershieldIn } from "../support/platforms.ts";
import {
  parseStackJson,
  resourcesOfType,
  type SynthesizedStackJson,
  subnetReferences,
  synthesize,
} from "../support/synth.ts";

const SHIELD = { subscriptionUsdMonthly: 3000 } as const;

/** A public network load balancer with an Elastic IP in each zone. */
const GATE = loadBalancerSchema.parse({
  kind: "network",
  tier: "public",
  fixedAddresses: true,
  listeners: [{ port: 5000, protocol: "TCP" }],
});
/** An internal application load balancer. */
const INSIDE = loadBalancerSchema.parse({
  kind: "application",
  tier: "private",
  listeners: [{ port: 80, protocol: "HTTP" }],
});

/** A platform's edge stack. */
function edgeOf(platform: Platform): SynthesizedStackJson {
  return parseStackJson(synthesize(platform), `${platform.name}-${platform.environment}-edge`);
}

/** The platform with more load balancers. */
function withBalancers(platform: Platform, more: Readonly<Record<string, LoadBalancerSettings>>): Platform {
  const { edge } = platform;
  return { ...platform, edge: { ...edge, loadBalancers: { ...edge.loadBalancers, ...more } } };
}

/** The ARNs that Shield Advanced protects, by the protection's name. */
function protections(stack: SynthesizedStackJson): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    resourcesOfType(stack, "aws_shield_protection").map(({ name, resource_arn }) => [name, resource_arn]),
  );
}

describe("internal and network load balancers", () => {
  const platform = withBalancers(cybershieldIn("dev"), { gate: GATE, inside: INSIDE });
  const stacks = synthesize(platform);

  it("are internal in a tier that is not public", () => {
    expect(stacks["cybershield-dev-edge"]!).toHaveResourceWithProperties(Lb, {
      name: "cybershield-dev-inside",
      internal: true,
      subnets: subnetReferences("main/private"),
    });
  });

  it("have an Elastic IP in each zone with fixedAddresses", () => {
    const [gate] = resourcesOfType(parseStackJson(stacks, "cybershield-dev-edge"), "aws_lb").filter(
      ({ name }) => name === "cybershield-dev-gate",
    );
    expect(gate!.subnet_mapping).toEqual(
      ["us-east-1a", "us-east-1b"].map((zone) => ({
        subnet_id: subnetReferences("main/public", [zone])[0],
        allocation_id: expect.stringMatching(
          new RegExp(`^\\$\\{aws_eip\\.gate_address-${zone}_\\w+\\.id\\}$`),
        ),
      })),
    );
  });
});

describe("a platform with access logs of a load balancer only", () => {
  it("has a log bucket", () => {
    const dev = edgeOf(cybershieldIn("dev"));
    expect(resourcesOfType(dev, "aws_s3_bucket")).toHaveLength(1);
    expect(resourcesOfType(dev, "aws_lb")[0]).toMatchObject({
      access_logs: { prefix: "alb", enabled: true },
    });
  });
});

describe("CloudFront in front of a load balancer with a custom HTTPS port", () => {
  const listeners = [{ port: 8443, protocol: "HTTPS" as const }];

  it("uses that port for its VPC origin", () => {
    const json = edgeOf(cybershieldIn("prod", { edge: { loadBalancers: { alb: { listeners } } } }));
    expect(resourcesOfType(json, "aws_cloudfront_vpc_origin")).toMatchObject([
      { vpc_origin_endpoint_config: [{ https_port: 8443 }] },
    ]);
  });

  it("uses that port for a public origin, with AWS's timeout unless the spec sets one", () => {
    const originOf = (cdn: object) => {
      const loadBalancers = { alb: { tier: "public", listeners } };
      const json = edgeOf(
        cybershieldIn("prod", { edge: { loadBalancers, cdn: { origin: "public", ...cdn } } }),
      );
      expect(resourcesOfType(json, "aws_cloudfront_vpc_origin")).toEqual([]);
      return resourcesOfType(json, "aws_cloudfront_distribution")[0]!.origin;
    };
    const config = {
      http_port: 80,
      https_port: 8443,
      origin_protocol_policy: "https-only",
      origin_ssl_protocols: ["TLSv1.2"],
    };
    expect(originOf({ originTimeoutSeconds: null })).toMatchObject([{ custom_origin_config: config }]);
    expect(originOf({ originTimeoutSeconds: 45 })).toMatchObject([
      { custom_origin_config: { ...config, origin_read_timeout: 45 } },
    ]);
  });
});

describe("Shield Advanced", () => {
  it("protects the load balancer, the distribution and the zone if its price is accepted", () => {
    const shielded = edgeOf(
      cybershieldIn("prod", {
        edge: { shield: SHIELD, loadBalancers: { alb: { tier: "public" } }, cdn: { origin: "public" } },
      }),
    );
    expect(resourcesOfType(shielded, "aws_shield_protection").map(({ name }) => name)).toEqual([
      "cybershield-prod-alb",
      "cybershield-prod-cdn",
      "cybershield-prod-zone",
    ]);
    expect(
      resourcesOfType(shielded, "aws_shield_protection").map(({ resource_arn }) => resource_arn),
    ).toEqual([
      expect.stringMatching(/^\$\{aws_lb\..*\.arn\}$/),
      expect.stringMatching(/^\$\{aws_cloudfront_distribution\..*\.arn\}$/),
      "arn:aws:route53:::hostedzone/${data.terraform_remote_state.network.outputs.zone_id}",
    ]);
    expect(resourcesOfType(edgeOf(cybershieldIn("prod")), "aws_shield_protection")).toEqual([]);
  });

  it("protects a network load balancer by its Elastic IPs, and no internal load balancer", () => {
    const platform = cybershieldIn("dev", { edge: { shield: SHIELD } });
    const protectedBy = protections(edgeOf(withBalancers(platform, { gate: GATE, inside: INSIDE })));
    const address = (zone: string) =>
      expect.stringMatching(
        new RegExp(
          `^arn:aws:ec2:us-east-1:222222222222:eip-allocation/\\$\\{aws_eip\\.gate_address-${zone}_\\w+\\.id\\}$`,
        ),
      );
    expect(protectedBy).toEqual({
      "cybershield-dev-alb": expect.stringMatching(/^\$\{aws_lb\.alb_balancer_\w+\.arn\}$/),
      "cybershield-dev-gate-0": address("us-east-1a"),
      "cybershield-dev-gate-1": address("us-east-1b"),
      "cybershield-dev-zone": expect.stringMatching(/^arn:aws:route53:::hostedzone\//),
    });
  });
});

describe("a platform without a domain", () => {
  it("has load balancers, but no certificate and no DNS records", () => {
    const listeners = [{ port: 80, protocol: "HTTP" as const }];
    const platform = cybershieldIn("dev", { edge: { loadBalancers: { alb: { listeners } } } });
    const { domain: _domain, ...edge } = platform.edge;
    const plain = edgeOf({ ...platform, edge });
    expect(resourcesOfType(plain, "aws_lb")).toHaveLength(1);
    expect(resourcesOfType(plain, "aws_acm_certificate")).toEqual([]);
    expect(resourcesOfType(plain, "aws_route53_record")).toEqual([]);
    expect(Object.keys(plain.output!)).not.toContain("certificate_arn");
  });
});
