import { flow, tcp } from "../../../language/flows.ts";
import { merge } from "../../../language/merge.ts";
import type { Platform, PlatformSpec } from "../../../language/platform.ts";
import { resolve } from "../../../language/resolve.ts";
import { planAcls } from "../../../modules/network/acl-plan.ts";
import { planFirewall } from "../../../modules/network/firewall-plan.ts";
import { planHops } from "../../../modules/network/hops.ts";
import { expectedConnectivity } from "../../../tools/reach/analysis/expected-connectivity.ts";
import { company } from "../../language/support/company.ts";
import { loadBalancer, peering } from "../../support/platform-builder.ts";

const platform = resolve(company, "prod");

function hops(changed: Platform): string[] {
  return planHops(changed).map(({ from, to, ports }) => {
    const range = ports.map(({ protocol, from }) => `${protocol}/${from}`).join(" ");
    return `${from.kind} ${from.name} -> ${to.kind} ${to.name} ${range}`;
  });
}

function rules(changed: Platform, group: string): string[] {
  return planFirewall(changed)
    .rules.filter((rule) => rule.group === group)
    .map(({ id, direction, peer }) => {
      const other = peer.kind === "cidr" ? peer.cidr : peer.kind === "group" ? peer.group : peer.kind;
      return `${direction} ${id}: ${other}`;
    });
}

function acl(changed: Platform, network: string, tier: string): string[] {
  return planAcls(changed, network)
    .filter((rule) => rule.tier === tier)
    .map(({ id }) => id)
    .sort();
}

function only(...flows: Platform["flows"]): Platform {
  const { link: _link, ...connections } = platform.connections;
  return { ...platform, connections, flows };
}

describe("a client VPN's clients", () => {
  const staff = only(flow("staff", "directory"));

  it("enter by the VPN's interfaces, whose security group the target references", () => {
    expect(hops(staff)).toEqual(["client-vpn staff-vpn -> workload directory tcp/636"]);
    expect(rules(staff, "directory")).toEqual(["ingress from-staff-vpn-tcp-636: staff-vpn"]);
    expect(rules(staff, "staff-vpn")).toEqual(["egress to-directory-tcp-636: directory"]);
  });

  it("are admitted in another network by the CIDR block of the VPN's tier", () => {
    const further = only(flow("staff", "till"));
    expect(rules(further, "till")).toEqual(["ingress from-10.0.32.0-19-tcp-8080: 10.0.32.0/19"]);
    expect(rules(further, "staff-vpn")).toEqual(["egress to-10.1.32.0-19-tcp-8080: 10.1.32.0/19"]);
  });
});

describe("a flow to a workload behind two load balancers, one of them with an endpoint service", () => {
  const inner = loadBalancer("private", ["7001/TCP"], { network: "west" });
  const also = [{ loadBalancer: "inner-nlb", listenerPort: 7001, targetGroupName: "inner-ledger" }];
  const twice = (...flows: Platform["flows"]): Platform => {
    const spec = merge(company, {
      edge: { loadBalancers: { "inner-nlb": inner } },
      workloads: { ledger: { publishAlso: also } },
      flows: [flow("directory", "ledger")],
    }) as PlatformSpec;
    return { ...resolve(spec, "prod"), flows };
  };
  const balancersOf = (changed: Platform) =>
    planHops(changed).flatMap(({ flow: label, to }) =>
      label.endsWith("-> ledger") && to.kind === "load-balancer" ? to.name : [],
    );

  it("goes through that one only, if no other path exists", () => {
    const served = twice(flow("hermit", "ledger"));
    expect(balancersOf(served)).toEqual(["ledger-nlb"]);
    expect(rules(served, "inner-nlb")).toEqual([]);
    expect(expectedConnectivity(served).map(({ to }) => to)).not.toContain("company-prod/inner-nlb");
  });

  it("goes through both, if a connection joins the networks too", () => {
    expect(balancersOf(twice(flow("directory", "ledger")))).toEqual(["ledger-nlb", "inner-nlb"]);
    const bridge = { "lone-west": peering("lone", "west") };
    const unconnected = { ...twice(flow("hermit", "ledger")) };
    const connected = {
      ...unconnected,
      connections: { ...unconnected.connections, ...bridge },
    } as Platform;
    expect(balancersOf(connected)).toEqual(["ledger-nlb", "inner-nlb"]);
  });
});

