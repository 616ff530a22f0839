import { flow, icmp, tcp, udp } from "../../../language/flows.ts";
import type { Platform } from "../../../language/platform.ts";
import { resolve } from "../../../language/resolve.ts";
import { type FirewallRulePlan, planFirewall } from "../../../modules/network/firewall-plan.ts";
import { planHops } from "../../../modules/network/hops.ts";
import { company } from "../../language/support/company.ts";
import { cybershieldIn } from "../../support/platforms.ts";

const dev = cybershieldIn("dev");

/**
 * The rules of a security group with their flows:
 * `from-app-tcp-5432: ingress group app (app -> db)`.
 */
function rulesOf(platform: Platform, group: string): string[] {
  return planFirewall(platform)
    .rules.filter((rule) => rule.group === group)
    .map(
      ({ id, direction, peer, flows }) => `${id}: ${direction} ${describePeer(peer)} (${flows.join(", ")})`,
    );
}

function describePeer(peer: FirewallRulePlan["peer"]): string {
  const { kind, ...rest } = peer;
  return [kind, ...Object.values(rest)].join(" ");
}

describe("a security group rule", () => {
  it("references a peer in another network by the CIDR block of its tier", () => {
    expect(rulesOf(resolve(company, "prod"), "directory")).toEqual([
      "from-10.1.32.0-19-tcp-636: ingress cidr 10.1.32.0/19 (till -> directory)",
      "from-10.4.32.0-19-tcp-636: ingress cidr 10.4.32.0/19 (till2 -> directory)",
      "from-staff-vpn-tcp-636: ingress group staff-vpn (staff -> directory)",
    ]);
  });

  it("has its ports in its ID: a range, UDP, ICMP", () => {
    const flows = [flow("app", "office", tcp(8000, 8010), udp(53), icmp())];
    const office = { office: { cidrs: ["198.51.100.0/24"], via: "internet" } };
    expect(rulesOf({ ...cybershieldIn("prod"), outside: office, flows }, "app")).toEqual([
      "to-198.51.100.0-24-tcp-8000-8010: egress cidr 198.51.100.0/24 (app -> office)",
      "to-198.51.100.0-24-udp-53: egress cidr 198.51.100.0/24 (app -> office)",
      "to-198.51.100.0-24-icmp: egress cidr 198.51.100.0/24 (app -> office)",
    ]);
  });

  it("lists every flow that shares it, once", () => {
    const { app } = dev.workloads;
    const flows = ["app", "api", "api"].map((name) => flow("internet", name));
    const platform: Platform = { ...dev, workloads: { app: app!, api: app! }, flows };
    expect(rulesOf(platform, "alb").filter((rule) => rule.includes("internet-tcp-443"))).toEqual([
      "from-internet-tcp-443: ingress cidr 0.0.0.0/0 (internet -> app, internet -> api)",
    ]);
  });

  it("admits a source at the NAT instance by security group, and lets the NAT instance out", () => {
    const flows = [flow("app", "internet", tcp(443))];
    expect(rulesOf({ ...dev, flows }, "main-nat")).toEqual([
      "from-app-tcp-443: ingress group app (app -> internet)",
      "to-internet-tcp-443: egress cidr 0.0.0.0/0 (app -> internet)",
    ]);
    expect(planFirewall(dev).groups.map(({ id }) => id)).toEqual(["alb", "app", "db", "cache", "main-nat"]);
  });

  it("allows a flow to AWS by the prefix list of the network's gateway endpoint", () => {
    expect(rulesOf({ ...dev, flows: [flow("app", "aws")] }, "app")).toEqual([
      "to-s3-tcp-443: egress gateway-endpoint main s3 (app -> aws)",
    ]);
  });
});

describe("planHops", () => {
  const { alb } = dev.edge.loadBalancers;
  const withListeners = (listeners: NonNullable<typeof alb>["listeners"]): Platform => ({
    ...dev,
    edge: { ...dev.edge, loadBalancers: { alb: { ...alb!, listeners } } },
    flows: [flow("internet", "app")],
  });

  it("uses each listener's protocol", () => {
    const listeners = (["UDP", "TCP"] as const).map((protocol, index) => ({
      port: 5000 + index,
      protocol,
      action: "forward" as const,
    }));
    expect(planHops(withListeners(listeners))[0]!.ports).toEqual([udp(5000), tcp(5001)]);
  });

  it("goes directly to a load-balanced workload if the flow has its own ports", () => {
    const flows = [flow("office", "app", tcp(22))];
    const outside = { office: { cidrs: ["198.51.100.0/24"], via: "internet" } };
    expect(planHops({ ...dev, outside, flows })).toMatchObject([
      { flow: "office -> app", from: { name: "office" }, to: { name: "app" }, ports: [tcp(22)] },
    ]);
  });

  it("goes through CloudFront only from the internet, and from elsewhere to the load balancer", () => {
    const prod = cybershieldIn("prod");
    const outside = { office: { cidrs: ["198.51.100.0/24"], via: "internet" } };
    const flows = [flow("internet", "app"), flow("office", "app")];
    const entries = planHops({ ...prod, outside, flows }).filter(({ to }) => to.name === "alb");
    expect(
      entries.map(({ flow, from, ports }) => [flow, from.name, ports.map((range) => range.from)]),
    ).toEqual([
      ["internet -> app", "cloudfront", [443]],
      ["office -> app", "office", expect.arrayContaining([80, 443])],
    ]);
  });

  it("labels the hop from the load balancer with the same flow", () => {
    expect(planHops({ ...dev, flows: [flow("internet", "app")] })).toMatchObject([
      { flow: "internet -> app", from: { name: "internet" }, to: { name: "alb" } },
      { flow: "internet -> app", from: { name: "alb" }, to: { name: "app" }, ports: [tcp(8000)] },
    ]);
  });

  it("goes through CloudFront only to the domain's entry load balancer", () => {
    const prod = cybershieldIn("prod");
    const { alb: entry } = prod.edge.loadBalancers;
    const app = prod.workloads.app!;
    const platform = {
      ...prod,
      edge: { ...prod.edge, loadBalancers: { alb: entry!, other: { ...entry!, tier: "public" } } },
      workloads: { app: { ...app, publish: { ...app.publish!, loadBalancer: "other" } } },
      flows: [flow("internet", "app")],
    } as Platform;
    expect(planHops(platform)[0]).toMatchObject({ from: { name: "internet" }, to: { name: "other" } });
  });

  it("throws for a flow whose source or target is not in the spec", () => {
    for (const unknown of [flow("nobody", "app"), flow("app", "nobody")]) {
      expect(() => planHops({ ...dev, flows: [unknown] })).toThrow(
        new RangeError(`unknown flow ${unknown.from} -> ${unknown.to}`),
      );
    }
  });
});
