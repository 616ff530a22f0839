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
import { problemsAfter } from "./support.ts";

const prod = resolve(hybrid, "prod");
/** The flows of each scenario that the platform shows. */
const SCENARIOS = {
  "dedicated network": ["archivist -> vault-db", "archivist -> aws"],
  "web hosting": ["internet -> web", "internet -> status", "internet -> terminal", "web -> internet"],
  "web application access": ["staff -> intranet", "office -> intranet"],
  "vpc connectivity": [
    "partner-app -> web",
    "web -> directory",
    "ledger -> directory",
    "web -> resolver",
    "web-eu -> directory",
    "monitor-eu -> web-eu",
    "partner-app -> ledger",
    "partner-app -> terminal",
    "web -> licence",
  ],
  "regions by vpn": ["partner-app -> web-eu", "web-eu -> partner-app"],
  "hybrid deployment": [
    "datacentre -> ledger",
    "web -> datacentre",
    "warehouse -> directory",
    "depot-office -> scanner",
    "scanner -> depot-office",
    "resolver -> datacentre",
  ],
};

/** Returns the problems after adding a flow to the platform. */
function problemsWithFlow(...added: Parameters<typeof flow>): string[] {
  return problemsAfter(hybrid, "prod", { flows: [...hybrid.flows, flow(...added)] });
}

function attachmentOf(endpoint: string) {
  const attachment = targetAttachments(prod).find((one) => one.endpoint === endpoint)!;
  const balancer = prod.edge.loadBalancers[attachment.settings.loadBalancer]!;
  return { ...attachment, balancer, listener: listenerOfAttachment(balancer, attachment.settings) };
}