describe("a flow over PrivateLink", () => {
  const served = only(flow("hermit", "ledger"));

  it("goes through the VPC endpoint in the client's network and the load balancer to the target", () => {
    expect(hops(served)).toEqual([
      "workload hermit -> vpc-endpoints ledger-service-lone tcp/7000",
      "private-link hermit -> load-balancer ledger-nlb tcp/7000",
      "load-balancer ledger-nlb -> workload ledger tcp/7000",
    ]);
  });

  it("is admitted by the endpoint for the client, and by the load balancer for the client's tier", () => {
    expect(rules(served, "hermit")).toEqual(["egress to-ledger-service-lone-tcp-7000: ledger-service-lone"]);
    expect(rules(served, "ledger-service-lone")).toEqual(["ingress from-hermit-tcp-7000: hermit"]);
    expect(rules(served, "ledger-nlb")).toEqual([
      "ingress from-10.3.32.0-19-tcp-7000: 10.3.32.0/19",
      "egress to-ledger-tcp-7000: ledger",
    ]);
  });

  it("goes directly to the load balancer from a source that is not in a consumer network", () => {
    expect(hops(only(flow("office", "ledger")))[0]).toBe(
      "outside office -> load-balancer ledger-nlb tcp/7000",
    );
  });
});

describe("the tunnels of transit gateway Connect", () => {
  const tunnels: Platform = { ...platform, flows: [] };

  it("use GRE in both directions between the peer and the transit gateway's CIDR block", () => {
    expect(hops(tunnels)).toEqual([
      "tunnel-peer link -> transit-gateway transit gre/0",
      "transit-gateway transit -> tunnel-peer link gre/0",
    ]);
    expect(rules(tunnels, "link")).toEqual([
      "egress to-10.255.0.0-24-gre: 10.255.0.0/24",
      "ingress from-10.255.0.0-24-gre: 10.255.0.0/24",
    ]);
  });

  it("pass the ACLs of the peer's tier and the transport attachment's tier", () => {
    expect(acl(tunnels, "hub", "private")).toEqual([
      "private-egress-gre-10.255.0.0-24",
      "private-ingress-gre-10.255.0.0-24",
    ]);
    expect(acl(tunnels, "hub", "transit")).toEqual([
      "transit-egress-gre-10.0.32.0-19",
      "transit-ingress-gre-10.0.32.0-19",
    ]);
  });
});

describe("the ACL of a transit gateway attachment's tier", () => {
  it("admits a flow by the address in its own VPC, in both networks", () => {
    const called = only(flow("till", "directory"));
    expect(acl(called, "east", "transit")).toEqual([
      "transit-egress-tcp-1024-65535-10.1.32.0-19",
      "transit-ingress-tcp-636-10.1.32.0-19",
    ]);
    expect(acl(called, "hub", "transit")).toEqual([
      "transit-egress-tcp-636-10.0.32.0-19",
      "transit-ingress-tcp-1024-65535-10.0.32.0-19",
    ]);
  });

  it("admits a flow from an external network, but none over a peering or inside the network", () => {
    expect(acl(only(flow("office", "till")), "east", "transit")).toEqual([
      "transit-egress-tcp-8080-10.1.32.0-19",
      "transit-ingress-tcp-1024-65535-10.1.32.0-19",
    ]);
    expect(acl(only(flow("till", "hermit")), "east", "transit")).toEqual([]);
    expect(acl(only(flow("directory", "directory", tcp(22))), "hub", "transit")).toEqual([]);
  });
});
