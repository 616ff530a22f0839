import { explained, hopTexts, networkOf, verdictAndCauses } from "../../support/network.ts";
import {
  ANYTHING,
  acl,
  ec2Instance,
  entry,
  group,
  id,
  MAIN,
  routes,
  subnet,
} from "../../support/resource-builders.ts";

const nothing = acl("closed", "main", ["a"], [], []);
const client = group("client", "main", { egress: [{ ports: 5432, cidrs: ["10.0.0.0/16"] }] });
const STORE = group("store", "main", { ingress: [{ ports: 5432, groups: ["client"] }] });

describe("traffic within a subnet", () => {
  const a = ec2Instance("a", "a", "10.0.1.10", ["client"]);
  const b = ec2Instance("b", "a", "10.0.1.11", ["store"]);

  it("is filtered by both security groups, but needs no route and passes no network ACL", async () => {
    const network = await networkOf(...MAIN, nothing, client, STORE, a, b);
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.b:5432")).toEqual(["allowed"]);
    expect(hopTexts(network, "aws_instance.a", "aws_instance.b:5432")).toEqual([
      "security group client, outbound",
      "security group store, inbound",
    ]);
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.b:22")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.client",
      "ENI_SG_RULES_MISMATCH aws_security_group.store",
    ]);
  });

  it("is not allowed in the other direction by a rule for the first one", async () => {
    const network = await networkOf(...MAIN, client, STORE, a, b);
    expect(verdictAndCauses(network, "aws_instance.b", "aws_instance.a:5432")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.store",
      "ENI_SG_RULES_MISMATCH aws_security_group.client",
    ]);
  });

  it("is blocked by either security group alone", async () => {
    const open = ec2Instance("o", "a", "10.0.1.12", ["open"]);
    const network = await networkOf(...MAIN, client, STORE, open, a, b);
    expect(verdictAndCauses(network, "aws_instance.o", "aws_instance.b:5432")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.store",
    ]);
    expect(verdictAndCauses(network, "aws_instance.b", "aws_instance.o:5432")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.store",
    ]);
  });
});

describe("traffic between two subnets of a VPC", () => {
  const a = ec2Instance("a", "a", "10.0.1.10", ["open"]);
  const b = ec2Instance("b", "b", "10.0.2.10", ["open"]);

  it("uses the local route and passes the network ACLs of both subnets in both directions", async () => {
    const network = await networkOf(...MAIN, a, b);
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.b:443")).toEqual(["allowed"]);
    expect(hopTexts(network, "aws_instance.a", "aws_instance.b:443")).toEqual([
      "security group open, outbound",
      "network ACL of aws_subnet.a, outbound",
      "network ACL of aws_subnet.a, return traffic inbound",
      "route 10.0.0.0/16 → local",
      "network ACL of aws_subnet.b, inbound",
      "network ACL of aws_subnet.b, return traffic outbound",
      "security group open, inbound",
    ]);
  });

  it("reaches secondary CIDR blocks of the VPC by a local route", async () => {
    const more = {
      aws_vpc_ipv4_cidr_block_association: {
        more: { vpc_id: id("aws_vpc.main"), cidr_block: "100.64.0.0/16" },
      },
    };
    const c = [subnet("c", "main", "100.64.1.0/24"), ec2Instance("c", "c", "100.64.1.10", ["open"])];
    const network = await networkOf(...MAIN, more, a, ...c);
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.c:443")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "aws_instance.c", "aws_instance.a:443")).toEqual(["allowed"]);
  });

  it("uses the associated route table, or the main route table without an association", async () => {
    const b2 = ec2Instance("b", "b", "10.0.2.10", ["open"], { associate_public_ip_address: true });
    const a2 = ec2Instance("a", "a", "10.0.1.10", ["open"], { associate_public_ip_address: true });
    const gateway_id = id("aws_internet_gateway.igw");
    const main = {
      aws_internet_gateway: { igw: { vpc_id: id("aws_vpc.main") } },
      aws_route: {
        out: {
          route_table_id: "${aws_vpc.main.main_route_table_id}",
          destination_cidr_block: "0.0.0.0/0",
          gateway_id,
        },
      },
    };
    const network = await networkOf(...MAIN, main, a2, b2, routes("own", "main", ["b"]));
    expect(verdictAndCauses(network, "aws_instance.a", "1.1.1.1:443")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "aws_instance.b", "1.1.1.1:443")).toEqual([
      "blocked",
      "NO_ROUTE_TO_DESTINATION aws_route_table.own",
    ]);
  });
});

