import fc from "fast-check";
import type { Platform } from "../../../language/platform.ts";
import { planAcls } from "../../../modules/network/acl-plan.ts";
import { planFirewall } from "../../../modules/network/firewall-plan.ts";
import { planHops } from "../../../modules/network/hops.ts";
import { harbourWith } from "../../support/harbour.ts";

const PUBLIC = "10.70.0.0/19";
const PRIVATE = "10.70.32.0/19";
const OFFICE = "203.0.113.0/24";

/** `fixed-nlb -> resolver tcp 53, udp 53`, a line for each hop of a flow. */
function said(flow: string, platform: Platform = harbourWith()): string[] {
  return planHops(platform)
    .filter((hop) => hop.flow === flow)
    .map(({ from, to, ports }) => {
      const list = ports.map(({ protocol, from: port }) => `${protocol} ${port}`).sort();
      return `${from.name} -> ${to.name} ${list.join(", ")}`;
    });
}

/** The rules of a tier's ACL for one protocol and a first port. */
function entries(tier: string, protocol: string, port: number): string[] {
  return planAcls(harbourWith(), "main")
    .filter((rule) => rule.tier === tier && rule.ports.protocol === protocol && rule.ports.from === port)
    .map(({ direction, cidr }) => `${direction} ${cidr}`)
    .sort();
}

describe("a flow to what is behind a network load balancer", () => {
  it("opens the listener that leads there, and none of its neighbours", () => {
    expect(said("internet -> terminal")).toEqual([
      "internet -> fixed-nlb tcp 8443",
      "fixed-nlb -> terminal tcp 8443",
    ]);
    expect(said("web -> ledger")).toEqual(["web -> inner-nlb tcp 7000", "inner-nlb -> ledger tcp 7000"]);
  });

  it("goes on over UDP where its listener is, with health checks over TCP", () => {
    expect(said("jump -> resolver")).toEqual([
      "jump -> inner-nlb udp 514",
      "inner-nlb -> resolver tcp 5514, udp 5514",
    ]);
  });

  it("leads to an interface as to a workload", () => {
    expect(said("web -> licence")).toEqual(["web -> inner-nlb tcp 27000", "inner-nlb -> licence tcp 27000"]);
    expect(said("jump -> spare")).toEqual(["jump -> spare tcp 27000"]);
  });

  it("goes by public load balancers from outside, by internal ones from inside", () => {
    expect(said("office -> resolver")).toEqual([
      "office -> fixed-nlb udp 53",
      "fixed-nlb -> resolver tcp 53, udp 53",
    ]);
    expect(said("internet -> web")).toEqual([
      "internet -> alb tcp 443, tcp 80",
      "alb -> web tcp 8080",
      "internet -> fixed-nlb tcp 443",
      "fixed-nlb -> web tcp 9090",
    ]);
  });
});

describe("the firewall of what is behind a network load balancer", () => {
  const { rules } = planFirewall(harbourWith());
  const ingress = (group: string) =>
    rules
      .filter((rule) => rule.group === group && rule.direction === "ingress")
      .map(({ peer, ports }) => `${ports.protocol} ${ports.from} ${JSON.stringify(peer)}`)
      .sort();
  const from = (group: string) => JSON.stringify({ kind: "group", group });

  it("lets in the load balancer's group alone, whoever's address the packets carry", () => {
    expect(ingress("resolver")).toEqual([
      `tcp 53 ${from("fixed-nlb")}`,
      `tcp 5514 ${from("inner-nlb")}`,
      `udp 53 ${from("fixed-nlb")}`,
      `udp 5514 ${from("inner-nlb")}`,
    ]);
    expect(ingress("licence")).toEqual([`tcp 27000 ${from("inner-nlb")}`]);
  });

  it("lets clients in at the load balancer, on the listeners of their flows", () => {
    expect(ingress("inner-nlb")).toEqual([
      `tcp 27000 ${from("web")}`,
      `tcp 7000 ${from("web")}`,
      `udp 514 ${from("jump")}`,
    ]);
  });
});

describe("the ACL of what is behind a network load balancer", () => {
  it("lets in UDP from the load balancer's tier and from the clients, whose addresses it carries; and answers", () => {
    expect(entries("private", "udp", 53)).toEqual([`ingress ${PUBLIC}`, `ingress ${OFFICE}`].sort());
    expect(entries("private", "udp", 1024)).toEqual(
      // To the office and the load balancer; and, for the internal one, to the jump host's tier and
      // its own.
      [`egress ${OFFICE}`, `egress ${PUBLIC}`, `egress ${PRIVATE}`, `ingress ${PRIVATE}`].sort(),
    );
  });

  it("lets in TCP from the load balancer's tier alone: its targets never see a client", () => {
    expect(entries("private", "tcp", 8443)).toEqual([`ingress ${PUBLIC}`]);
    expect(entries("private", "tcp", 53)).toEqual([`ingress ${PUBLIC}`]);
  });

  it("is the same in whatever order the spec names things", () => {
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
