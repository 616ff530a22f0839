import fc from "fast-check";
import { flow, tcp } from "../../../language/flows.ts";
import { merge } from "../../../language/merge.ts";
import type { Platform, PlatformSpec } from "../../../language/platform.ts";
import { resolve } from "../../../language/resolve.ts";
import { planAcls } from "../../../modules/network/acl-plan.ts";
import { planFirewall } from "../../../modules/network/firewall-plan.ts";
import { planHops } from "../../../modules/network/hops.ts";
import { planInterNetworkRoutes } from "../../../modules/network/inter-network-routes-plan.ts";
import { planNatRoutes } from "../../../modules/network/nat-plan.ts";
import { company, companyIngress } from "../../language/support/company.ts";
import { serverIn } from "../../support/platform-builder.ts";

/** The change that removes the company's only load balancer, and its target. */
const WITHOUT_LEDGER = { workloads: { ledger: null }, edge: null, connections: { "ledger-service": null } };

/**
 * The company with private NAT in `east`, on a transit gateway, and in `lone`, on a virtual private
 * gateway.
 */
function withPrivateNat(change: object): Platform {
  const network = {
    tiers: { routable: { access: "isolated", slot: 6 } },
    nat: { kind: "private-gateway", tier: "routable" },
  };
  const base = merge(company, { networks: { east: network, lone: network }, connections: { link: null } });
  return resolve(merge(base, change) as PlatformSpec, "prod");
}

const HUB = "10.0.32.0/19";
const PRIVATE = "10.1.32.0/19";
const ROUTABLE = "10.1.192.0/19";
const WITH_STORE = {
  ...WITHOUT_LEDGER,
  workloads: { ...WITHOUT_LEDGER.workloads, store: serverIn("east", 5432) },
};
const called = withPrivateNat({
  ...WITHOUT_LEDGER,
  flows: [flow("till", "directory"), flow("hermit", "plant", tcp(22))],
});

/** The entries of a tier's ACL: `ingress tcp 636 10.1.32.0/19`. */
function acl(platform: Platform, network: string, tier: string): string[] {
  return planAcls(platform, network)
    .filter((rule) => rule.tier === tier)
    .map(({ direction, ports, cidr }) => `${direction} ${ports.protocol} ${ports.from} ${cidr}`)
    .sort();
}

function routes(platform: Platform): string[] {
  return planInterNetworkRoutes(platform).map(
    ({ network, tier, cidr, nextHop }) => `${network}/${tier}: ${cidr} by ${nextHop.kind}`,
  );
}

