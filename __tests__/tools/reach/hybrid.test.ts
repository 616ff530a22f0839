import { resolve } from "../../../language/resolve.ts";
import { hybrid } from "../../../platforms/hybrid.ts";
import { expectedConnectivity } from "../../../tools/reach/analysis/expected-connectivity.ts";
import { NetworkAnalysis } from "../../../tools/reach/analysis/network-analysis.ts";
import { prove } from "../../../tools/reach/analysis/prove.ts";
import type { Inventory, Resource } from "../../../tools/reach/terraform/inventory.ts";
import { joinInventory } from "../../../tools/reach/terraform/join-inventory.ts";
import { hopTexts, verdictAndCauses } from "./support/network.ts";
import { inventoryOfPlatforms } from "./support/platforms.ts";

const platform = resolve(hybrid, "prod");
let inventory: Inventory;
let network: NetworkAnalysis;
beforeAll(async () => {
  inventory = await inventoryOfPlatforms(platform);
  network = new NetworkAnalysis(inventory, () => [platform]);
});

/** Returns the same network without some resources. */
function without(isGone: (resource: Resource) => boolean): NetworkAnalysis {
  const { outputs, gaps } = inventory;
  const resources = inventory.resources.filter((resource) => !isGone(resource));
  expect(resources.length).toBeLessThan(inventory.resources.length);
  return new NetworkAnalysis(joinInventory([{ stack: "all", resources, outputs, gaps }]), () => [platform]);
}

const ask = (from: string, to: string, of = network) =>
  verdictAndCauses(of, `hybrid-prod/${from}`, `hybrid-prod/${to}`);

