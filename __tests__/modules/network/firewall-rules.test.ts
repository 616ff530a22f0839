import { flow, icmp, tcp, udp } from "../../../language/flows.ts";
import type { Platform } from "../../../language/platform.ts";
import { resolve } from "../../../language/resolve.ts";
import { type FirewallRulePlan, planFirewall } from "../../../modules/network/firewall-plan.ts";
import { planHops } from "../../../modules/network/hops.ts";
import { company } from "../../language/support/company.ts";
import { cybershieldIn } from "../../support/platforms.ts";

const dev = cybershieldIn("dev");

/**
 * The rules of one group: `from-app-tcp-5432: ingress group app`, and the flows that they serve.
 */
function rulesOf(platform: Platform, group: string): string[] {
  return planFirewall(platform)
    .rules.filter((rule) => rule.group === group)
    .map(({ id, direction, peer, flows }) => `${id}: ${direction} ${said(peer)} (${flows.join(", ")})`);
}

function said(peer: FirewallRulePlan["peer"]): string {
  const { kind, ...rest } = peer;
  return [kind, ...Object.values(rest)].join(" ");
}

describe("a rule", () => {
  it("names the other side's tier by its block where that is in another network", () => {
    expect(rulesOf(resolve(company, "prod"), "directory")).toEqual([
      "from-till-tcp-636-10.1.32.0-19: ingress cidr 10.1.32.0/19 (till -> directory)",
      "from-till2-tcp-636-10.4.32.0-19: ingress cidr 10.4.32.0/19 (till2 -> directory)",
      "from-staff-vpn-tcp-636: ingress group staff-vpn (staff -> directory)",
    ]);
  });

  it("is known by its ports: a range, UDP, ICMP", () => {
    const flows = [flow("app", "office", tcp(8000, 8010), udp(53), icmp())];
    const office = { office: { cidrs: ["198.51.100.0/24"], via: "internet" } };
    expect(rulesOf({ ...cybershieldIn("prod"), outside: office, flows }, "app")).toEqual([
      "to-office-tcp-8000-8010-198.51.100.0-24: egress cidr 198.51.100.0/24 (app -> office)",
      "to-office-udp-53-198.51.100.0-24: egress cidr 198.51.100.0/24 (app -> office)",
      "to-office-icmp-198.51.100.0-24: egress cidr 198.51.100.0/24 (app -> office)",
    ]);
  });

  it("serves every flow that shares it, and names each once", () => {
    const { app } = dev.workloads;
    const flows = ["app", "api", "api"].map((name) => flow("internet", name));
    const platform: Platform = { ...dev, workloads: { app: app!, api: app! }, flows };
    expect(rulesOf(platform, "alb").filter((rule) => rule.includes("internet-tcp-443"))).toEqual([
      "from-internet-tcp-443: ingress cidr 0.0.0.0/0 (internet -> app, internet -> api)",
    ]);
  });

  it("leads by the NAT instance, which admits the source by its group and goes on by itself", () => {
    const flows = [flow("app", "internet", tcp(443))];
    expect(rulesOf({ ...dev, flows }, "main-nat")).toEqual([
      "from-app-tcp-443: ingress group app (app -> internet)",
      "to-internet-tcp-443: egress cidr 0.0.0.0/0 (app -> internet)",
    ]);
    expect(planFirewall(dev).groups.map(({ id }) => id)).toEqual(["alb", "app", "db", "cache", "main-nat"]);
  });

  it("leads to AWS by the network's own gateway endpoint", () => {
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

  it("enters by the listener's own protocol", () => {
    const listeners = (["UDP", "TCP"] as const).map((protocol, index) => ({
      port: 5000 + index,
      protocol,
      action: "forward" as const,
    }));
    expect(planHops(withListeners(listeners))[0]!.ports).toEqual([udp(5000), tcp(5001)]);
  });

  it("goes straight to a published workload on ports of its own", () => {
    const flows = [flow("office", "app", tcp(22))];
    const outside = { office: { cidrs: ["198.51.100.0/24"], via: "internet" } };
    expect(planHops({ ...dev, outside, flows })).toMatchObject([
      { flow: "office -> app", from: { name: "office" }, to: { name: "app" }, ports: [tcp(22)] },
    ]);
  });

  it("enters by CloudFront from the internet alone: who comes from elsewhere meets the load balancer", () => {
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

  it("goes on from the load balancer under the flow's own name", () => {
    expect(planHops({ ...dev, flows: [flow("internet", "app")] })).toMatchObject([
      { flow: "internet -> app", from: { name: "internet" }, to: { name: "alb" } },
      { flow: "internet -> app", from: { name: "alb" }, to: { name: "app" }, ports: [tcp(8000)] },
    ]);
  });

  it("enters by CloudFront at the domain's entry only, not at another load balancer", () => {
    const prod = cybershieldIn("prod");
    const { alb: entry } = prod.edge.loadBalancers;
    const app = prod.workloads.app!;
    const platform = {
      ...prod,
      edge: { ...prod.edge, loadBalancers: { alb: entry!, other: entry! } },
      workloads: { app: { ...app, publish: { ...app.publish!, loadBalancer: "other" } } },
      flows: [flow("internet", "app")],
    } as Platform;
    expect(planHops(platform)[0]).toMatchObject({ from: { name: "internet" }, to: { name: "other" } });
  });

  it("refuses a flow whose ends are not in the spec", () => {
    for (const unknown of [flow("nobody", "app"), flow("app", "nobody")]) {
      expect(() => planHops({ ...dev, flows: [unknown] })).toThrow(
        new RangeError(`unknown flow ${unknown.from} -> ${unknown.to}`),
      );
    }
  });
});
