import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias/index.js";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key/index.js";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone/index.js";
import { cybershieldIn } from "../support/platforms.ts";
import { parseStackJson, resourcesOfType, type SynthesizedStackJson, synthesize } from "../support/synth.ts";

const stacks = synthesize(
  cybershieldIn("prod"),
  cybershieldIn("dev", { networks: { main: { privateZone: "cybershield.internal" } } }),
);
const prodText = stacks["cybershield-prod-network"]!;
const prod = parseStackJson(stacks, "cybershield-prod-network");
const dev = parseStackJson(stacks, "cybershield-dev-network");

/** The value of a stack's output. */
function output(stack: SynthesizedStackJson, name: string): unknown {
  return stack.output![name]!.value;
}

/** Matches a reference to an attribute of a resource. */
function reference(type: string, id: string, attribute: string): unknown {
  return expect.stringMatching(new RegExp(`^\\$\\{${type}\\.${id}_\\w+\\.${attribute}\\}$`));
}

describe("the network stack's outputs", () => {
  it("publish the VPC, and each subnet by network, tier and zone", () => {
    expect(output(prod, "vpc_ids")).toEqual({ main: reference("aws_vpc", "main_vpc", "id") });
    const subnets = ["public", "private", "database"].flatMap((tier) =>
      ["us-east-1a", "us-east-1b"].map((zone) => [
        `main/${tier}/${zone}`,
        reference("aws_subnet", `main_subnet-${tier}-${zone}`, "id"),
      ]),
    );
    expect(output(prod, "subnet_ids")).toEqual(Object.fromEntries(subnets));
  });

  it("publish a security group for each endpoint", () => {
    const group = (end: string) => reference("aws_security_group", `firewall_group-${end}`, "id");
    expect(output(prod, "security_group_ids")).toEqual({
      alb: group("alb"),
      app: group("app"),
      db: group("db"),
      cache: group("cache"),
      "main-endpoints": group("main-endpoints"),
    });
  });

  it("publish the NAT gateways by zone, or the NAT instance, for alarms", () => {
    const gateway = (zone: string) => reference("aws_nat_gateway", `main-nat_gateway-${zone}`, "id");
    expect(output(prod, "nat_gateway_ids")).toEqual({
      "main/us-east-1a": gateway("us-east-1a"),
      "main/us-east-1b": gateway("us-east-1b"),
    });
    expect(output(prod, "nat_instance_ids")).toEqual({});
    expect(output(dev, "nat_gateway_ids")).toEqual({});
    expect(output(dev, "nat_instance_ids")).toEqual({
      main: reference("aws_instance", "main-nat_instance", "id"),
    });
  });

  it("publish the public and private zones, and the logs' key", () => {
    expect(output(prod, "zone_id")).toMatch(/^\$\{aws_route53_zone\.zone_.+\.zone_id\}$/);
    expect(output(prod, "private_zone_ids")).toEqual({});
    expect(output(dev, "private_zone_ids")).toEqual({
      main: reference("aws_route53_zone", "main-private-zone", "zone_id"),
    });
    expect(output(prod, "logs_key_arn")).toEqual(reference("aws_kms_key", "logs-key", "arn"));
  });

  it("include no zone without a domain", () => {
    const listeners = [{ port: 80, protocol: "HTTP" as const }];
    const platform = cybershieldIn("dev", { edge: { loadBalancers: { alb: { listeners } } } });
    const { domain: _domain, ...edge } = platform.edge;
    const plain = parseStackJson(synthesize({ ...platform, edge }), "cybershield-dev-network");
    expect(resourcesOfType(plain, "aws_route53_zone")).toEqual([]);
    expect(Object.keys(plain.output!)).not.toContain("zone_id");
    expect(Object.keys(plain.output!)).not.toContain("name_servers");
  });
});

describe("the network stack", () => {
  it("creates the spec's private zone for its VPC", () => {
    expect(stacks["cybershield-dev-network"]!).toHaveResourceWithProperties(Route53Zone, {
      name: "cybershield.internal",
      vpc: [{ vpc_id: reference("aws_vpc", "main_vpc", "id") }],
    });
  });

  it("creates the key of logs and alarms, with prevent_destroy if the platform is protected", () => {
    expect(prodText).toHaveResourceWithProperties(KmsAlias, { name: "alias/cybershield-prod-logs" });
    expect(prodText).toHaveResourceWithProperties(KmsKey, {
      description: "Logs and alarms of cybershield-prod",
      lifecycle: { prevent_destroy: true },
    });
    const unprotected = parseStackJson(
      synthesize(cybershieldIn("prod", { protected: false })),
      "cybershield-prod-network",
    );
    for (const type of ["aws_kms_key", "aws_route53_zone"]) {
      expect(resourcesOfType(unprotected, type)[0]!.lifecycle).toEqual({ prevent_destroy: false });
    }
  });

  it("allows CloudWatch Logs in this region, alarms and budgets to use the key", () => {
    const [key] = resourcesOfType(prod, "aws_kms_key");
    const { Statement } = JSON.parse(String(key!.policy)) as { Statement: Record<string, unknown>[] };
    expect(Statement.map(({ Sid, Principal }) => [Sid, Principal])).toEqual([
      ["AccountAdministers", { AWS: "arn:aws:iam::111111111111:root" }],
      ["LogsUse", { Service: "logs.us-east-1.amazonaws.com" }],
      ["ServicesUse", { Service: ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"] }],
    ]);
  });

  it("names resources after the platform and the network, and gives the NAT instance its security group", () => {
    expect(resourcesOfType(prod, "aws_vpc")[0]!.tags).toEqual({ Name: "cybershield-prod-main" });
    expect(resourcesOfType(dev, "aws_instance")[0]).toMatchObject({
      vpc_security_group_ids: [reference("aws_security_group", "firewall_group-main-nat", "id")],
      tags: { Name: "cybershield-dev-main-nat" },
    });
    expect(
      resourcesOfType(prod, "aws_network_acl")
        .map(({ tags }) => (tags as { Name: string }).Name)
        .sort(),
    ).toEqual([
      "cybershield-prod-main-database",
      "cybershield-prod-main-private",
      "cybershield-prod-main-public",
    ]);
  });
});