describe("Hybrid prod", () => {
  it("regions: are us-east-1 and eu-west-1", () => {
    const regions = Object.values(prod.networks).map(({ region }) => region ?? prod.region);
    expect(new Set(regions)).toEqual(new Set(["us-east-1", "eu-west-1"]));
  });

  it("VPC endpoint: has gateway and interface endpoints, and an endpoint service for another VPC", () => {
    expect(prod.networks.shared?.endpoints.gateway).toEqual(["s3", "dynamodb"]);
    expect(prod.networks.shared?.endpoints.interface).toContain("ssm");
    expect(isConsumedBy(prod, "ledger-nlb", "partner")).toBe(true);
    expect(areConnected(prod, "partner", "orders")).toBe(false);
    expect(prod.flows).toContainEqual(expect.objectContaining({ from: "partner-app", to: "ledger" }));
  });

  it("VPC peering: connects two VPCs in one region, without transitive routing", () => {
    expect(areConnected(prod, "shop", "partner")).toBe(true);
    expect(areConnected(prod, "shop", "shared")).toBe(true);
    expect(areConnected(prod, "partner", "shared")).toBe(false);
    expect(problemsWithFlow("partner-app", "directory").join()).toMatch(
      /no connection between partner and shared/,
    );
  });

  it("VPC peering: is rejected for overlapping CIDR blocks", () => {
    const lines = problemsAfter(hybrid, "prod", { networks: { partner: { cidr: "10.41.0.0/16" } } });
    expect(lines).toEqual([
      'networks.partner.cidr: received "10.41.0.0/16"; allowed: a CIDR block that does not overlap networks.shop.cidr (10.41.0.0/16), since connection shop-partner connects them. Fix: choose another CIDR block, or do not connect them.',
    ]);
  });

  it("cloud connect: has peered transit gateways in both regions", () => {
    expect(prod.connections.transit).toMatchObject({ kind: "transit-gateway", peers: ["transit-eu"] });
    expect(prod.connections["transit-eu"]).toMatchObject({ kind: "transit-gateway", region: "eu-west-1" });
    expect(areConnected(prod, "shop-eu", "shared")).toBe(true);
  });

  it("hub and spoke: connects spokes to the hub, but not to each other", () => {
    for (const spoke of ["shop", "orders"]) expect(areConnected(prod, spoke, "shared")).toBe(true);
    expect(areConnected(prod, "shop", "orders")).toBe(false);
    expect(areIsolatedSpokes(prod, "shop", "orders")).toBe(true);
    expect(problemsWithFlow("web", "ledger", tcp(7000)).join()).toMatch(/shop and orders are both spokes/);
  });

  it("internet access: requires NAT, a load balancer or an Elastic IP", () => {
    expect(problemsWithFlow("ledger", "internet", tcp(443)).join()).toMatch(/network orders has no NAT/);
    expect(problemsWithFlow("internet", "partner-app").join()).toMatch(/allowed: a path from the internet/);
    expect(problemsWithFlow("web", "internet", tcp(80))).toEqual([]);
    expect(prod.workloads.status).toMatchObject({ tier: "public", publicAddress: true });
  });

  it("NAT: has public gateways per zone, a shared public gateway, and a private gateway", () => {
    expect(prod.networks.shared?.nat).toEqual({ kind: "gateway", placement: "per-zone" });
    expect(prod.networks.shop?.nat).toEqual({ kind: "gateway", placement: "single" });
    expect(prod.networks.depot?.nat).toEqual({ kind: "private-gateway", tier: "routable" });
    expect(problemsWithFlow("scanner", "internet", tcp(443)).join()).toMatch(/network depot has no NAT/);
  });

  it("NAT: allows flows from behind private NAT, but rejects flows to it", () => {
    expect(problemsWithFlow("scanner", "depot-office", tcp(139))).toEqual([]);
    expect(problemsWithFlow("depot-office", "scanner", tcp(22)).join()).toMatch(
      /private NAT hides tier private/,
    );
    expect(prod.flows).toContainEqual(expect.objectContaining({ from: "depot-office", to: "scanner" }));
    expect(attachmentOf("scanner").balancer.tier).toBe("routable");
    const hidden = { edge: { loadBalancers: { "depot-nlb": { tier: "private" } } } };
    expect(problemsAfter(hybrid, "prod", hidden).join()).toMatch(
      /received "depot-office -> scanner"; .*private NAT hides tier private of network depot/,
    );
  });

  it("NAT: provides DNAT by a network load balancer with Elastic IPs for a private server", () => {
    const { balancer, listener, port } = attachmentOf("terminal");
    expect(balancer).toMatchObject({ kind: "network", fixedAddresses: true, tier: "public" });
    expect([listener?.port, port]).toEqual([8443, 8443]);
    expect(tierOfEndpoint(prod, flowEndpoints(prod).get("terminal")!)?.access).toBe("private");
  });

  it("VPN: has site-to-site VPNs with BGP on a transit gateway and static on a virtual private gateway, and a client VPN", () => {
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

  it("regions by VPN: joins servers of two regions that transit gateways do not, both of which call", () => {
    expect(prod.connections["partner-vpn"]).toMatchObject({
      kind: "network-vpn",
      network: "partner",
      router: { network: "shop-eu" },
    });
    expect([prod.networks.partner?.region, prod.networks["shop-eu"]?.region]).toEqual([
      undefined,
      "eu-west-1",
    ]);
    const servers = ["partner-app", "web-eu"];
    expect(servers.map((name) => prod.workloads[name]?.kind)).toEqual(["server", "server"]);
    for (const [from, to] of [servers, servers.toReversed()]) {
      expect(prod.flows).toContainEqual(expect.objectContaining({ from, to }));
    }
    expect(areConnected(prod, "partner", "shop-eu")).toBe(true);
    const { "partner-vpn": _, ...others } = prod.connections;
    expect(areConnected({ ...prod, connections: others }, "partner", "shop-eu")).toBe(false);
  });

  it("direct connect: has a Direct Connect, and Transit Gateway Connect as the closest match to layer 2", () => {
    expect(prod.connections["datacentre-line"]).toMatchObject({ kind: "direct-connect" });
    expect(prod.connections["warehouse-link"]).toMatchObject({ kind: "transit-connect" });
  });

  it("ENI: is a standalone interface with fixed and secondary addresses, which may be detached", () => {
    expect(prod.interfaces.licence).toMatchObject({
      address: "10.40.32.10",
      secondaryAddresses: ["10.40.32.11"],
      attachTo: "directory",
    });
    expect(problemsAfter(hybrid, "prod", { interfaces: { licence: { attachTo: null } } })).toEqual([]);
  });

  it("load balancer: exists as public and internal, in both kinds, for instances, addresses and containers", () => {
    const kinds = Object.keys(prod.edge.loadBalancers).map((name) => {
      const { kind } = prod.edge.loadBalancers[name]!;
      return `${kind} ${tierOfEndpoint(prod, flowEndpoints(prod).get(name)!)?.access}`;
    });
    expect(new Set(kinds)).toEqual(
      new Set([
        "application public",
        "network public",
        "application private",
        "network private",
        "network isolated",
      ]),
    );
    const backends = targetAttachments(prod).map(
      ({ endpoint }) => prod.workloads[endpoint]?.kind ?? "address",
    );
    expect(new Set(backends)).toEqual(new Set(["service", "server", "fleet", "address"]));
  });

  it("load balancer: supports round robin, least outstanding requests and source IP hash, across zones", () => {
    const attachments = targetAttachments(prod).map(({ settings }) => settings);
    expect(new Set(attachments.map(({ algorithm }) => algorithm))).toEqual(
      new Set(["round-robin", "least-outstanding-requests", "source-ip-hash"]),
    );
    expect(attachments.every(({ crossZone }) => crossZone)).toBe(true);
  });

  it("load balancer: rejects connection-ID routing with the reason", () => {
    const change = { workloads: { terminal: { publish: { algorithm: "connection-id" } } } };
    expect(problemsAfter(hybrid, "prod", change)).toEqual([
      'workloads.terminal.publish.algorithm: received "connection-id"; allowed: round-robin, least-outstanding-requests or source-ip-hash (QUIC connection-ID routing is not in this provider version). Fix: use "source-ip-hash", the closest match.',
    ]);
  });

  it("load balancer: has health checks by TCP and HTTP(S), and by TCP for a UDP service", () => {
    expect(attachmentOf("resolver").listener?.protocol).toBe("UDP");
    expect(attachmentOf("resolver").settings.healthCheck.protocol).toBe("TCP");
    expect(attachmentOf("terminal").settings.healthCheck.protocol).toBe("TCP");
    expect(attachmentOf("ledger").settings.healthCheck.protocol).toBe("HTTPS");
    expect(attachmentOf("web").settings.healthCheck.path).toBe("/");
  });

  it("auto scaling: has a fleet behind a load balancer", () => {
    expect(prod.workloads.ledger).toMatchObject({ kind: "fleet", min: 2, max: 6 });
    expect(attachmentOf("ledger").settings.loadBalancer).toBe("ledger-nlb");
  });

  it("anti-DDoS: has a WAF rate limit, and Shield Advanced only if its price is accepted", () => {
    expect(prod.edge.waf).toMatchObject({ requestsPerFiveMinutes: 1000 });
    expect(prod.edge.shield).toBeUndefined();
    expect(problemsAfter(hybrid, "prod", { edge: { shield: {} } })).toEqual([
      "edge.shield.subscriptionUsdMonthly: received nothing; allowed: 3000: Shield Advanced costs 3,000 US dollars a month for at least one year. Fix: write subscriptionUsdMonthly: 3000 to accept the price, or remove edge.shield.",
    ]);
    expect(problemsAfter(hybrid, "prod", { edge: { shield: { subscriptionUsdMonthly: 3000 } } })).toEqual([]);
  });

  it.each(Object.entries(SCENARIOS))("scenarios: has exactly the flows of %s", (scenario, flows) => {
    const named = prod.flows.filter((one) => one.scenario === scenario);
    expect(named.map(({ from, to }) => `${from} -> ${to}`)).toEqual(flows);
  });

  it("scenarios: has no others", () => {
    const named = prod.flows.flatMap(({ scenario }) => scenario ?? []);
    expect([...new Set(named)]).toEqual(Object.keys(SCENARIOS));
  });

  it("scenarios: has a dedicated network without connections", () => {
    const others = Object.keys(prod.networks).filter((name) => name !== "vault");
    expect(others.filter((name) => areConnected(prod, "vault", name))).toEqual([]);
    const reached = Object.keys(prod.connections).flatMap((name) => networksReachedOver(prod, name));
    expect(reached).not.toContain("vault");
  });

  it("who talks to whom: allows flows inside a VPC, and from the data centre only over its Direct Connect", () => {
    expect(areConnected(prod, "shop", "shop")).toBe(true);
    expect(networksReachedOver(prod, "datacentre-line")).toEqual(["shared", "shop", "orders"]);
    expect(problemsWithFlow("datacentre", "scanner").join()).toMatch(
      /reachable over datacentre-line: shared, shop, orders/,
    );
    expect(problemsWithFlow("web-eu", "web", tcp(8080)).join()).toMatch(/shop-eu and shop are both spokes/);
    expect(problemsWithFlow("archivist", "directory").join()).toMatch(
      /no connection between vault and shared/,
    );
  });
});
