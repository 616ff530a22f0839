import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter/index.js";
import { Eip } from "@cdktf/provider-aws/lib/eip/index.js";
import { EipAssociation } from "@cdktf/provider-aws/lib/eip-association/index.js";
import { Instance } from "@cdktf/provider-aws/lib/instance/index.js";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway/index.js";
import { TerraformOutput } from "cdktf";
import { networkSchema } from "../../../language/network.ts";
import { Nat } from "../../../modules/network/nat.ts";
import type { NatRoutePlan } from "../../../modules/network/nat-plan.ts";
import { Vpc } from "../../../modules/network/vpc.ts";
import { synthesizeConstruct } from "../../support/construct.ts";
import { resourcesOfType, type SynthesizedStackJson } from "../../support/synth.ts";

const ZONES = ["us-east-1a", "us-east-1b"];
const TIERS = {
  public: { access: "public" },
  private: { access: "private" },
  database: { access: "isolated" },
};
/** A public address is created after the internet gateway and destroyed before it. */
const AFTER_GATEWAY = [expect.stringMatching(/^aws_internet_gateway\.main_internet-gateway_/)];

/** Synthesizes the NAT of a network with two zones. */
function synthesize(nat: object, tiers: object = TIERS, privateRoutes: readonly NatRoutePlan[] = []) {
  let created: Nat | undefined;
  const network = networkSchema.parse({ cidr: "10.0.0.0/16", zones: ZONES, tiers, nat });
  const synthesized = synthesizeConstruct((stack) => {
    const vpc = new Vpc(stack, "main", { name: "shop-main", network, fixedAddresses: [] });
    const name = "shop-main";
    created = new Nat(stack, "nat", { name, network, vpc, instanceGroupId: "sg-nat", privateRoutes });
    const { instanceId, gatewayIds } = created;
    const value = { instanceId, gatewayIds: Object.fromEntries(gatewayIds) };
    new TerraformOutput(stack, "exposed", { staticId: true, value });
  });
  return { ...synthesized, nat: created! };
}

/**
 * The routes through NAT: `private-us-east-1a 0.0.0.0/0 nat_gateway_id nat_gateway-us-east-1a`.
 */
function natRoutes(json: SynthesizedStackJson): string[] {
  return resourcesOfType(json, "aws_route")
    .filter(({ gateway_id }) => gateway_id === undefined)
    .map(({ route_table_id, destination_cidr_block, ...target }) => {
      const from = /route-table-([\w-]+)_\w{8}\.id/.exec(String(route_table_id))?.[1];
      const [[kind, to] = []] = Object.entries(target);
      return `${from} ${destination_cidr_block} ${kind} ${/\.(\w[\w-]*)_\w{8}\./.exec(String(to))?.[1]}`;
    });
}

describe("NAT gateways", () => {
  it("are in each zone's public subnet, each with an Elastic IP", () => {
    const { json, nat } = synthesize({ kind: "gateway", placement: "per-zone" });
    const tags = (zone: string) => ({ Name: `shop-main-nat-${zone}` });
    expect(resourcesOfType(json, "aws_eip")).toEqual(
      ZONES.map((zone) => ({ domain: "vpc", tags: tags(zone), depends_on: AFTER_GATEWAY })),
    );
    expect(resourcesOfType(json, "aws_nat_gateway")).toEqual(
      ZONES.map((zone) => ({
        allocation_id: expect.stringMatching(
          new RegExp(`^\\$\\{aws_eip\\.nat_address-${zone}_\\w+\\.id\\}$`),
        ),
        subnet_id: expect.stringContaining(`subnet-public-${zone}`),
        tags: tags(zone),
        depends_on: AFTER_GATEWAY,
      })),
    );
    expect(natRoutes(json)).toEqual([
      "private-us-east-1a 0.0.0.0/0 nat_gateway_id nat_gateway-us-east-1a",
      "private-us-east-1b 0.0.0.0/0 nat_gateway_id nat_gateway-us-east-1b",
    ]);
    expect([...nat.gatewayIds.keys()]).toEqual(ZONES);
    expect(json.output!.exposed!.value).toEqual({
      gatewayIds: Object.fromEntries(
        ZONES.map((zone) => [
          zone,
          expect.stringMatching(new RegExp(`^\\$\\{aws_nat_gateway\\.nat_gateway-${zone}_\\w+\\.id\\}$`)),
        ]),
      ),
    });
  });

  it("are a single one for all zones with placement single", () => {
    const { json, nat } = synthesize({ kind: "gateway", placement: "single" });
    expect([...nat.gatewayIds.keys()]).toEqual(["us-east-1a"]);
    expect(natRoutes(json)).toEqual([
      "private-us-east-1a 0.0.0.0/0 nat_gateway_id nat_gateway-us-east-1a",
      "private-us-east-1b 0.0.0.0/0 nat_gateway_id nat_gateway-us-east-1a",
    ]);
  });

  it("use an existing Elastic IP if the spec has its allocation ID", () => {
    const allocationIds = { "us-east-1a": "eipalloc-0123456789abcdef0" };
    const { text, json } = synthesize({ kind: "gateway", placement: "per-zone", allocationIds });
    expect(text).toHaveResourceWithProperties(NatGateway, {
      allocation_id: "eipalloc-0123456789abcdef0",
      subnet_id: expect.stringContaining("subnet-public-us-east-1a"),
    });
    expect(resourcesOfType(json, "aws_eip")).toHaveLength(1);
  });

  it("require a public subnet", () => {
    const { public: _public, ...closed } = TIERS;
    expect(() => synthesize({ kind: "gateway", placement: "single" }, closed)).toThrow(
      new RangeError("NAT needs a public subnet in us-east-1a"),
    );
  });
});