describe("the defaults of AWS and the provider", () => {
  it("give an instance without security groups the VPC's default one, which admits only its members", async () => {
    const network = await networkOf(
      ...MAIN,
      ec2Instance("a", "a", "10.0.1.10", []),
      ec2Instance("b", "b", "10.0.2.10", []),
      ec2Instance("c", "b", "10.0.2.11", ["open"]),
    );
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.b:22")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.c:22")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "aws_instance.c", "aws_instance.a:22")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_vpc.main#default-security-group",
    ]);
  });

  it("leave only the rules of aws_default_security_group in the default group, if it exists", async () => {
    const closed = { aws_default_security_group: { closed: { vpc_id: id("aws_vpc.main") } } };
    const network = await networkOf(
      ...MAIN,
      closed,
      ec2Instance("a", "a", "10.0.1.10", []),
      ec2Instance("b", "b", "10.0.2.10", []),
    );
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.b:22")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_default_security_group.closed",
      "ENI_SG_RULES_MISMATCH aws_default_security_group.closed",
    ]);
  });

  it("leave an aws_security_group without egress rules no outbound rule", async () => {
    const quiet = group("quiet", "main", { ingress: [ANYTHING] });
    const network = await networkOf(
      ...MAIN,
      quiet,
      ec2Instance("a", "a", "10.0.1.10", ["quiet"]),
      ec2Instance("b", "b", "10.0.2.10", ["open"]),
    );
    expect(verdictAndCauses(network, "aws_instance.b", "aws_instance.a:22")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.b:22")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.quiet",
    ]);
  });
});

describe("security group rules", () => {
  const a = ec2Instance("a", "a", "10.0.1.10", ["client"]);

  it("are combined over all groups of an interface", async () => {
    const more = group("more", "main", { egress: [{ ports: 22, cidrs: ["10.0.2.0/24"] }] });
    const both = ec2Instance("a", "a", "10.0.1.10", ["client", "more"]);
    const network = await networkOf(
      ...MAIN,
      client,
      more,
      both,
      ec2Instance("b", "b", "10.0.2.10", ["open"]),
    );
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.b:22")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.b:5432")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.b:80")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.client, aws_security_group.more",
    ]);
  });

  it("that reference a group match its members only, and `self` the members of its own", async () => {
    const peers = group("peers", "main", { ingress: [{ ports: 7000, self: true }], egress: [ANYTHING] });
    const network = await networkOf(
      ...MAIN,
      peers,
      ec2Instance("p", "a", "10.0.1.20", ["peers"]),
      ec2Instance("q", "b", "10.0.2.20", ["peers"]),
      ec2Instance("o", "b", "10.0.2.21", ["open"]),
    );
    expect(verdictAndCauses(network, "aws_instance.p", "aws_instance.q:7000")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "aws_instance.o", "aws_instance.q:7000")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.peers",
    ]);
  });

  it("are read from aws_security_group_rule, and from ingress and egress rule resources", async () => {
    const bare = {
      aws_security_group: { rules: { vpc_id: id("aws_vpc.main") }, vpc: { vpc_id: id("aws_vpc.main") } },
    };
    const security_group_id = id("aws_security_group.rules");
    const old = {
      aws_security_group_rule: {
        in: {
          type: "ingress",
          security_group_id,
          protocol: "tcp",
          from_port: 80,
          to_port: 81,
          cidr_blocks: ["10.0.1.0/24"],
        },
        out: {
          type: "egress",
          security_group_id,
          protocol: "-1",
          from_port: 0,
          to_port: 0,
          source_security_group_id: id("aws_security_group.vpc"),
        },
      },
    };
    const own = { security_group_id: id("aws_security_group.vpc") };
    const fresh = {
      aws_vpc_security_group_ingress_rule: {
        in: { ...own, ip_protocol: "-1", referenced_security_group_id: security_group_id },
      },
      aws_vpc_security_group_egress_rule: {
        out: { ...own, ip_protocol: "tcp", from_port: 80, to_port: 80, cidr_ipv4: "10.0.2.10/32" },
      },
    };
    const network = await networkOf(
      ...MAIN,
      bare,
      old,
      fresh,
      ec2Instance("a", "a", "10.0.1.10", ["vpc"]),
      ec2Instance("b", "b", "10.0.2.10", ["rules"]),
      ec2Instance("c", "b", "10.0.2.11", ["rules"]),
    );
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.b:80")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.c:80")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.vpc",
    ]);
    expect(verdictAndCauses(network, "aws_instance.b", "aws_instance.a:22")).toEqual(["allowed"]);
  });

  it("that reference a prefix list match its CIDR blocks", async () => {
    const list = {
      aws_ec2_managed_prefix_list: {
        office: {
          name: "office",
          address_family: "IPv4",
          max_entries: 2,
          entry: [{ cidr: "10.0.1.0/28" }],
        },
      },
      aws_ec2_managed_prefix_list_entry: {
        more: { prefix_list_id: id("aws_ec2_managed_prefix_list.office"), cidr: "10.0.1.64/28" },
      },
    };
    const listed = group("listed", "main", {
      ingress: [{ ports: 22, lists: [id("aws_ec2_managed_prefix_list.office")] }],
    });
    const network = await networkOf(
      ...MAIN,
      list,
      listed,
      ec2Instance("in", "a", "10.0.1.10", ["open"]),
      ec2Instance("also", "a", "10.0.1.70", ["open"]),
      ec2Instance("out", "a", "10.0.1.40", ["open"]),
      ec2Instance("b", "b", "10.0.2.10", ["listed"]),
    );
    expect(verdictAndCauses(network, "aws_instance.in", "aws_instance.b:22")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "aws_instance.also", "aws_instance.b:22")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "aws_instance.out", "aws_instance.b:22")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.listed",
    ]);
  });

  it("match only their own protocol", async () => {
    const ping = group("ping", "main", {
      ingress: [{ protocol: "icmp", ports: [8, -1], cidrs: ["10.0.0.0/16"] }],
    });
    const dns = group("dns", "main", { ingress: [{ protocol: "udp", ports: 53, cidrs: ["10.0.0.0/16"] }] });
    const network = await networkOf(
      ...MAIN,
      ping,
      dns,
      client,
      a,
      ec2Instance("o", "a", "10.0.1.11", ["open"]),
      ec2Instance("p", "b", "10.0.2.10", ["ping"]),
      ec2Instance("d", "b", "10.0.2.11", ["dns"]),
    );
    const refused = (name: string) => ["blocked", `ENI_SG_RULES_MISMATCH aws_security_group.${name}`];
    expect(verdictAndCauses(network, "aws_instance.o", "aws_instance.p", "icmp")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "aws_instance.o", "aws_instance.p:53")).toEqual(refused("ping"));
    expect(verdictAndCauses(network, "aws_instance.o", "aws_instance.d:53", "udp")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "aws_instance.o", "aws_instance.d:53")).toEqual(refused("dns"));
    expect(verdictAndCauses(network, "aws_instance.o", "aws_instance.d", "icmp")).toEqual(refused("dns"));
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.d:53", "udp")).toEqual(
      refused("client"),
    );
  });
});

