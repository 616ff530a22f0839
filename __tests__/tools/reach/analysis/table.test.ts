import { connectivityTable } from "../../../../tools/reach/analysis/table.ts";
import { networkOf, type Resources } from "../support/network.ts";
import {
  ec2Instance,
  gateway,
  group,
  id,
  MAIN,
  openGroup,
  routes,
  subnet,
  vpc,
} from "../support/resource-builders.ts";

async function rows(...parts: Resources[]): Promise<string[]> {
  const table = connectivityTable(await networkOf(...parts));
  return table.map(({ from, to, ports, unknown }) =>
    [from, "→", to, ports, unknown && `(unknown: ${unknown})`]
      .filter((word) => word !== "")
      .join(" ")
      .replaceAll("net/aws_", ""),
  );
}
const igw = gateway("igw", "main");
const out = routes("a", "main", ["a"], {
  cidr_block: "0.0.0.0/0",
  gateway_id: id("aws_internet_gateway.igw"),
});

describe("the connectivity table", () => {
  it("has a row for each connected pair, with exact ports", async () => {
    const web = group("web", "main", {
      ingress: [
        { ports: 80, cidrs: ["0.0.0.0/0"] },
        { ports: [443, 444], cidrs: ["0.0.0.0/0"] },
      ],
      egress: [{ ports: 5432, groups: ["db"] }],
    });
    const db = group("db", "main", { ingress: [{ protocol: "-1", ports: 0, groups: ["web"] }] });
    expect(
      await rows(
        ...MAIN,
        igw,
        out,
        web,
        db,
        ec2Instance("web", "a", "10.0.1.10", ["web"], { associate_public_ip_address: true }),
        ec2Instance("db", "b", "10.0.2.10", ["db"]),
      ),
    ).toEqual(["internet → instance.web tcp 80, 443-444", "instance.web → instance.db tcp 5432"]);
  });

  it("has no row from an instance to itself, even if its address is unknown", async () => {
    const values = { subnet_id: id("aws_subnet.b"), vpc_security_group_ids: [id("aws_security_group.open")] };
    expect(await rows(...MAIN, { aws_instance: { one: values } })).toEqual([]);
    // Equivalent for the network, but still two instances.
    expect(await rows(...MAIN, { aws_instance: { one: values, two: values } })).toEqual([
      "instance.one → instance.two all",
      "instance.two → instance.one all",
    ]);
    const service = {
      launch_type: "FARGATE",
      network_configuration: [
        { subnets: [values.subnet_id], security_groups: values.vpc_security_group_ids },
      ],
    };
    expect(await rows(...MAIN, { aws_ecs_service: { app: service } })).toEqual([
      "ecs_service.app → ecs_service.app all",
    ]);
  });

  it("shows which addresses of an external network are connected", async () => {
    const admin = group("admin", "main", {
      ingress: [{ ports: 22, cidrs: ["203.0.113.0/24", "198.51.100.7/32"] }],
    });
    expect(
      await rows(
        ...MAIN,
        igw,
        out,
        admin,
        ec2Instance("a", "a", "10.0.1.10", ["admin"], { associate_public_ip_address: true }),
      ),
    ).toEqual(["internet (198.51.100.7, 203.0.113.0/24) → instance.a tcp 22"]);
  });

  it("shows unknown ports separately", async () => {
    const half = {
      aws_security_group: {
        half: {
          vpc_id: id("aws_vpc.main"),
          ingress: [
            { protocol: "tcp", from_port: 80, to_port: 80, cidr_blocks: ["10.0.2.0/24"] },
            { protocol: "tcp", from_port: 22, to_port: 22, security_groups: ["sg-0123456789abcdef0"] },
          ],
        },
      },
    };
    const peer = {
      aws_instance: {
        peer: {
          subnet_id: id("aws_subnet.b"),
          private_ip: "10.0.2.10",
          vpc_security_group_ids: ["sg-0123456789abcdef0", id("aws_security_group.caller")],
        },
      },
    };
    const caller = group("caller", "main", { egress: [{ ports: [0, 65535], cidrs: ["10.0.1.0/24"] }] });
    expect(await rows(...MAIN, half, caller, peer, ec2Instance("a", "a", "10.0.1.10", ["half"]))).toContain(
      "instance.peer → instance.a tcp 80 (unknown: tcp 22)",
    );
  });

  it("is empty if nothing is possible", async () => {
    expect(await rows(...MAIN, group("shut", "main"), ec2Instance("a", "a", "10.0.1.10", ["shut"]))).toEqual(
      [],
    );
    expect(await rows()).toEqual([]);
  });

  it("distinguishes endpoints that differ only in their address families", async () => {
    const dual: Resources[] = [
      vpc("main", "10.0.0.0/16", {
        ipv6_cidr_block: "2600:1f18:1:2200::/56",
        ipv6_ipam_pool_id: "ipam-pool-1",
      }),
      subnet("a", "main", "10.0.1.0/24", { ipv6_cidr_block: "2600:1f18:1:2201::/64" }),
      routes("v6", "main", ["a"], { ipv6_cidr_block: "::/0", gateway_id: id("aws_internet_gateway.igw") }),
      openGroup("open", "main"),
    ];
    const floating = (ipv6_address_count: number) => ({
      subnet_id: id("aws_subnet.a"),
      vpc_security_group_ids: [id("aws_security_group.open")],
      ipv6_address_count,
    });
    const both = { aws_instance: { four: floating(0), six: floating(1) } };
    expect((await rows(...dual, igw, both)).filter((row) => row.includes("internet"))).toEqual([
      "internet → instance.six all",
      "instance.six → internet all",
    ]);
  });

  it("shows `all` if everything is allowed, and no connection between VPCs by default", async () => {
    const far = [vpc("far", "10.1.0.0/16"), subnet("f", "far", "10.1.1.0/24"), openGroup("far", "far")];
    expect(
      await rows(
        ...MAIN,
        ...far,
        ec2Instance("a", "a", "10.0.1.10", ["open"]),
        ec2Instance("b", "b", "10.0.2.10", ["open"]),
        ec2Instance("f", "f", "10.1.1.10", ["far"]),
      ),
    ).toEqual(["instance.a → instance.b all", "instance.b → instance.a all"]);
  });
});
