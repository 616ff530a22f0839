import "../support/reach-matchers.ts";
import { resolve } from "../../language/resolve.ts";
import { planAcls } from "../../modules/network/acl-plan.ts";
import { planFirewall } from "../../modules/network/firewall-plan.ts";
import { planInterNetworkRoutes } from "../../modules/network/inter-network-routes-plan.ts";
import { expectedConnectivity } from "../../tools/reach/analysis/expected-connectivity.ts";
import { lint } from "../../tools/reach/analysis/lint/lint.ts";
import { NetworkAnalysis } from "../../tools/reach/analysis/network-analysis.ts";
import { prove } from "../../tools/reach/analysis/prove.ts";
import type { Resource } from "../../tools/reach/terraform/inventory.ts";
import { joinInventory } from "../../tools/reach/terraform/join-inventory.ts";
import { branches } from "../language/support/branches.ts";
import { parseStackJson, resourcesOfType, synthesize, withSynthesized } from "../support/synth.ts";
import { verdictAndCauses } from "../tools/reach/support/network.ts";
import { inventoryOfPlatforms } from "../tools/reach/support/platforms.ts";

const prod = resolve(branches, "prod");
const stacks = synthesize(prod);
const connect = parseStackJson(stacks, "branches-prod-connect");
const one = (type: string) => resourcesOfType(connect, type)[0];

describe("a VPN between two networks", () => {
  it("ends on a virtual private gateway in one region, and on an Elastic IP in the other", () => {
    expect(one("aws_customer_gateway")).toMatchObject({
      ip_address: expect.stringMatching(/^\$\{aws_eip\.join-router_address_\w+\.public_ip\}$/),
      bgp_asn: "65000",
    });
    expect(one("aws_vpn_connection")).toMatchObject({
      vpn_gateway_id: expect.stringMatching(/^\$\{aws_vpn_gateway\.head-vpn-gateway_\w+\.id\}$/),
      static_routes_only: true,
      preshared_key_storage: "SecretsManager",
    });
    expect(one("aws_vpn_connection_route")).toMatchObject({ destination_cidr_block: "10.71.0.0/16" });
    expect(one("aws_vpn_connection")).not.toHaveProperty("provider");
    expect(one("aws_network_interface")).toMatchObject({
      source_dest_check: false,
      provider: "aws.eu-west-1",
      subnet_id: expect.stringContaining("branch/public/eu-west-1a"),
    });
    expect(one("aws_eip")).toMatchObject({ provider: "aws.eu-west-1" });
  });

  it("routes each tier of a flow to the other network, over the gateway or the router", () => {
    expect(planInterNetworkRoutes(prod)).toEqual([
      {
        network: "branch",
        tier: "private",
        cidr: "10.70.0.0/16",
        nextHop: { kind: "vpn-router", connection: "join" },
      },
      {
        network: "head",
        tier: "private",
        cidr: "10.71.0.0/16",
        nextHop: { kind: "virtual-private-gateway", network: "head" },
      },
    ]);
    const routes = resourcesOfType(connect, "aws_route");
    expect(routes.filter((route) => route.network_interface_id !== undefined)).toHaveLength(2);
    expect(routes.filter((route) => route.gateway_id !== undefined)).toHaveLength(2);
  });

  it("admits IPsec and the flows at the router, and nothing else", () => {
    const rules = planFirewall(prod).rules.filter(({ group }) => group === "join");
    expect(rules.map(({ id }) => id).sort()).toEqual([
      "from-internet-udp-4500",
      "from-internet-udp-500",
      "from-till-tcp-7000",
      "to-internet-udp-4500",
      "to-internet-udp-500",
      "to-till-tcp-8080",
    ]);
    const acl = planAcls(prod, "branch").filter(({ tier }) => tier === "public");
    expect(
      acl.map(({ direction, cidr, ports }) => `${direction} ${ports.protocol} ${ports.from} ${cidr}`).sort(),
    ).toEqual([
      "egress tcp 1024 10.71.32.0/19",
      "egress tcp 8080 10.71.32.0/19",
      "egress udp 1024 0.0.0.0/0",
      "egress udp 4500 0.0.0.0/0",
      "egress udp 500 0.0.0.0/0",
      "ingress tcp 1024 10.71.32.0/19",
      "ingress tcp 7000 10.71.32.0/19",
      "ingress udp 1024 0.0.0.0/0",
      "ingress udp 4500 0.0.0.0/0",
      "ingress udp 500 0.0.0.0/0",
    ]);
  });

  it("allows exactly the declared flows, in both directions", async () => {
    const network = await withSynthesized([prod], (folder) => NetworkAnalysis.read(folder, () => [prod]));
    await expect(network).toAllowExactly(expectedConnectivity(prod));
    await expect(network).toReach("branches-prod/till", "branches-prod/ledger", 7000);
    await expect(network).toReach("branches-prod/ledger", "branches-prod/till", 8080);
    await expect(network).not.toReach("branches-prod/till", "branches-prod/ledger", 22);
    await expect(network).not.toReach("internet", "branches-prod/till", 8080);
  });

  it("leaves lint nothing to find", async () => {
    const network = await withSynthesized([prod], (folder) => NetworkAnalysis.read(folder, () => [prod]));
    expect(lint(network).findings.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it.each([
    "aws_vpn_connection_route",
    "aws_vpn_connection",
    "aws_customer_gateway",
    "aws_eip_association",
    "aws_vpn_gateway",
    "aws_route",
  ])("does not without %s", async (type) => {
    const { resources, outputs, gaps } = await inventoryOfPlatforms(prod);
    const left = resources.filter((each) => each.type !== type);
    const network = new NetworkAnalysis(joinInventory([{ stack: "all", resources: left, outputs, gaps }]));
    const { differences } = prove(network, expectedConnectivity(prod));
    expect(differences.map(({ from, to }) => `${from} → ${to}`)).toEqual(
      expect.arrayContaining([expect.stringContaining("branches-prod/ledger")]),
    );
  });

  it("is blocked at a router that drops what is not addressed to it, with the cause", async () => {
    const { resources, outputs, gaps } = await inventoryOfPlatforms(prod);
    const checked = resources.map(
      (each): Resource =>
        each.type === "aws_network_interface"
          ? { ...each, values: { ...each.values, source_dest_check: true } }
          : each,
    );
    const network = new NetworkAnalysis(joinInventory([{ stack: "all", resources: checked, outputs, gaps }]));
    for (const [from, to] of [
      ["till", "ledger:7000"],
      ["ledger", "till:8080"],
    ]) {
      const found = verdictAndCauses(network, `branches-prod/${from}`, `branches-prod/${to}`);
      expect(found.join(" ")).toContain("blocked");
      expect(found.join(" ")).toContain("ENI_SOURCE_DEST_CHECK_RESTRICTION");
    }
  });

  it("watches the tunnels", () => {
    const alarms = resourcesOfType(
      parseStackJson(stacks, "branches-prod-observe"),
      "aws_cloudwatch_metric_alarm",
    );
    expect(alarms.map(({ alarm_name }) => alarm_name)).toEqual(
      expect.arrayContaining(["branches-prod-join-tunnels-down", "branches-prod-join-tunnel-down"]),
    );
  });
});