describe("network ACLs", () => {
  const a = ec2Instance("a", "a", "10.0.1.10", ["open"]);
  const b = ec2Instance("b", "b", "10.0.2.10", ["open"]);
  const everything = [entry(100, "allow", "-1", "0.0.0.0/0")];
  const withAcl = (ingress: readonly object[], egress: readonly object[]) =>
    networkOf(...MAIN, a, b, acl("b", "main", ["b"], ingress, egress));
  const restricted = ["blocked", "SUBNET_ACL_RESTRICTION aws_network_acl.b"];

  it("deny traffic without an allow entry, in either direction", async () => {
    const network = await withAcl([entry(100, "allow", "tcp", "10.0.0.0/16", 443)], everything);
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.b:443")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.b:80")).toEqual(restricted);
    const out = await withAcl(everything, [entry(100, "allow", "tcp", "10.0.0.0/16", 443)]);
    expect(verdictAndCauses(out, "aws_instance.b", "aws_instance.a:443")).toEqual(["allowed"]);
    expect(verdictAndCauses(out, "aws_instance.b", "aws_instance.a:80")).toEqual(restricted);
  });

  it("evaluate entries by number, regardless of their order in the file", async () => {
    const deny = entry(90, "deny", "tcp", "10.0.1.0/28", 22);
    const first = await withAcl([entry(100, "allow", "-1", "0.0.0.0/0"), deny], everything);
    expect(verdictAndCauses(first, "aws_instance.a", "aws_instance.b:22")).toEqual(restricted);
    expect(verdictAndCauses(first, "aws_instance.a", "aws_instance.b:23")).toEqual(["allowed"]);
    const later = await withAcl([entry(80, "allow", "-1", "0.0.0.0/0"), deny], everything);
    expect(verdictAndCauses(later, "aws_instance.a", "aws_instance.b:22")).toEqual(["allowed"]);
  });

  it("are stateless: return traffic needs an entry for its ports", async () => {
    const network = await withAcl(everything, [entry(100, "allow", "tcp", "10.0.0.0/16", 443)]);
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.b:443")).toEqual(restricted);
    const open = await withAcl(everything, [entry(100, "allow", "tcp", "10.0.0.0/16", [1024, 65535])]);
    expect(verdictAndCauses(open, "aws_instance.a", "aws_instance.b:443")).toEqual(["allowed"]);
  });

  it("make a connection unknown if they allow only some ports of the return traffic", async () => {
    const network = await withAcl(everything, [entry(100, "allow", "tcp", "10.0.0.0/16", [49152, 65535])]);
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.b:443")).toEqual([
      "unknown",
      "SUBNET_ACL_RESTRICTION aws_network_acl.b",
    ]);
    const [cause] = explained(network, "aws_instance.a", "aws_instance.b:443").causes;
    expect(cause!.text).toContain("blocks tcp 443 from source ports 32768-49151");
  });

  it.each([
    ["Linux's ephemeral ports", [32768, 61000], "allowed"],
    ["Windows's ephemeral ports", [49152, 65535], "allowed"],
    ["all ports above 1023", [1024, 65535], "allowed"],
    ["fewer ports than any client uses", [50000, 65535], "unknown"],
    ["one port", [8080, 8080], "unknown"],
  ] as const)(
    "that allow return traffic only to %s (%j) make a request from an unknown client %s",
    async (_, ports, verdict) => {
      const network = await withAcl(everything, [entry(100, "allow", "tcp", "0.0.0.0/0", ports)]);
      expect(verdictAndCauses(network, "10.0.1.99", "aws_instance.b:443")[0]).toBe(verdict);
    },
  );

  it("treat an echo request and its reply as separate messages", async () => {
    const echo = { icmp_type: 8, icmp_code: -1 };
    const reply = { icmp_type: 0, icmp_code: -1 };
    const any = "0.0.0.0/0";
    const good = await withAcl(
      [entry(100, "allow", "icmp", any, 0, echo)],
      [entry(100, "allow", "icmp", any, 0, reply)],
    );
    expect(verdictAndCauses(good, "aws_instance.a", "aws_instance.b", "icmp")).toEqual(["allowed"]);
    const bad = await withAcl(
      [entry(100, "allow", "icmp", any, 0, echo)],
      [entry(100, "allow", "icmp", any, 0, echo)],
    );
    expect(verdictAndCauses(bad, "aws_instance.a", "aws_instance.b", "icmp")).toEqual(restricted);
  });

  it("filter UDP return traffic by its ports", async () => {
    const dns = [entry(100, "allow", "udp", "10.0.0.0/16", 53)];
    const network = await withAcl(dns, dns);
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.b:53", "udp")).toEqual(restricted);
    const open = await withAcl(dns, [entry(100, "allow", "udp", "10.0.0.0/16", [1024, 65535])]);
    expect(verdictAndCauses(open, "aws_instance.a", "aws_instance.b:53", "udp")).toEqual(["allowed"]);
  });

  it("of the sender's subnet filter requests and return traffic", async () => {
    const at = (ingress: readonly object[], egress: readonly object[]) =>
      networkOf(...MAIN, a, b, acl("a", "main", ["a"], ingress, egress));
    const refused = ["blocked", "SUBNET_ACL_RESTRICTION aws_network_acl.a"];
    const out = [entry(100, "allow", "tcp", "10.0.2.0/24", 443)];
    const replies = [entry(100, "allow", "tcp", "10.0.2.0/24", [1024, 65535])];
    expect(verdictAndCauses(await at(replies, out), "aws_instance.a", "aws_instance.b:443")).toEqual([
      "allowed",
    ]);
    expect(verdictAndCauses(await at([], out), "aws_instance.a", "aws_instance.b:443")).toEqual(refused);
    expect(verdictAndCauses(await at(replies, []), "aws_instance.a", "aws_instance.b:443")).toEqual(refused);
  });

  it("are read from aws_network_acl_rule and aws_network_acl_association", async () => {
    const own = { network_acl_id: id("aws_network_acl.b") };
    const everyone = { protocol: "-1", cidr_block: "0.0.0.0/0", from_port: 0, to_port: 0 };
    const rules = {
      aws_network_acl: { b: { vpc_id: id("aws_vpc.main") } },
      aws_network_acl_association: { b: { ...own, subnet_id: id("aws_subnet.b") } },
      aws_network_acl_rule: {
        deny: {
          ...own,
          ...everyone,
          rule_number: 10,
          egress: false,
          rule_action: "deny",
          protocol: "tcp",
          from_port: 23,
          to_port: 23,
        },
        in: { ...own, ...everyone, rule_number: 20, egress: false, rule_action: "allow" },
        out: { ...own, ...everyone, rule_number: 20, egress: true, rule_action: "allow" },
      },
    };
    const network = await networkOf(...MAIN, a, b, rules);
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.b:22")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.b:23")).toEqual(restricted);
  });
});
