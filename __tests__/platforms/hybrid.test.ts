import { flowEndpoints, tierOfEndpoint } from "../../language/endpoints.ts";
import { flow, tcp } from "../../language/language.ts";
import {
  areConnected,
  areIsolatedSpokes,
  isConsumedBy,
  networksReachedOver,
} from "../../language/network-connectivity.ts";
import { resolve } from "../../language/resolve.ts";
import { listenerOfAttachment, targetAttachments } from "../../language/target-attachments.ts";
import { hybrid } from "../../platforms/hybrid.ts";
import { refusals } from "./support.ts";

const prod = resolve(hybrid, "prod");
const PROVED = [
  "dedicated network",
  "web hosting",
  "web application access",
  "vpc connectivity",
  "hybrid deployment",
];

/** Returns the problems of the platform with one more flow. */
function refused(...added: Parameters<typeof flow>): string[] {
  return refusals(hybrid, "prod", { flows: [...hybrid.flows, flow(...added)] });
}

function placeOf(end: string) {
  const publication = targetAttachments(prod).find((one) => one.endpoint === end)!;
  const balancer = prod.edge.loadBalancers[publication.settings.loadBalancer]!;
  return { ...publication, balancer, listener: listenerOfAttachment(balancer, publication.settings) };
}

describe("Hybrid prod", () => {
  it("regions us-east-1 and eu-west-1", () => {
    const regions = Object.values(prod.networks).map(({ region }) => region ?? prod.region);
    expect(new Set(regions)).toEqual(new Set(["us-east-1", "eu-west-1"]));
  });

  it("VPC endpoint: gateway and interface endpoints, and an endpoint service for another VPC", () => {
    expect(prod.networks.shared?.endpoints.gateway).toEqual(["s3", "dynamodb"]);
    expect(prod.networks.shared?.endpoints.interface).toContain("ssm");
    expect(isConsumedBy(prod, "ledger-nlb", "partner")).toBe(true);
    expect(areConnected(prod, "partner", "orders")).toBe(false);
    expect(prod.flows).toContainEqual(expect.objectContaining({ from: "partner-app", to: "ledger" }));
  });

  it("VPC peering: two VPCs of one region, and no further", () => {
    expect(areConnected(prod, "shop", "partner")).toBe(true);
    expect(areConnected(prod, "shop", "shared")).toBe(true);
    expect(areConnected(prod, "partner", "shared")).toBe(false);
    expect(refused("partner-app", "directory").join()).toMatch(/no connection between partner and shared/);
  });

  it("VPC peering: overlap is an error", () => {
    const lines = refusals(hybrid, "prod", { networks: { partner: { cidr: "10.41.0.0/16" } } });
    expect(lines).toEqual([
      'networks.partner.cidr: received "10.41.0.0/16"; allowed: a CIDR block that does not overlap networks.shop.cidr (10.41.0.0/16), since connection shop-partner connects them. Fix: choose another CIDR block, or do not connect them.',
    ]);
  });

  it("cloud connect: a transit gateway in each region, peered", () => {
    expect(prod.connections.transit).toMatchObject({ kind: "transit-gateway", peers: ["transit-eu"] });
    expect(prod.connections["transit-eu"]).toMatchObject({ kind: "transit-gateway", region: "eu-west-1" });
    expect(areConnected(prod, "shop-eu", "shared")).toBe(true);
  });

  it("hub and spoke: spokes reach the hub, and not each other", () => {
    for (const spoke of ["shop", "orders"]) expect(areConnected(prod, spoke, "shared")).toBe(true);
    expect(areConnected(prod, "shop", "orders")).toBe(false);
    expect(areIsolatedSpokes(prod, "shop", "orders")).toBe(true);
    expect(refused("web", "ledger", tcp(7000)).join()).toMatch(/shop and orders are both spokes/);
  });

  it("internet access: by default none; NAT, a load balancer or an Elastic IP opens one way", () => {
    expect(refused("ledger", "internet", tcp(443)).join()).toMatch(/network orders has no NAT/);
    expect(refused("internet", "partner-app").join()).toMatch(/allowed: a path from the internet/);
    expect(refused("web", "internet", tcp(80))).toEqual([]);
    expect(prod.workloads.status).toMatchObject({ tier: "public", publicAddress: true });
  });

  it("NAT: a public gateway for each zone and a shared one, a private gateway", () => {
    expect(prod.networks.shared?.nat).toEqual({ kind: "gateway", placement: "per-zone" });
    expect(prod.networks.shop?.nat).toEqual({ kind: "gateway", placement: "single" });
    expect(prod.networks.depot?.nat).toEqual({ kind: "private-gateway", tier: "routable" });
    expect(refused("scanner", "internet", tcp(443)).join()).toMatch(/network depot has no NAT/);
  });

  it("NAT: who is behind private NAT calls, and is called by the load balancer of the routable tier alone", () => {
    expect(refused("scanner", "depot-office", tcp(139))).toEqual([]);
    expect(refused("depot-office", "scanner", tcp(22)).join()).toMatch(/private NAT hides tier private/);
  });

  it("NAT: DNAT by a network load balancer with Elastic IPs before a private server", () => {
    const { balancer, listener, port } = placeOf("terminal");
    expect(balancer).toMatchObject({ kind: "network", fixedAddresses: true, tier: "public" });
    expect([listener?.port, port]).toEqual([8443, 8443]);
    expect(tierOfEndpoint(prod, flowEndpoints(prod).get("terminal")!)?.access).toBe("private");
  });

  it("VPN: site-to-site on a transit gateway with BGP, on a virtual private gateway static; one for staff", () => {
    expect(prod.connections["office-vpn"]).toMatchObject({
      endsOn: { kind: "transit-gateway" },
      routing: { kind: "bgp" },
    });
    expect(prod.connections["depot-vpn"]).toMatchObject({
      endsOn: { kind: "virtual-private-gateway" },
      routing: { kind: "static" },
    });
    expect(prod.connections["staff-vpn"]).toMatchObject({ kind: "client-vpn", clientCidr: "10.200.0.0/22" });
  });

  it("direct connect: a gateway and its association; GRE and BGP are the nearest to layer 2", () => {
    expect(prod.connections["datacentre-line"]).toMatchObject({ kind: "direct-connect" });
    expect(prod.connections["warehouse-link"]).toMatchObject({ kind: "transit-connect" });
  });

  it("ENI: a standalone interface with fixed and secondary addresses, which a server holds for now", () => {
    expect(prod.interfaces.licence).toMatchObject({
      address: "10.40.32.10",
      secondaryAddresses: ["10.40.32.11"],
      attachTo: "directory",
    });
    expect(refusals(hybrid, "prod", { interfaces: { licence: { attachTo: null } } })).toEqual([]);
  });

  it("load balancer: public and private, of both kinds, before instances, addresses and containers", () => {
    const faces = Object.keys(prod.edge.loadBalancers).map((name) => {
      const { kind } = prod.edge.loadBalancers[name]!;
      return `${kind} ${tierOfEndpoint(prod, flowEndpoints(prod).get(name)!)?.access}`;
    });
    expect(new Set(faces)).toEqual(
      new Set([
        "application public",
        "network public",
        "application private",
        "network private",
        "network isolated",
      ]),
    );
    const backends = targetAttachments(prod).map(
      ({ endpoint: end }) => prod.workloads[end]?.kind ?? "address",
    );
    expect(new Set(backends)).toEqual(new Set(["service", "server", "fleet", "address"]));
  });

  it("load balancer: round robin, least connections, source-IP hash; cross-zone is on", () => {
    const places = targetAttachments(prod).map(({ settings: place }) => place);
    expect(new Set(places.map(({ algorithm }) => algorithm))).toEqual(
      new Set(["round-robin", "least-outstanding-requests", "source-ip-hash"]),
    );
    expect(places.every(({ crossZone }) => crossZone)).toBe(true);
  });

  it("load balancer: connection-ID routing is an error that says why", () => {
    const change = { workloads: { terminal: { publish: { algorithm: "connection-id" } } } };
    expect(refusals(hybrid, "prod", change)).toEqual([
      'workloads.terminal.publish.algorithm: received "connection-id"; allowed: round-robin, least-outstanding-requests or source-ip-hash (QUIC connection-ID routing is not in this provider version). Fix: use "source-ip-hash", the closest match.',
    ]);
  });

  it("load balancer: health checks by TCP and HTTP(S), and by TCP for a UDP service", () => {
    expect(placeOf("resolver").listener?.protocol).toBe("UDP");
    expect(placeOf("resolver").settings.healthCheck.protocol).toBe("TCP");
    expect(placeOf("terminal").settings.healthCheck.protocol).toBe("TCP");
    expect(placeOf("ledger").settings.healthCheck.protocol).toBe("HTTPS");
    expect(placeOf("web").settings.healthCheck.path).toBe("/");
  });

  it("auto scaling: a fleet behind a load balancer", () => {
    expect(prod.workloads.ledger).toMatchObject({ kind: "fleet", min: 2, max: 6 });
    expect(placeOf("ledger").settings.loadBalancer).toBe("ledger-nlb");
  });

  it("anti-DDoS: WAF rate limiting by default; Shield Advanced only with its price accepted", () => {
    expect(prod.edge.waf).toMatchObject({ requestsPerFiveMinutes: 1000 });
    expect(prod.edge.shield).toBeUndefined();
    expect(refusals(hybrid, "prod", { edge: { shield: {} } })).toEqual([
      "edge.shield.subscriptionUsdMonthly: received nothing; allowed: 3000: Shield Advanced costs 3,000 US dollars a month for at least one year. Fix: write subscriptionUsdMonthly: 3000 to accept the price, or remove edge.shield.",
    ]);
    expect(refusals(hybrid, "prod", { edge: { shield: { subscriptionUsdMonthly: 3000 } } })).toEqual([]);
  });

  it.each(PROVED)("scenarios: %s", (scenario) => {
    expect(prod.flows.filter((one) => one.scenario === scenario).length).toBeGreaterThan(0);
  });

  it("scenarios: there are no others", () => {
    const named = prod.flows.flatMap(({ scenario }) => scenario ?? []);
    expect([...new Set(named)]).toEqual(PROVED);
  });

  it("scenarios: the dedicated network is joined to nothing", () => {
    const others = Object.keys(prod.networks).filter((name) => name !== "vault");
    expect(others.filter((name) => areConnected(prod, "vault", name))).toEqual([]);
    const leading = Object.keys(prod.connections).flatMap((name) => networksReachedOver(prod, name));
    expect(leading).not.toContain("vault");
  });

  it("who talks to whom: in one VPC always, from the data centre by the line only", () => {
    expect(areConnected(prod, "shop", "shop")).toBe(true);
    expect(networksReachedOver(prod, "datacentre-line")).toEqual(["shared", "shop", "orders"]);
    expect(refused("datacentre", "scanner").join()).toMatch(
      /reachable over datacentre-line: shared, shop, orders/,
    );
    expect(refused("web-eu", "web", tcp(8080)).join()).toMatch(/shop-eu and shop are both spokes/);
    expect(refused("archivist", "directory").join()).toMatch(/no connection between vault and shared/);
  });
});
