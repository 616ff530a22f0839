import { chance, type Draw, pickOne, pickSome } from "./draw.ts";
import {
  clientVpn,
  endpointService,
  ON_TRANSIT,
  onGatewayOf,
  peering,
  siteToSiteVpn,
  transitGateway,
} from "./platform-builder.ts";

/** The networks that connections join. */
type Networks = Readonly<
  Record<string, { readonly region: "us-east-1" | "eu-west-1"; readonly zones: readonly string[] }>
>;
type LoadBalancers = Readonly<
  Record<string, { readonly kind: string; readonly network: string; readonly tier: string }>
>;

const HOME_REGION = "us-east-1";

/** Draws connections between networks, to external networks, and over PrivateLink. */
export function drawConnections(
  draw: Draw,
  networks: Networks,
  balancers: LoadBalancers,
): Record<string, object> {
  const names = Object.keys(networks);
  const home = names.filter((name) => networks[name]!.region === HOME_REGION);
  const [first, second] = names;
  const joined = pickSome(draw, home, 70);
  const transit = joined.length > 0 && chance(draw, 55);
  const roles = Object.fromEntries(joined.map((name) => [name, pickOne(draw, ["hub", "spoke"] as const)]));
  const endsOn = transit ? ON_TRANSIT : onGatewayOf(pickOne(draw, home));
  const shared = drawSharing(draw, networks, balancers);
  return {
    ...(second !== undefined && chance(draw, 45) ? { peering: peering(first!, second) } : {}),
    ...(transit ? drawTransit(draw, networks, roles) : {}),
    ...(chance(draw, 40)
      ? { vpn: siteToSiteVpn({ address: "198.51.100.7" }, endsOn, ...pickSome(draw, ["192.168.0.0/16"], 50)) }
      : {}),
    ...(chance(draw, 30)
      ? { line: { kind: "direct-connect", endsOn, allowedPrefixes: ["10.0.0.0/16"] } }
      : {}),
    ...(chance(draw, 20) ? { staff: clientVpn(pickOne(draw, home)) } : {}),
    ...(shared === undefined ? {} : { shared }),
  };
}

/**
 * Draws an endpoint service on an internal network load balancer, with a consumer network in zones
 * of the load balancer.
 */
function drawSharing(draw: Draw, networks: Networks, balancers: LoadBalancers): object | undefined {
  const pairs = Object.entries(balancers)
    .filter(([, { kind, tier }]) => kind === "network" && tier !== "public")
    .flatMap(([loadBalancer, { network }]) => {
      const zones = networks[network]!.zones;
      const near = Object.keys(networks).filter(
        (name) => name !== network && networks[name]!.zones.every((zone) => zones.includes(zone)),
      );
      return near.map((consumer) => ({ loadBalancer, consumer }));
    });
  if (pairs.length === 0 || chance(draw, 30)) return undefined;
  const { loadBalancer, consumer } = pickOne(draw, pairs);
  return endpointService(loadBalancer, consumer);
}

/** Draws a transit gateway in the primary region, sometimes with a peer in another region. */
function drawTransit(
  draw: Draw,
  networks: Networks,
  roles: Readonly<Record<string, "hub" | "spoke">>,
): Record<string, object> {
  const away = Object.keys(networks).find((name) => networks[name]!.region !== HOME_REGION);
  if (away === undefined || chance(draw, 30)) return { transit: transitGateway(roles) };
  const { region } = networks[away]!;
  return {
    transit: transitGateway(roles, { peers: ["transit-away"] }),
    "transit-away": transitGateway({ [away]: "hub" }, { region, asn: 64_600 }),
  };
}

/** Draws external networks behind these connections and on the internet. */
export function drawOutside(draw: Draw, connections: Record<string, object>): Record<string, object> {
  const office = ["192.168.1.0/24", ...pickSome(draw, ["192.168.2.0/24"], 30)];
  const partner = ["203.0.113.0/24", ...pickSome(draw, ["2001:db8:1::/48"], 20)];
  return {
    ...(connections.vpn === undefined
      ? {}
      : { office: { cidrs: office, via: "vpn" }, depot: { cidrs: ["192.168.9.0/24"], via: "vpn" } }),
    ...(connections.line === undefined ? {} : { centre: { cidrs: ["172.20.0.0/16"], via: "line" } }),
    ...(connections.staff === undefined ? {} : { clients: { cidrs: ["10.200.0.0/22"], via: "staff" } }),
    ...(chance(draw, 60) ? { partner: { cidrs: partner } } : {}),
  };
}
