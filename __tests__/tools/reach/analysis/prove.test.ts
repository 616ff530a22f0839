import type { ExpectedConnectivity } from "../../../../tools/reach/analysis/expected-connectivity.ts";
import { prove } from "../../../../tools/reach/analysis/prove.ts";
import { TransportSet } from "../../../../tools/reach/packets/transport-set.ts";
import { networkOf, networkOfFiles, type Resources, stackFiles } from "../support/network.ts";
import { acl, ec2Instance, entry, gateway, group, id, MAIN, routes } from "../support/resource-builders.ts";

const web = group("web", "main", { egress: [{ ports: 5432, cidrs: ["10.0.0.0/16"] }] });
const db = group("db", "main", { ingress: [{ ports: 5432, groups: ["web"] }] });
const servers = [ec2Instance("web", "a", "10.0.1.10", ["web"]), ec2Instance("db", "b", "10.0.2.10", ["db"])];
const BASE: readonly Resources[] = [...MAIN, web, db, ...servers];
const flow = (from: string, to: string, port: number): ExpectedConnectivity => ({
  from,
  to,
  transport: TransportSet.named("tcp", port),
  flow: `${from} -> ${to}`,
});
const declared = flow("net/aws_instance.web", "net/aws_instance.db", 5432);

async function differences(
  parts: readonly Resources[],
  expected: readonly ExpectedConnectivity[] = [declared],
) {
  const { differences } = prove(await networkOf(...parts), expected);
  return differences.map(({ kind, from, to, transport, causes, by, flows }) => ({
    what: `${kind}: ${from} → ${to} ${transport.format()}`.replaceAll("net/aws_instance.", ""),
    causes: causes.map(({ code, address }) => `${code} ${address}`),
    by,
    flows,
  }));
}

