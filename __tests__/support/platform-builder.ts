import type { FlowInput } from "../../language/flows.ts";
import { flow, platform, postgres, server, service, tcp } from "../../language/language.ts";
import type { NetworkInput } from "../../language/network.ts";
import type { EnvironmentOverride, PlatformSpec } from "../../language/platform.ts";

type Connection = NonNullable<PlatformSpec["connections"]>[string];
type ConnectionOf<K extends Connection["kind"]> = Extract<Connection, { readonly kind: K }>;
type Gateway = ConnectionOf<"site-to-site-vpn">["endsOn"];
type Edge = NonNullable<PlatformSpec["edge"]>;
type LoadBalancer = NonNullable<Edge["loadBalancers"]>[string];
type Domain = NonNullable<Edge["domain"]>;
type Listener = LoadBalancer["listeners"][number];

/** The short form of a made-up platform's spec; {@link inventPlatform} adds the defaults. */
export type InventedPlatform = Partial<Omit<PlatformSpec, "name" | "networks" | "flows" | "environments">> & {
  readonly networks: PlatformSpec["networks"];
  /** Flows in the short form of {@link flowsFrom}. */
  readonly flows: readonly string[];
  /** Overrides of environment `prod`. @default `{ account: ACCOUNT }` */
  readonly prod?: Partial<EnvironmentOverride>;
};

/** The short form of a network. */
export type InventedNetwork = Partial<Omit<NetworkInput, "zones">> & {
  /** Number of zones. @default 2 */
  readonly zones?: number;
};

/** The default account of made-up platforms. */
export const ACCOUNT = "123456789012";
/** The tiers of a network without a public tier. */
const INSIDE = { private: { access: "private" }, transit: { access: "isolated" } } as const;

/** The spec of a made-up platform in us-east-1, with one environment: `prod`. */
export function inventPlatform(name: string, { flows, prod, ...parts }: InventedPlatform): PlatformSpec {
  const environments = { prod: { account: ACCOUNT, ...prod } };
  return platform({ name, region: "us-east-1", ...parts, flows: flowsFrom(...flows), environments });
}

/** Parses flows: `app -> db`, or with an explicit TCP port `app -> internet tcp/443`. */
export function flowsFrom(...texts: readonly string[]): FlowInput[] {
  return texts.map((text) => {
    const match = /^(\S+) -> (\S+?)(?: tcp\/(\d+))?$/.exec(text);
    if (match === null) throw new Error(`not a flow: ${text}`);
    const [, from, to, port] = match;
    return port === undefined ? flow(from!, to!) : flow(from!, to!, tcp(Number(port)));
  });
}

/**
 * Networks `10.<n>.0.0/16`, numbered in their order, with {@link INSIDE} tiers in two zones.
 *
 * @param shared settings of all networks
 * @param first the number of the first network
 */
export function networksFrom(
  networks: Readonly<Record<string, InventedNetwork>>,
  shared: InventedNetwork = {},
  first = 0,
): PlatformSpec["networks"] {
  return Object.fromEntries(
    Object.entries(networks).map(([name, own], index) => {
      const { zones = 2, ...more } = { ...shared, ...own };
      const letters = ["a", "b", "c"].slice(0, zones);
      const network = {
        cidr: `10.${first + index}.0.0/16`,
        zones: letters.map((letter) => `${more.region ?? "us-east-1"}${letter}`),
        tiers: INSIDE,
      };
      return [name, { ...network, ...more }];
    }),
  );
}

/** A peering of two networks. */
export function peering(first: string, second: string): ConnectionOf<"peering"> {
  return { kind: "peering", between: [first, second] };
}

/** A transit gateway with attachments of these networks. */
export function transitGateway(
  roles: Readonly<Record<string, "hub" | "spoke">>,
  more: Partial<ConnectionOf<"transit-gateway">> = {},
): ConnectionOf<"transit-gateway"> {
  const attachments = Object.fromEntries(Object.entries(roles).map(([name, role]) => [name, { role }]));
  return { kind: "transit-gateway", attachments, ...more };
}