describe("the Hybrid platform", () => {
  it("allows exactly the declared flows, in every scenario", () => {
    const { differences, scenarios } = prove(network, expectedConnectivity(platform));
    expect(differences).toEqual([]);
    expect(scenarios.map(({ name, isProven }) => [name, isProven])).toEqual([
      ["dedicated network", true],
      ["web hosting", true],
      ["web application access", true],
      ["vpc connectivity", true],
      ["regions by vpn", true],
      ["hybrid deployment", true],
    ]);
  });

  it.each([
    ["office", "intranet-alb:80"],
    ["staff", "intranet:8080"],
    ["datacentre", "ledger:7000"],
    ["warehouse", "directory:636"],
    ["depot-office", "scanner:5000"],
    ["scanner", "depot-office:445"],
    ["web", "licence:27000"],
    ["web-eu", "directory:636"],
    ["partner-app", "ledger:7000"],
  ])("allows %s to reach %s", (from, to) => {
    expect(ask(from, to)).toEqual(["allowed"]);
  });

  it.each([
    ["office", "datacentre:443", "TGW_RTB_CANNOT_ROUTE"],
    ["partner-app", "directory:636", "NO_ROUTE_TO_DESTINATION"],
    ["scanner", "directory:636", "NO_ROUTE_TO_DESTINATION"],
    ["scanner", "depot-office:443", "ENI_SG_RULES_MISMATCH"],
    ["web", "directory:22", "ENI_SG_RULES_MISMATCH"],
    ["web", "directory:22", "SUBNET_ACL_RESTRICTION"],
  ])("blocks %s from %s: %s", (from, to, code) => {
    const [verdict, ...causes] = ask(from, to);
    expect(verdict).toBe("blocked");
    expect(causes.some((cause) => cause.startsWith(code))).toBe(true);
  });

  it.each([
    ["the source's group", "firewall_web_to-1040320-19-tcp-636", "ENI_SG_RULES_MISMATCH", "group-web"],
    [
      "the target's group",
      "firewall_directory_from-1041320-19-tcp-636",
      "ENI_SG_RULES_MISMATCH",
      "group-directory",
    ],
    ["the source's ACL", "shop-acls_private-egress-tcp-636-1040320", "SUBNET_ACL_RESTRICTION", "shop-"],
    ["the target's ACL", "shared-acls_private-ingress-tcp-636-1041320", "SUBNET_ACL_RESTRICTION", "shared-"],
  ])(
    "reports only the filter that blocks, of security groups and network ACLs: %s",
    (_filter, part, code, whose) => {
      const [verdict, ...causes] = ask(
        "web",
        "directory:636",
        without(({ address }) => address.includes(part)),
      );
      expect(verdict).toBe("blocked");
      expect(causes.length).toBeGreaterThan(0);
      expect(causes.filter((cause) => !cause.startsWith(code) || !cause.includes(whose))).toEqual([]);
    },
  );

  it("shows the depot's path to its office: private NAT gateway, then virtual private gateway", () => {
    const routes = hopTexts(network, "hybrid-prod/scanner", "hybrid-prod/depot-office:445")
      .filter((hop) => hop.startsWith("route "))
      .map((hop) => hop.replace(/_[0-9A-F]{8}$/, ""));
    expect(routes).toEqual([
      "route 192.168.20.0/24 → nat gateway aws_nat_gateway.depot-nat_private-gateway-us-east-1a",
      "route 192.168.20.0/24 → vpn gateway aws_vpn_gateway.depot-vpn-gateway",
    ]);
  });

  it("assumes that BGP advertises the CIDR blocks in the spec, and nothing else", () => {
    expect(verdictAndCauses(network, "192.168.10.7", "hybrid-prod/intranet-alb:80")).toEqual(["allowed"]);
    const codes = (of: NetworkAnalysis, from: string) => {
      const [verdict, ...causes] = verdictAndCauses(of, from, "hybrid-prod/intranet-alb:80");
      return [verdict, ...new Set(causes.map((cause) => cause.split(" ")[0]))];
    };
    expect(codes(network, "192.168.99.9")).toEqual([
      "blocked",
      "SUBNET_ACL_RESTRICTION",
      "NO_ROUTE_BACK",
      "ENI_SG_RULES_MISMATCH",
    ]);
    const nameless = new NetworkAnalysis(inventory);
    expect(codes(nameless, "192.168.10.7")).toEqual(["unknown", "NOT_KNOWN"]);
  });

  it.each([
    [
      "office",
      "intranet-alb:80",
      "propagation-hubs-line-office-vpn",
      "unknown",
      "NOT_KNOWN",
      "shared_route-table-private",
    ],
    [
      "datacentre",
      "ledger:7000",
      "propagation-spokes-line-datacentre-line",
      "unknown",
      "NOT_KNOWN",
      "orders_route-table-private",
    ],
    [
      "web-eu",
      "directory:636",
      "association-peer-transit",
      "blocked",
      "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION",
      "transit-to-transit-eu_attachment",
    ],
    [
      "depot-office",
      "scanner:5000",
      "depot-routes_routable",
      "blocked",
      "NO_ROUTE_BACK",
      "depot_route-table-routable",
    ],
    [
      "scanner",
      "depot-office:445",
      "depot-nat_route-private",
      "blocked",
      "NO_ROUTE_TO_DESTINATION",
      "depot_route-table-private",
    ],
    [
      "scanner",
      "depot-office:445",
      "depot-nat_private-gateway",
      "unknown",
      "NOT_KNOWN",
      "depot-nat_route-private",
    ],
    [
      "scanner",
      "depot-office:445",
      "depot-routes_routable",
      "blocked",
      "NO_ROUTE_TO_DESTINATION",
      "depot_route-table-routable",
    ],
    [
      "scanner",
      "depot-office:445",
      "depot-acls_routable-ingress-tcp-445",
      "blocked",
      "SUBNET_ACL_RESTRICTION",
      "depot-acls_acl-routable",
    ],
    [
      "scanner",
      "depot-office:445",
      "depot-acls_routable-egress-tcp-445",
      "blocked",
      "SUBNET_ACL_RESTRICTION",
      "depot-acls_acl-routable",
    ],
    [
      "staff",
      "intranet:8080",
      "staff-vpn_authorization",
      "blocked",
      "CLIENT_VPN_NOT_AUTHORIZED",
      "staff-vpn_endpoint",
    ],
    [
      "partner-app",
      "ledger:7000",
      "firewall_ledger-nlb_from-1043320-19",
      "blocked",
      "ENI_SG_RULES_MISMATCH",
      "group-ledger-nlb",
    ],
    [
      "partner-app",
      "web:8080",
      "partner-routes_private",
      "blocked",
      "NO_ROUTE_TO_DESTINATION",
      "partner_route-table-private",
    ],
  ])("does not allow %s to reach %s without %s: %s, %s", (from, to, part, expected, code, whose) => {
    const [verdict, ...causes] = ask(
      from,
      to,
      without(({ address }) => address.includes(part)),
    );
    expect(verdict).toBe(expected);
    expect(causes.filter((cause) => cause.startsWith(`${code} `) && cause.includes(whose))).not.toEqual([]);
  });
});
