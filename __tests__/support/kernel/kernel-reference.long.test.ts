import { spawnSync } from "node:child_process";
import { ANY_TRAFFIC, DUAL_STACK, EXAMPLE, exampleAclEntry, OPEN, rule, withChanged } from "./examples.ts";
import { KernelReference } from "./kernel-reference.ts";
import type { Probe, TinyNetwork, TinySecurityGroupRule } from "./tiny-network.ts";

const started = await KernelReference.start();
const kernel = typeof started === "string" ? undefined : started;
afterAll(() => kernel?.stop());

const EVERYTHING = { tcp: 443, udp: 53, icmp: 0 } as const;
const HOSTS = { web: "10.0.0.10", app: "10.0.1.10", far: "10.1.0.10", visitor: "198.51.100.7" };

/** The working protocols of each pair of hosts, without empty ones: `web → far: tcp udp icmp`. */
async function matrix(network: TinyNetwork, hosts: Readonly<Record<string, string>> = HOSTS) {
  const probes = Object.keys(hosts).flatMap((from) =>
    Object.entries(hosts)
      .filter(([to]) => to !== from)
      .flatMap(([to, address]) =>
        Object.entries(EVERYTHING).map(([protocol, port]) => ({
          ...({ from, to: from === "visitor" && address === HOSTS.web ? "54.0.0.10" : address } as const),
          protocol: protocol as Probe["protocol"],
          port,
          pair: `${from} → ${to}`,
        })),
      ),
  );
  const [works] = await kernel!.connectivity([{ network, probes }]);
  const found = new Map<string, string[]>();
  for (const [i, { pair, protocol }] of probes.entries()) {
    if (works![i]) found.set(pair, [...(found.get(pair) ?? []), protocol]);
  }
  return Object.fromEntries([...found].map(([pair, protocols]) => [pair, protocols.join(" ")]));
}

const ALL = "tcp udp icmp";
/** The connectivity of the unchanged example: every pair with routes in both directions. */
const OPEN_MATRIX = {
  "web → app": ALL,
  "web → far": ALL,
  "web → visitor": ALL,
  "app → web": ALL,
  "app → far": ALL,
  "app → visitor": ALL,
  "far → web": ALL,
  "far → app": ALL,
  "visitor → web": ALL,
};

function without(...pairs: string[]) {
  return Object.fromEntries(Object.entries(OPEN_MATRIX).filter(([pair]) => !pairs.includes(pair)));
}

