import fc from "fast-check";
import { flow } from "../../../language/flows.ts";
import type { Platform } from "../../../language/platform.ts";
import { planAcls } from "../../../modules/network/acl-plan.ts";
import { planFirewall } from "../../../modules/network/firewall-plan.ts";
import { planHops } from "../../../modules/network/hops.ts";
import { harbourWith } from "../../support/harbour.ts";

const PUBLIC = "10.70.0.0/19";
const PRIVATE = "10.70.32.0/19";
const OFFICE = "203.0.113.0/24";

/** The hops of a flow: `fixed-nlb -> resolver tcp 53, udp 53`. */
function hopsOf(flow: string, platform: Platform = harbourWith()): string[] {
  return planHops(platform)
    .filter((hop) => hop.flow === flow)
    .map(({ from, to, ports }) => {
      const list = ports.map(({ protocol, from: port }) => `${protocol} ${port}`).sort();
      return `${from.name} -> ${to.name} ${list.join(", ")}`;
    });
}

/** The entries of a tier's ACL for a protocol and first port. */
function entries(tier: string, protocol: string, port: number): string[] {
  return planAcls(harbourWith(), "main")
    .filter((rule) => rule.tier === tier && rule.ports.protocol === protocol && rule.ports.from === port)
    .map(({ direction, cidr }) => `${direction} ${cidr}`)
    .sort();
}

describe("a flow to a target behind a network load balancer", () => {
  it("uses only the listener that forwards to the target", () => {
    expect(hopsOf("internet -> terminal")).toEqual([
      "internet -> fixed-nlb tcp 8443",
      "fixed-nlb -> terminal tcp 8443",
    ]);
    expect(hopsOf("web -> ledger")).toEqual(["web -> inner-nlb tcp 7000", "inner-nlb -> ledger tcp 7000"]);
  });

  it("continues over UDP from a UDP listener, with health checks over TCP", () => {
    expect(hopsOf("jump -> resolver")).toEqual([
      "jump -> inner-nlb udp 514",
      "inner-nlb -> resolver tcp 5514, udp 5514",
    ]);
  });

  it("reaches a standalone interface like a workload", () => {
    expect(hopsOf("web -> licence")).toEqual([
      "web -> inner-nlb tcp 27000",
      "inner-nlb -> licence tcp 27000",
    ]);
    expect(hopsOf("jump -> spare")).toEqual(["jump -> spare tcp 27000"]);
  });

  it("uses internal load balancers from inside, even to a target that a public one has too", () => {
    const { workloads } = harbourWith();
    expect(workloads.resolver!.publish!.loadBalancer).toBe("fixed-nlb");
    const between = planHops(harbourWith()).filter(({ to }) => to.kind === "load-balancer");
    const used = between.map(({ from, to }) => [from.network === undefined ? "outside" : "inside", to.name]);
    expect(used).toEqual([
      ["outside", "alb"],
      ["outside", "fixed-nlb"],
      ["outside", "fixed-nlb"],
      ["outside", "fixed-nlb"],
      ["inside", "inner-nlb"],
      ["inside", "inner-nlb"],
      ["inside", "inner-nlb"],
    ]);
    expect(() => harbourWith({ flows: [flow("jump", "terminal")] })).toThrow(
      "from jump, load balancer fixed-nlb is reachable only at its public addresses",
    );
    expect(() => harbourWith({ flows: [flow("office", "ledger")] })).toThrow(
      "load balancer inner-nlb is not in a public tier",
    );
  });

  it("uses public load balancers from external sources", () => {
    expect(hopsOf("office -> resolver")).toEqual([
      "office -> fixed-nlb udp 53",
      "fixed-nlb -> resolver tcp 53, udp 53",
    ]);
    expect(hopsOf("internet -> web")).toEqual([
      "internet -> alb tcp 443, tcp 80",
      "alb -> web tcp 8080",
      "internet -> fixed-nlb tcp 443",
      "fixed-nlb -> web tcp 9090",
    ]);
  });
});

describe("the security groups around a network load balancer", () => {
  const { rules } = planFirewall(harbourWith());
  const ingress = (group: string) =>
    rules
      .filter((rule) => rule.group === group && rule.direction === "ingress")
      .map(({ peer, ports }) => `${ports.protocol} ${ports.from} ${JSON.stringify(peer)}`)
      .sort();
  const from = (group: string) => JSON.stringify({ kind: "group", group });

  it("admit only the load balancer's group at a target, whatever the packets' source address", () => {
    expect(ingress("resolver")).toEqual([
      `tcp 53 ${from("fixed-nlb")}`,
      `tcp 5514 ${from("inner-nlb")}`,
      `udp 53 ${from("fixed-nlb")}`,
      `udp 5514 ${from("inner-nlb")}`,
    ]);
    expect(ingress("licence")).toEqual([`tcp 27000 ${from("inner-nlb")}`]);
  });

  it("admit clients at the load balancer, on the listeners of their flows", () => {
    expect(ingress("inner-nlb")).toEqual([
      `tcp 27000 ${from("web")}`,
      `tcp 7000 ${from("web")}`,
      `udp 514 ${from("jump")}`,
    ]);
  });
});

describe("the ACL of a target behind a network load balancer", () => {
  it("admits UDP from the load balancer's tier and from clients, whose addresses are preserved, and allows replies", () => {
    expect(entries("private", "udp", 53)).toEqual([`ingress ${PUBLIC}`, `ingress ${OFFICE}`].sort());
    expect(entries("private", "udp", 1024)).toEqual(
      // To the office and the public load balancer; for the internal one, to the jump host's tier
      // and the load balancer's own tier.
      [`egress ${OFFICE}`, `egress ${PUBLIC}`, `egress ${PRIVATE}`, `ingress ${PRIVATE}`].sort(),
    );
  });

  it("admits TCP from the load balancer's tier only, since client addresses are not preserved", () => {
    expect(entries("private", "tcp", 8443)).toEqual([`ingress ${PUBLIC}`]);
    expect(entries("private", "tcp", 53)).toEqual([`ingress ${PUBLIC}`]);
  });

  it("is the same regardless of the spec's order", () => {
    const platform = harbourWith();
    const reversed = <T>(things: Readonly<Record<string, T>>) =>
      Object.fromEntries(Object.entries(things).reverse());
    const all = (one: Platform) =>
      planAcls(one, "main")
        .map(({ id, number }) => `${id} ${number}`)
        .sort();
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), fc.boolean(), (workloads, balancers, flows) => {
        const { edge } = platform;
        const changed = {
          ...platform,
          flows: flows ? [...platform.flows].reverse() : platform.flows,
          workloads: workloads ? reversed(platform.workloads) : platform.workloads,
          edge: { ...edge, loadBalancers: balancers ? reversed(edge.loadBalancers) : edge.loadBalancers },
        };
        expect(all(changed)).toEqual(all(platform));
      }),
      { numRuns: 8 },
    );
  });
});