describe("private NAT gateways", () => {
  const PRIVATE = { kind: "private-gateway", tier: "routable" };
  const ROUTABLE = { ...TIERS, routable: { access: "isolated", slot: 6 } };

  it("are in the given tier, without an Elastic IP", () => {
    const { text, json } = synthesize(PRIVATE, ROUTABLE);
    expect(resourcesOfType(json, "aws_nat_gateway")).toHaveLength(2);
    expect(text).toHaveResourceWithProperties(NatGateway, {
      connectivity_type: "private",
      subnet_id: expect.stringContaining("subnet-routable-us-east-1b"),
      tags: { Name: "shop-main-private-nat-us-east-1b" },
    });
    expect(resourcesOfType(json, "aws_eip")).toEqual([]);
    expect(natRoutes(json)).toEqual([]);
  });

  it("are the target of exactly the planned routes, in each zone for its own subnets", () => {
    const { json } = synthesize(PRIVATE, ROUTABLE, [{ tier: "private", cidr: "192.168.20.0/24" }]);
    expect(natRoutes(json)).toEqual([
      "private-us-east-1a 192.168.20.0/24 nat_gateway_id nat_private-gateway-us-east-1a",
      "private-us-east-1b 192.168.20.0/24 nat_gateway_id nat_private-gateway-us-east-1b",
    ]);
  });
});

describe("the zones of private NAT gateways", () => {
  it("are all zones if a tier is private, else none", () => {
    const gateways = (tiers: object) => [
      ...synthesize({ kind: "private-gateway", tier: "database" }, tiers).nat.gatewayIds.keys(),
    ];
    const database = { access: "isolated" };
    expect(gateways({ private: { access: "private" }, database })).toEqual(ZONES);
    expect(gateways({ database })).toEqual([]);
  });
});

describe("a NAT instance", () => {
  const { text, json } = synthesize({ kind: "instance", instanceType: "t4g.small" });

  it("is in the first zone's public subnet, hardened, without source/destination check", () => {
    expect(text).toHaveResourceWithProperties(Instance, {
      ami: expect.stringMatching(/^\$\{data\.aws_ssm_parameter\.nat_image_\w+\.insecure_value\}$/),
      instance_type: "t4g.small",
      subnet_id: expect.stringContaining("subnet-public-us-east-1a"),
      vpc_security_group_ids: ["sg-nat"],
      source_dest_check: false,
      metadata_options: { http_tokens: "required", http_endpoint: "enabled" },
      root_block_device: { encrypted: true, volume_type: "gp3" },
      tags: { Name: "shop-main-nat" },
    });
    expect(resourcesOfType(json, "aws_instance")[0]).not.toHaveProperty("key_name");
  });

  it("launches from Amazon Linux for ARM64, and is not replaced for a newer image or another set-up", () => {
    expect(text).toHaveDataSourceWithProperties(DataAwsSsmParameter, {
      name: "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64",
    });
    expect(text).toHaveResourceWithProperties(Instance, {
      lifecycle: { ignore_changes: ["ami", "user_data", "root_block_device[0].tags"] },
    });
  });

  it("masquerades forwarded traffic, also after a reboot", () => {
    const script = String(resourcesOfType(json, "aws_instance")[0]!.user_data).split("\n");
    expect(script.slice(0, 2)).toEqual(["#!/bin/bash", "set -euo pipefail"]);
    expect(script).toEqual(
      expect.arrayContaining([
        "echo 'net.ipv4.ip_forward = 1' > /etc/sysctl.d/90-nat.conf",
        "    type nat hook postrouting priority srcnat;",
        "    masquerade",
        "systemctl enable --now nftables",
      ]),
    );
    expect(script.at(-1)).toBe("");
  });

  it("makes swap before it installs anything, since dnf needs more memory than the smallest instance has", () => {
    const script = String(resourcesOfType(json, "aws_instance")[0]!.user_data);
    expect(script.indexOf("swapon /swapfile")).toBeGreaterThan(0);
    expect(script.indexOf("swapon /swapfile")).toBeLessThan(script.indexOf("dnf install"));
    expect(script).toContain("count=1024\n");
  });

  it("has an Elastic IP, which survives the instance", () => {
    expect(text).toHaveResourceWithProperties(Eip, {
      domain: "vpc",
      tags: { Name: "shop-main-nat" },
      depends_on: AFTER_GATEWAY,
    });
    expect(text).toHaveResourceWithProperties(EipAssociation, {
      allocation_id: expect.stringMatching(/^\$\{aws_eip\.nat_address_\w+\.id\}$/),
      instance_id: expect.stringMatching(/^\$\{aws_instance\.nat_instance_\w+\.id\}$/),
      depends_on: AFTER_GATEWAY,
    });
  });

  it("is the default route of private tiers only", () => {
    expect(natRoutes(json)).toEqual([
      "private-us-east-1a 0.0.0.0/0 network_interface_id nat_instance",
      "private-us-east-1b 0.0.0.0/0 network_interface_id nat_instance",
    ]);
    expect(json.output!.exposed!.value).toEqual({
      instanceId: expect.stringMatching(/^\$\{aws_instance\.nat_instance_\w+\.id\}$/),
      gatewayIds: {},
    });
  });
});

describe("NAT of kind none", () => {
  it("creates no gateway and no default route", () => {
    const { json } = synthesize({ kind: "none" });
    expect(natRoutes(json)).toEqual([]);
    expect(resourcesOfType(json, "aws_nat_gateway")).toEqual([]);
  });
});
