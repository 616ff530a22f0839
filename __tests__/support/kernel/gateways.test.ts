import { ANY_TRAFFIC, EXAMPLE, withChanged } from "./examples.ts";
import { KernelReference } from "./kernel-reference.ts";
import type {
  TinyAttachment,
  TinyConnection,
  TinyNetwork,
  TinySubnet,
  TinyTransitGateway,
} from "./tiny-network.ts";

const started = await KernelReference.start();
const kernel = typeof started === "string" ? undefined : started;
afterAll(() => kernel?.stop());

const ADDRESSES: Readonly<Record<string, string>> = {
  web: "10.0.0.10",
  app: "10.0.1.10",
  far: "10.1.0.10",
  office: "192.168.0.7",
};

/** Returns the pairs (`app → far`) that work. */
async function working(network: TinyNetwork, ...pairs: string[]): Promise<string[]> {
  const probes = pairs.map((pair) => {
    const [from, to] = pair.split(" → ") as [string, string];
    return { from, to: ADDRESSES[to]!, protocol: "tcp", port: 443 } as const;
  });
  const [works] = await kernel!.connectivity([{ network, probes }]);
  return pairs.filter((_, i) => works![i]);
}

/** The example with one more route in each of these subnets. */
function routed(routes: Readonly<Record<string, TinySubnet["routes"][number]>>): TinyNetwork {
  const subnets = EXAMPLE.subnets.map((one) => {
    const more = routes[one.name];
    return more === undefined ? one : { ...one, routes: [...one.routes, more] };
  });
  return { ...EXAMPLE, subnets };
}

const toA: TinyAttachment = { name: "to-a", vpc: "a", subnets: ["a-transit"], table: "hub" };
const toB: TinyAttachment = { name: "to-b", vpc: "b", subnets: ["b-transit"], table: "hub" };
const OFFICE: TinyConnection = { name: "office", addresses: ["192.168.0.7"], advertised: ["192.168.0.0/24"] };

describe.skipIf(kernel === undefined)(
  `gateways in the kernel${kernel === undefined ? `: ${started}` : ""}`,
  () => {
    it("peer two transit gateways with a table each, by static routes only", async () => {
      const gateways = (there: string[]): TinyTransitGateway => ({
        attachments: [
          { ...toA, table: "here" },
          { ...toB, table: "there" },
          { name: "ask", peer: "accept", table: "here" },
          { name: "accept", peer: "ask", table: "there" },
        ],
        tables: [
          { name: "here", propagations: ["to-a"], routes: [{ cidr: "10.1.0.0/16", attachment: "ask" }] },
          {
            name: "there",
            propagations: ["to-b", "ask", "accept"],
            routes: there.map((cidr) => ({ cidr, attachment: "accept" })),
          },
        ],
      });
      const pair = ["app → far", "far → app"];
      const joined = { ...EXAMPLE, transitGateway: gateways(["10.0.0.0/16"]) };
      expect(await working(joined, ...pair)).toEqual(pair);
      expect(await working({ ...EXAMPLE, transitGateway: gateways([]) }, ...pair)).toEqual([]);
    });

    it("keep packets in their zone if the attachment has a subnet there", async () => {
      const inZone = (one: TinySubnet): TinySubnet => ({
        ...one,
        zone: one.name === "a-private" || one.name.endsWith("-2") ? "two" : "one",
      });
      const transit = (vpc: string) => EXAMPLE.subnets.find(({ name }) => name === `${vpc}-transit`)!;
      const second = (vpc: string, cidr: string, isOpen = true): TinySubnet => ({
        ...transit(vpc),
        name: `${vpc}-transit-2`,
        cidrs: [cidr],
        ...(isOpen ? {} : { acl: { ingress: [], egress: [] } }),
      });
      const network = (isOpen: boolean, subnetsOfA: string[]): TinyNetwork => ({
        ...EXAMPLE,
        subnets: [...EXAMPLE.subnets, second("a", "10.0.3.0/24"), second("b", "10.1.3.0/24", isOpen)].map(
          inZone,
        ),
        transitGateway: {
          ...EXAMPLE.transitGateway!,
          attachments: [
            { name: "to-a", vpc: "a", subnets: subnetsOfA, table: "hub" },
            { name: "to-b", vpc: "b", subnets: ["b-transit", "b-transit-2"], table: "hub" },
          ],
        },
      });
      const both = ["a-transit", "a-transit-2"];
      expect(await working(network(true, both), "app → far")).toEqual(["app → far"]);
      expect(await working(network(false, both), "app → far")).toEqual([]);
      expect(await working(network(true, ["a-transit"]), "app → far")).toEqual([]);
    });

    it("route a connection's advertised prefixes where the transit gateway table propagates them", async () => {
      const network = (propagations: string[], advertised: string[]): TinyNetwork => ({
        ...routed({ "a-private": { cidr: "192.168.0.0/16", target: "transit-gateway" } }),
        connections: [{ ...OFFICE, advertised }],
        transitGateway: {
          attachments: [toA, toB, { name: "to-office", connection: "office", table: "connections" }],
          tables: [
            { name: "hub", routes: [], propagations },
            { name: "connections", routes: [], propagations: ["to-a"] },
          ],
        },
      });
      const pairs = ["app → office", "office → app", "office → far"];
      const joined = pairs.slice(0, 2);
      expect(await working(network(["to-a", "to-office"], OFFICE.advertised.slice()), ...pairs)).toEqual(
        joined,
      );
      expect(await working(network(["to-a", "to-office"], ["192.168.9.0/24"]), ...pairs)).toEqual([]);
      expect(await working(network(["to-a"], OFFICE.advertised.slice()), ...pairs)).toEqual([]);
    });

    it("route a virtual private gateway's connection to and from its own VPC only", async () => {
      const over = { cidr: "192.168.0.0/16", target: "vpn-gateway", name: "vgw" } as const;
      const network: TinyNetwork = {
        ...routed({ "a-private": over, "a-transit": over }),
        vpnGateways: [{ name: "vgw", vpc: "a" }],
        connections: [{ ...OFFICE, vpnGateway: "vgw" }],
      };
      const pairs = ["app → office", "office → app", "web → office", "office → web", "office → far"];
      expect(await working(network, ...pairs)).toEqual(["app → office", "office → app"]);
    });

    it("admit VPN clients to authorized CIDRs, with the endpoint's address and security groups", async () => {
      const network = (authorizedCidrs: string[], egress = [ANY_TRAFFIC]): TinyNetwork => ({
        ...EXAMPLE,
        groups: [...EXAMPLE.groups, { name: "vpn", vpc: "a", ingress: [], egress }],
        hosts: [
          ...EXAMPLE.hosts,
          {
            name: "vpn",
            subnet: "a-private",
            addresses: ["10.0.1.20"],
            groups: ["vpn"],
            clients: { name: "staff", addresses: ["172.20.0.7"], authorizedCidrs },
          },
        ],
      });
      const pairs = ["staff → web", "staff → app", "staff → far"];
      expect(await working(network(["0.0.0.0/0"]), ...pairs)).toEqual(pairs.slice(0, 2));
      expect(await working(network(["10.0.0.0/24"]), ...pairs)).toEqual(["staff → web"]);
      expect(await working(network(["0.0.0.0/0"], []), ...pairs)).toEqual([]);
      const fromVpn = { ingress: [{ ...ANY_TRAFFIC, peer: { group: "vpn" } }] };
      const guarded = withChanged(network(["10.0.0.0/16"]), "groups", "web", fromVpn);
      expect(await working(guarded, ...pairs, "app → web")).toEqual(pairs.slice(0, 2));
    });
  },
);