describe.skipIf(kernel === undefined)(
  `the kernel reference${kernel === undefined ? `: ${started}` : ""}`,
  () => {
    it("route tables", async () => {
      expect(await matrix(EXAMPLE)).toEqual(OPEN_MATRIX);
    });

    it("security groups: rules match by port, CIDR block and group, and replies pass", async () => {
      const network = withChanged(EXAMPLE, "groups", "app", {
        ingress: [rule("tcp", 400, 443, "web"), rule("icmp", 8, -1, "10.1.0.0/16")],
        egress: [],
      });
      const closed = without("app → web", "app → far", "app → visitor");
      expect(await matrix(network)).toEqual({ ...closed, "web → app": "tcp", "far → app": "icmp" });
    });

    it("network ACLs: the first matching entry applies, also to replies", async () => {
      const acl = {
        ingress: [exampleAclEntry(10, "deny", "udp", 53), exampleAclEntry(20, "allow", "all")],
        egress: [exampleAclEntry(30, "deny", "tcp", 32_768, 65_535), exampleAclEntry(40, "allow", "all")],
      };
      expect(await matrix(withChanged(EXAMPLE, "subnets", "a-private", { acl }))).toEqual({
        ...OPEN_MATRIX,
        "web → app": "icmp",
        "far → app": "icmp",
      });
    });

    it("the ACL of an attachment's subnet: ingress entries towards the transit gateway, egress entries from it", async () => {
      const deny = [exampleAclEntry(10, "deny", "udp", 53), ...OPEN.ingress];
      const towards = withChanged(EXAMPLE, "subnets", "a-transit", { acl: { ...OPEN, ingress: deny } });
      expect(await matrix(towards)).toEqual({ ...OPEN_MATRIX, "app → far": "tcp icmp" });
      const from = withChanged(EXAMPLE, "subnets", "a-transit", { acl: { ...OPEN, egress: deny } });
      expect(await matrix(from)).toEqual({ ...OPEN_MATRIX, "far → app": "tcp icmp" });
    });

    // https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html
    it("the ACL of a subnet with a host and an attachment: both directions towards the gateway, neither from it", async () => {
      const attachments = EXAMPLE.transitGateway!.attachments.map((one) =>
        one.name === "to-a" ? { ...one, vpc: "a", subnets: ["a-private"] } : one,
      );
      const network = { ...EXAMPLE, transitGateway: { ...EXAMPLE.transitGateway!, attachments } };
      const deny = [exampleAclEntry(10, "deny", "udp", 53, 53, "10.0.0.0/15"), ...OPEN.ingress];
      const ingress = withChanged(network, "subnets", "a-private", { acl: { ...OPEN, ingress: deny } });
      expect(await matrix(ingress)).toEqual({
        ...OPEN_MATRIX,
        "app → far": "tcp icmp",
        "web → app": "tcp icmp",
      });
      const denyReplies = [exampleAclEntry(10, "deny", "tcp", 32_768, 65_535), ...OPEN.ingress];
      const egress = withChanged(network, "subnets", "a-private", { acl: { ...OPEN, egress: denyReplies } });
      expect(await matrix(egress)).toEqual({
        ...OPEN_MATRIX,
        "web → app": "udp icmp",
        "far → app": "udp icmp",
      });
    });

    it("a network ACL that admits requests but no replies", async () => {
      const acl = {
        ...OPEN,
        ingress: [exampleAclEntry(10, "allow", "icmp", 8, -1), exampleAclEntry(20, "allow", "tcp", 443)],
      };
      expect(await matrix(withChanged(EXAMPLE, "subnets", "b-private", { acl }))).toEqual({
        ...without("far → web", "far → app"),
        "web → far": "tcp icmp",
        "app → far": "tcp icmp",
      });
    });

    it("the ACL of a NAT gateway's subnet, to ingress and egress", async () => {
      for (const acl of [
        { ...OPEN, ingress: [exampleAclEntry(10, "deny", "all", -1, -1, "10.0.1.0/24"), ...OPEN.ingress] },
        { ...OPEN, egress: [exampleAclEntry(10, "deny", "all", -1, -1, "10.0.1.0/24"), ...OPEN.egress] },
      ]) {
        expect(await matrix(withChanged(EXAMPLE, "subnets", "a-public", { acl }))).toEqual(
          without("app → visitor", "app → web", "web → app"),
        );
      }
    });

    it("public addresses and default routes: without either there is no internet access", async () => {
      const noAddress = EXAMPLE.hosts.map(({ publicAddress: _, ...host }) => host);
      expect(await matrix({ ...EXAMPLE, hosts: noAddress })).toEqual(
        without("web → visitor", "visitor → web"),
      );
      const routes = EXAMPLE.subnets[0]!.routes.slice(1);
      expect(await matrix(withChanged(EXAMPLE, "subnets", "a-public", { routes }))).toEqual(
        without("web → visitor", "visitor → web", "app → visitor"),
      );
    });

    it("peerings: no transitive routing, and no connectivity without a return route", async () => {
      const routes = [{ cidr: "0.0.0.0/0", target: "peering", name: "a-b" } as const];
      // Not `far → visitor`, though the other VPC has a route to the internet.
      expect(await matrix(withChanged(EXAMPLE, "subnets", "b-private", { routes }))).toEqual(OPEN_MATRIX);
      const none = withChanged(EXAMPLE, "subnets", "b-private", { routes: [] });
      expect(await matrix(none)).toEqual(without("far → app", "app → far", "far → web", "web → far"));
    });

    it("transit gateway route tables: associations, longest prefix match, blackholes", async () => {
      const tables = [
        { name: "hub", propagations: ["to-a", "to-b"], routes: [{ cidr: "10.1.0.0/24" }] },
        { name: "empty", propagations: [], routes: [] },
      ];
      const transitGateway = { ...EXAMPLE.transitGateway!, tables };
      expect(await matrix({ ...EXAMPLE, transitGateway })).toEqual(without("app → far", "far → app"));
      const attachments = EXAMPLE.transitGateway!.attachments.map((one) =>
        one.name === "to-b" ? { ...one, table: "empty" } : one,
      );
      const apart = { attachments, tables: EXAMPLE.transitGateway!.tables.concat(tables[1]!) };
      expect(await matrix({ ...EXAMPLE, transitGateway: apart })).toEqual(without("app → far", "far → app"));
    });

    it("dual stack: an egress-only internet gateway allows outbound connections and their replies", async () => {
      const hosts = {
        web: "2600:1f00:1::a",
        app: "2600:1f00:1:1::a",
        far: "2600:1f00:2::a",
        visitor: "2a00:1450::7",
      };
      const open = { ...OPEN_MATRIX, "far → visitor": ALL };
      expect(await matrix(DUAL_STACK)).toEqual(OPEN_MATRIX);
      expect(await matrix(DUAL_STACK, hosts)).toEqual(open);
      const ping: TinySecurityGroupRule = {
        protocol: "icmpv6",
        from: 128,
        to: -1,
        peer: { cidr: "2600:1f00:1::/56" },
      };
      const network = withChanged(DUAL_STACK, "groups", "far", {
        ingress: [ping, rule("tcp", 443, 443, "app")],
      });
      expect(await matrix(network, hosts)).toEqual({ ...open, "web → far": "icmp", "app → far": "tcp icmp" });
      const acl = {
        ...OPEN,
        ingress: [exampleAclEntry(10, "deny", "icmpv6", 129, -1, "::/0"), ...OPEN.ingress],
      };
      const noPings = await matrix(withChanged(DUAL_STACK, "subnets", "a-private", { acl }), hosts);
      expect([noPings["app → visitor"], noPings["app → web"], noPings["web → app"]]).toEqual([
        "tcp udp",
        "tcp udp",
        ALL,
      ]);
    });

    it("security groups but no ACL between two hosts of one subnet", async () => {
      const beside = { name: "beside", subnet: "a-private", addresses: ["10.0.1.11"], groups: ["app"] };
      const network = withChanged({ ...EXAMPLE, hosts: [...EXAMPLE.hosts, beside] }, "subnets", "a-private", {
        acl: { ingress: [], egress: [] },
      });
      const probes = [443, 80].map((port) => ({
        from: "beside",
        to: HOSTS.app,
        protocol: "tcp" as const,
        port,
      }));
      const only = withChanged(network, "groups", "app", { ingress: [rule("tcp", 443, 443, "app")] });
      const egress = withChanged(network, "groups", "app", { ingress: [ANY_TRAFFIC], egress: [] });
      const cases = [network, only, egress].map((one) => ({ network: one, probes }));
      expect(await kernel!.connectivity(cases)).toEqual([
        [true, true],
        [true, false],
        [false, false],
      ]);
    });

    it("leaves no namespaces or processes when it is killed", async () => {
      const links = () => spawnSync("ip", ["-o", "link"], { encoding: "utf8" }).stdout;
      const names = () => spawnSync("ip", ["netns", "list"], { encoding: "utf8" }).stdout;
      const before = [links(), names()];
      const other = (await KernelReference.start()) as KernelReference;
      const probes = [{ from: "web", to: HOSTS.app, protocol: "tcp", port: 443 } as const];
      const killed = other.connectivity(Array(20).fill({ network: EXAMPLE, probes }));
      setTimeout(() => process.kill(other.pid, "SIGKILL"), 200);
      await expect(killed).rejects.toThrow("the kernel reference ended");
      await other.stop();
      expect([links(), names()]).toEqual(before);
      expect(() => process.kill(other.pid, 0)).toThrow("ESRCH");
    });
  },
);
