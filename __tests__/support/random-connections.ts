import { chance, type Draw, pickOne, pickSome } from "./draw.ts";

/** What of networks and load balancers connections go by. */
type Networks = Readonly<Record<string, { readonly region: string }>>;
type LoadBalancers = Readonly<Record<string, { readonly kind: string; readonly tier: string }>>;

const HOME_REGION = "us-east-1";

/** Ways between some networks, out of them, and to what load balancers serve. */
export function drawConnections(
  draw: Draw,
  networks: Networks,
  balancers: LoadBalancers,
): Record<string, object> {
  const names = Object.keys(networks);
  const home = names.filter((name) => networks[name]!.region === HOME_REGION);
  const [first, second] = names;
  const joined = pickSome(draw, home, 70);
  const transit = joined.length > 0 && chance(draw, 40);
  const attachments = Object.fromEntries(
    joined.map((name) => [name, { role: pickOne(draw, ["hub", "spoke"]) }]),
  );
  const endsOn = transit
    ? { kind: "transit-gateway", connection: "transit" }
    : { kind: "virtual-private-gateway", network: pickOne(draw, home) };
  const gateway = { address: "198.51.100.7" };
  const inner = Object.keys(balancers).filter(
    (name) => balancers[name]!.kind === "network" && balancers[name]!.tier !== "public",
  );
  return {
    ...(second !== undefined && chance(draw, 30)
      ? { peering: { kind: "peering", between: [first, second] } }
      : {}),
    ...(transit ? drawTransit(draw, networks, attachments) : {}),
    ...(chance(draw, 40)
      ? { vpn: { kind: "site-to-site-vpn", customerGateway: gateway, endsOn, routing: drawRouting(draw) } }
      : {}),
    ...(chance(draw, 30)
      ? { line: { kind: "direct-connect", endsOn, allowedPrefixes: ["10.0.0.0/16"] } }
      : {}),
    ...(chance(draw, 20) ? { staff: drawClientVpn(draw, home) } : {}),
    ...(inner.length > 0 && chance(draw, 40)
      ? {
          shared: {
            kind: "endpoint-service",
            loadBalancer: pickOne(draw, inner),
            consumers: { [pickOne(draw, names)]: { tier: "private" } },
          },
        }
      : {}),
  };
}

/** A transit gateway at home, and one away that peers with it. */
function drawTransit(draw: Draw, networks: Networks, attachments: object): Record<string, object> {
  const away = Object.keys(networks).find((name) => networks[name]!.region !== HOME_REGION);
  const transit = { kind: "transit-gateway", attachments };
  if (away === undefined || chance(draw, 30)) return { transit };
  const { region } = networks[away]!;
  const peer = { kind: "transit-gateway", region, asn: 64_600, attachments: { [away]: { role: "hub" } } };
  return { transit: { ...transit, peers: ["transit-away"] }, "transit-away": peer };
}

function drawRouting(draw: Draw): object {
  return pickOne(draw, [{ kind: "bgp" }, { kind: "static", cidrs: ["192.168.1.0/24"] }]);
}

function drawClientVpn(draw: Draw, networks: readonly string[]): object {
  const certificate = `arn:aws:acm:${HOME_REGION}:111111111111:certificate/11111111-1111-4111-8111-111111111111`;
  return {
    kind: "client-vpn",
    network: pickOne(draw, networks),
    tier: "private",
    certificateArns: { server: certificate, clientAuthority: certificate },
    clientCidr: "10.200.0.0/22",
  };
}

/** Networks outside: behind these connections, and on the internet. */
export function drawOutside(draw: Draw, connections: Record<string, object>): Record<string, object> {
  return {
    ...(connections.vpn === undefined ? {} : { office: { cidrs: ["192.168.1.0/24"], via: "vpn" } }),
    ...(connections.line === undefined ? {} : { centre: { cidrs: ["172.20.0.0/16"], via: "line" } }),
    ...(connections.staff === undefined ? {} : { clients: { cidrs: ["10.200.0.0/22"], via: "staff" } }),
    ...(chance(draw, 60) ? { partner: { cidrs: ["203.0.113.0/24"] } } : {}),
  };
}