describe("a proof", () => {
  it("passes if exactly the declared flows are possible", async () => {
    const proof = prove(await networkOf(...BASE), [declared]);
    expect(proof.differences).toEqual([]);
    expect(
      proof.proven.map(({ from, to, transport, flows }) => [from, to, transport.format(), flows]),
    ).toEqual([["net/aws_instance.web", "net/aws_instance.db", "tcp 5432", [declared.flow]]]);
    // Two instances: to each other, to themselves, and to and from the internet.
    expect(proof.pairs).toBe(8);
  });

  it("reports a declared flow that is blocked, with the rule that blocks it", async () => {
    const everything = [entry(100, "allow", "-1", "0.0.0.0/0")];
    const shut = acl(
      "b",
      "main",
      ["b"],
      [entry(90, "deny", "tcp", "10.0.1.0/24", 5432), ...everything],
      everything,
    );
    expect(await differences([...BASE, shut])).toEqual([
      {
        what: "missing: web → db tcp 5432",
        causes: ["SUBNET_ACL_RESTRICTION net/aws_network_acl.b"],
        by: [],
        flows: [declared.flow],
      },
    ]);
  });

  it("reports a declared flow whose target is not in the files", async () => {
    const nowhere = flow("net/aws_instance.web", "net/aws_instance.gone", 5432);
    expect(await differences(BASE, [declared, nowhere])).toEqual([
      {
        what: "missing: web → gone tcp 5432",
        causes: ["NO_PATH net/aws_instance.gone"],
        by: [],
        flows: [nowhere.flow],
      },
    ]);
  });

  it("reports a declared flow that is only partially possible", async () => {
    const both = { ...declared, transport: TransportSet.named("tcp", 5432, 5433) };
    expect((await differences(BASE, [both])).map(({ what }) => what)).toEqual([
      "missing: web → db tcp 5432-5433",
    ]);
    const everything = [entry(100, "allow", "-1", "0.0.0.0/0")];
    const narrow = acl("b", "main", ["b"], everything, [
      entry(100, "allow", "tcp", "0.0.0.0/0", [49152, 65535]),
    ]);
    expect((await differences([...BASE, narrow])).map(({ what, causes }) => [what, causes])).toEqual([
      ["missing: web → db tcp 5432", ["SUBNET_ACL_RESTRICTION net/aws_network_acl.b"]],
    ]);
  });

  it("reports an undeclared connection, with the rules that allow it", async () => {
    const wide = group("db", "main", { ingress: [{ ports: [5432, 5433], groups: ["web"] }] });
    const more = group("web", "main", { egress: [{ ports: [5430, 5440], cidrs: ["10.0.0.0/16"] }] });
    expect(await differences([...BASE, wide, more])).toEqual([
      {
        what: "undeclared: web → db tcp 5433",
        causes: [],
        by: expect.arrayContaining([
          "net/aws_security_group.web#egress[0]",
          "net/aws_security_group.db#ingress[0]",
        ]),
        flows: [],
      },
    ]);
    expect((await differences(BASE, [])).map(({ what }) => what)).toEqual(["undeclared: web → db tcp 5432"]);
  });

  it("reports connections that may be possible as unknown", async () => {
    const open = {
      aws_security_group: {
        db: {
          vpc_id: id("aws_vpc.main"),
          ingress: [
            { protocol: "tcp", from_port: 22, to_port: 22, security_groups: ["sg-0123456789abcdef0"] },
            {
              protocol: "tcp",
              from_port: 5432,
              to_port: 5432,
              security_groups: [id("aws_security_group.web")],
            },
          ],
        },
      },
    };
    const admin = [
      group("admin", "main", { egress: [{ ports: 22, cidrs: ["10.0.0.0/16"] }] }),
      ec2Instance("admin", "a", "10.0.1.20", ["admin"], {
        vpc_security_group_ids: ["sg-0123456789abcdef0", id("aws_security_group.admin")],
      }),
    ];
    const found = await differences([...BASE, open, ...admin]);
    expect(found.map(({ what }) => what)).toEqual([
      "unknown: admin → db tcp 22, 5432",
      "unknown: web → admin tcp 5432",
    ]);
    expect(found[0]?.causes).toContain("NOT_KNOWN net/aws_security_group.db");

    const maintenance = flow("net/aws_instance.admin", "net/aws_instance.db", 22);
    const [first] = await differences([...BASE, open, ...admin], [declared, maintenance]);
    expect(first).toMatchObject({ what: "unknown: admin → db tcp 22", flows: [maintenance.flow] });
    expect(first?.causes).toContain("NOT_KNOWN net/aws_security_group.db");
  });

  it("treats AWS services as a part of a declared internet", async () => {
    const out = [
      gateway("igw", "main"),
      routes("a", "main", ["a"], { cidr_block: "0.0.0.0/0", gateway_id: id("aws_internet_gateway.igw") }),
      {
        aws_vpc_endpoint: {
          s3: {
            vpc_id: id("aws_vpc.main"),
            service_name: "com.amazonaws.us-east-1.s3",
            route_table_ids: [id("aws_route_table.a")],
          },
        },
      },
      group("web", "main", { egress: [{ ports: 443, cidrs: ["0.0.0.0/0"] }] }),
      ec2Instance("web", "a", "10.0.1.10", ["web"], { associate_public_ip_address: true }),
    ];
    const toInternet = flow("net/aws_instance.web", "internet", 443);
    expect(await differences([...BASE, ...out], [toInternet])).toEqual([]);
    expect((await differences([...BASE, ...out], [])).map(({ what }) => what)).toEqual([
      "undeclared: web → internet tcp 443",
      "undeclared: web → s3 tcp 443",
    ]);
  });

  describe("of a name that several endpoints share", () => {
    const output = { security_group_ids: { value: { web: id("aws_security_group.web") } } };
    const shared = async (...parts: readonly Resources[]) => {
      const files = stackFiles(...BASE, ...parts);
      const stack = { ...files["net/main.tf.json"], output };
      const network = await networkOfFiles({ "shop-prod-network/main.tf.json": stack });
      return prove(network, []).differences.map(({ kind, from, to, transport, causes, by }) => ({
        what: `${kind}: ${from} → ${to} ${transport.format()}`.replaceAll("shop-prod-network/", ""),
        causes: causes.map(({ code, address }) => `${code} ${address}`.replaceAll("shop-prod-network/", "")),
        by: by.map((address) => address.replaceAll("shop-prod-network/", "")),
      }));
    };
    const calling = (name: string, port: number, address: string): Resources[] => [
      group(name, "main", { egress: [{ ports: port, cidrs: ["10.0.0.0/16"] }] }),
      ec2Instance(name, "a", address, ["web", name]),
    ];

    it("merges undeclared connections, with all rules that allow them", async () => {
      const open = group("db", "main", { ingress: [{ ports: [5432, 5434], groups: ["web"] }] });
      const more = [...calling("one", 5433, "10.0.1.11"), ...calling("two", 5434, "10.0.1.12")];
      expect(await shared(open, ...more)).toEqual([
        {
          what: "undeclared: shop-prod/web → aws_instance.db tcp 5432-5434",
          causes: [],
          by: [
            "aws_security_group.web#egress[0]",
            "aws_security_group.one#egress[0]",
            "aws_vpc.main#default-network-acl",
            "aws_vpc.main",
            "aws_security_group.db#ingress[0]",
            "aws_security_group.two#egress[0]",
          ],
        },
      ]);
    });

    it("merges unknown connections, with all causes and rules", async () => {
      const partlyKnown = (name: string, port: number, address: string): Resources[] => [
        {
          aws_security_group: {
            [name]: {
              vpc_id: id("aws_vpc.main"),
              egress: [{ ...tcp(port), security_groups: ["sg-0123456789abcdef0"] }],
            },
          },
        },
        ec2Instance(name, "a", address, [name, "web"]),
      ];
      const tcp = (port: number) => ({ protocol: "tcp", from_port: port, to_port: port });
      const unknown = [...partlyKnown("one", 5433, "10.0.1.11"), ...partlyKnown("two", 5434, "10.0.1.12")];
      const db = group("db", "main", { ingress: [{ ports: [5433, 5434], groups: ["web"] }] });
      expect(await shared(db, ...unknown)).toEqual([
        {
          what: "unknown: shop-prod/web → aws_instance.db tcp 5433-5434",
          causes: [
            "NOT_KNOWN aws_security_group.one, aws_security_group.web",
            "NOT_KNOWN aws_security_group.two, aws_security_group.web",
          ],
          by: [
            "aws_security_group.one#egress[0]",
            "aws_security_group.web#egress[0]",
            "aws_vpc.main#default-network-acl",
            "aws_vpc.main",
            "aws_security_group.db#ingress[0]",
            "aws_security_group.two#egress[0]",
          ],
        },
      ]);
    });
  });

  it("reports the differences of each instance of a resource separately", async () => {
    const copies = {
      aws_instance: {
        web: {
          count: 3,
          subnet_id: id("aws_subnet.a"),
          vpc_security_group_ids: [id("aws_security_group.web")],
        },
      },
    };
    const found = await differences([...BASE, copies], []);
    expect(found.map(({ what }) => what)).toEqual([
      "undeclared: web[0] → db tcp 5432",
      "undeclared: web[1] → db tcp 5432",
      "undeclared: web[2] → db tcp 5432",
    ]);
  });
});