/** The transit gateway `transit`, as the AWS end of VPNs and Direct Connect. */
export const ON_TRANSIT: Gateway = { kind: "transit-gateway", connection: "transit" };

/** The virtual private gateway of a network, as the AWS end of VPNs and Direct Connect. */
export function onGatewayOf(network: string): Gateway {
  return { kind: "virtual-private-gateway", network };
}

/** A site-to-site VPN. @param cidrs static routes; without any, routing is by BGP */
export function siteToSiteVpn(
  customerGateway: ConnectionOf<"site-to-site-vpn">["customerGateway"],
  endsOn: Gateway,
  ...cidrs: string[]
): ConnectionOf<"site-to-site-vpn"> {
  const routing = cidrs.length === 0 ? ({ kind: "bgp" } as const) : ({ kind: "static", cidrs } as const);
  return { kind: "site-to-site-vpn", customerGateway, endsOn, routing };
}

/** A client VPN into the private tier of a network, with clients in 10.200.0.0/22. */
export function clientVpn(
  network: string,
  more: Partial<ConnectionOf<"client-vpn">> = {},
): ConnectionOf<"client-vpn"> {
  const certificate = (digit: string) =>
    `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/${"xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx".replaceAll("x", digit)}`;
  return {
    kind: "client-vpn",
    network,
    tier: "private",
    certificateArns: { server: certificate("1"), clientAuthority: certificate("2") },
    clientCidr: "10.200.0.0/22",
    ...more,
  };
}

/** A Connect attachment of `transit` over network `hub`, to an appliance at this address. */
export function transitConnect(address: string): ConnectionOf<"transit-connect"> {
  const peer = { address, asn: 65_001, insideCidr: "169.254.100.0/29" };
  return { kind: "transit-connect", transitGateway: "transit", transport: "hub", peer };
}

/** A load balancer's endpoint service, with an endpoint in the private tier of another network. */
export function endpointService(loadBalancer: string, consumer: string): ConnectionOf<"endpoint-service"> {
  return { kind: "endpoint-service", loadBalancer, consumers: { [consumer]: { tier: "private" } } };
}

/** A load balancer with listeners such as `443/HTTPS`; application for HTTP and HTTPS. */
export function loadBalancer(
  tier: "public" | "private",
  listeners: readonly string[],
  more: Partial<LoadBalancer> = {},
): LoadBalancer {
  const read = listeners.map((text): Listener => {
    const [port, protocol] = text.split("/");
    return { port: Number(port), protocol: protocol as Listener["protocol"] };
  });
  const isHttp = read.some(({ protocol }) => protocol.startsWith("HTTP"));
  return { kind: isHttp ? "application" : "network", tier, listeners: read, ...more };
}

/** An application load balancer in a public tier that redirects HTTP to HTTPS. */
export function webLoadBalancer(): LoadBalancer {
  const listeners: Listener[] = [
    { port: 80, protocol: "HTTP", action: "redirect" },
    { port: 443, protocol: "HTTPS" },
  ];
  return { kind: "application", tier: "public", listeners };
}

/** A domain whose apex is the only host, behind the load balancer `alb`. */
export function domainOf(name: string, more: Partial<Domain> = {}): Domain {
  return { name, certificateNames: [name], hosts: [name], entry: "alb", ...more };
}

/** A server in the private tier of a network, with a program on its port. */
export function serverIn(network: string, port: number, more: Partial<Parameters<typeof server>[0]> = {}) {
  return server({ network, tier: "private", port, opens: [port], ...more });
}

/** A small nginx service in a private tier. */
export function webService(more: Partial<Parameters<typeof service>[0]> = {}) {
  const image = { uri: "public.ecr.aws/nginx/nginx-unprivileged:1.27" };
  return service({ tier: "private", port: 8080, image, cpuUnits: 256, memoryMiB: 512, ...more });
}

/** A small database in the tier `database`. */
export function database(databaseName: string, more: Partial<Parameters<typeof postgres>[0]> = {}) {
  const size = { instanceClass: "db.t4g.micro", storageGiB: 20 };
  return postgres({ tier: "database", version: "16.8", ...size, databaseName, ...more });
}