describe("a flow through private NAT", () => {
  it("goes to the gateway, addressed to the target, and from the gateway to the target", () => {
    expect(
      planHops(called).map(({ from, to }) => `${from.kind} ${from.name} -> ${to.kind} ${to.name}`),
    ).toEqual([
      "workload till -> nat-gateway directory",
      "nat-gateway east-nat -> workload directory",
      "workload hermit -> nat-gateway plant",
      "nat-gateway lone-nat -> outside plant",
    ]);
  });

  it("is routed to the gateway, and over the connection from the gateway's tier only, with return routes", () => {
    expect(planNatRoutes(called, "east")).toEqual([{ tier: "private", cidr: "10.0.0.0/16" }]);
    expect(planNatRoutes(called, "lone")).toEqual([{ tier: "private", cidr: "172.16.0.0/16" }]);
    expect(planNatRoutes(called, "hub")).toEqual([]);
    expect(routes(called)).toEqual([
      "east/routable: 10.0.0.0/16 by transit-gateway",
      "hub/private: 10.1.0.0/16 by transit-gateway",
      "lone/routable: 172.16.0.0/16 by virtual-private-gateway",
    ]);
  });

  it("is admitted at the target by the gateway's tier, and the gateway has no security group", () => {
    const { groups, rules } = planFirewall(called);
    const described = rules.map(({ group, direction, peer, ports }) => {
      const other = peer.kind === "cidr" ? peer.cidr : peer.kind;
      return `${group}: ${direction} ${ports.from} ${other}`;
    });
    expect(described.sort()).toEqual([
      `directory: ingress 636 ${ROUTABLE}`,
      "hermit: egress 22 172.16.0.0/16",
      `till: egress 636 ${HUB}`,
    ]);
    expect(groups.map(({ id }) => id)).not.toContain("east-nat");
  });

  it("passes the ACL of the gateway's tier before and after the gateway", () => {
    expect(acl(called, "east", "private")).toEqual([`egress tcp 636 ${HUB}`, `ingress tcp 1024 ${HUB}`]);
    expect(acl(called, "east", "routable")).toEqual([
      `egress tcp 1024 ${PRIVATE}`,
      `egress tcp 636 ${HUB}`,
      `ingress tcp 1024 ${HUB}`,
      `ingress tcp 636 ${PRIVATE}`,
    ]);
    expect(acl(called, "east", "transit")).toEqual([
      `egress tcp 1024 ${ROUTABLE}`,
      `ingress tcp 636 ${ROUTABLE}`,
    ]);
    expect(acl(called, "hub", "private")).toEqual([
      `egress tcp 1024 ${ROUTABLE}`,
      `ingress tcp 636 ${ROUTABLE}`,
    ]);
  });

  it("is admitted by the gateway's address at a UDP target behind a load balancer", () => {
    const udp = withPrivateNat({
      edge: {
        loadBalancers: {
          "hub-nlb": {
            kind: "network",
            network: "hub",
            tier: "private",
            listeners: [{ port: 53, protocol: "UDP" }],
          },
        },
      },
      workloads: { directory: { publish: { loadBalancer: "hub-nlb" } } },
      flows: [flow("till", "directory"), ...companyIngress],
    });
    const admitted = acl(udp, "hub", "private").filter((line) => line.startsWith("ingress udp 636"));
    expect(admitted).toEqual([`ingress udp 636 ${HUB}`, `ingress udp 636 ${ROUTABLE}`]);
  });

  it("does not include flows over PrivateLink", () => {
    const overPrivateLink = withPrivateNat({ flows: [flow("hermit", "ledger")] });
    expect(
      planHops(overPrivateLink).filter(({ from, to }) => from.kind === "nat-gateway" || to.externalNetwork),
    ).toEqual([]);
    expect(planNatRoutes(overPrivateLink, "lone")).toEqual([]);
  });

  it("does not include flows inside one network, which stay in their tier", () => {
    const inside = withPrivateNat({
      ...WITH_STORE,
      flows: [flow("till", "store")],
    });
    expect(
      planHops(inside).map(({ from, to }) => `${from.kind} ${from.name} -> ${to.kind} ${to.name}`),
    ).toEqual(["workload till -> workload store"]);
    expect(planNatRoutes(inside, "east")).toEqual([]);
    expect(routes(inside)).toEqual([]);
    expect(acl(inside, "east", "routable")).toEqual([]);
    const more = withPrivateNat({
      ...WITH_STORE,
      flows: [flow("till", "directory"), flow("till", "store")],
    });
    expect(planNatRoutes(more, "east")).toEqual([{ tier: "private", cidr: "10.0.0.0/16" }]);
  });

  it("has one route per CIDR block, regardless of the flows' order", () => {
    const flows = [
      flow("till", "directory"),
      flow("till", "licence"),
      flow("till", "directory", tcp(22)),
      flow("till", "office", tcp(443)),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(flows, { minLength: flows.length }), (some) => {
        expect(planNatRoutes(withPrivateNat({ ...WITHOUT_LEDGER, flows: some }), "east")).toEqual([
          { tier: "private", cidr: "10.0.0.0/16" },
          { tier: "private", cidr: "192.168.1.0/24" },
        ]);
      }),
      { numRuns: 10 },
    );
  });
});
