import {
  mergeResources,
  networkOf,
  networkOfFiles,
  type Resources,
  stackFiles,
  verdictAndCauses,
} from "../../support/network.ts";
import {
  ec2Instance,
  group,
  id,
  MAIN,
  openGroup,
  routes,
  subnet,
  vpc,
} from "../../support/resource-builders.ts";

const open = ec2Instance("open", "b", "10.0.2.10", ["open"]);
const shut = group("shut", "main");

describe("network interfaces", () => {
  it("have security groups and an address like an instance", async () => {
    const eni = {
      aws_network_interface: {
        own: {
          subnet_id: id("aws_subnet.a"),
          private_ips: ["10.0.1.50"],
          security_groups: [id("aws_security_group.shut")],
        },
      },
    };
    const network = await networkOf(...MAIN, shut, open, eni);
    expect(verdictAndCauses(network, "aws_instance.open", "aws_network_interface.own:443")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.shut",
    ]);
    expect(verdictAndCauses(network, "aws_instance.open", "10.0.1.50:443")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.shut",
    ]);
  });

  it("belong to the instance to which they are attached", async () => {
    const given: Resources = {
      aws_network_interface: {
        own: {
          subnet_id: id("aws_subnet.a"),
          private_ips: ["10.0.1.50"],
          security_groups: [id("aws_security_group.shut")],
        },
      },
      aws_instance: {
        box: {
          network_interface: [{ network_interface_id: id("aws_network_interface.own"), device_index: 0 }],
        },
      },
    };
    const network = await networkOf(...MAIN, shut, open, given);
    expect(verdictAndCauses(network, "aws_instance.open", "aws_instance.box:443")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.shut",
    ]);
    const attached = {
      aws_network_interface_sg_attachment: {
        more: {
          network_interface_id: id("aws_network_interface.own"),
          security_group_id: id("aws_security_group.open"),
        },
      },
    };
    const more = await networkOf(...MAIN, shut, open, given, attached);
    expect(verdictAndCauses(more, "aws_instance.open", "aws_instance.box:443")).toEqual(["allowed"]);
  });

  it("without a security group have the VPC's default group", async () => {
    const eni = {
      aws_network_interface: { own: { subnet_id: id("aws_subnet.a"), private_ips: ["10.0.1.50"] } },
    };
    const network = await networkOf(...MAIN, open, eni);
    expect(verdictAndCauses(network, "aws_instance.open", "aws_network_interface.own:443")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_vpc.main#default-security-group",
    ]);
  });

  it("forward as a route's target only if their own source/destination check is off", async () => {
    const box = (source_dest_check: boolean): Resources => ({
      aws_network_interface: {
        box: {
          subnet_id: id("aws_subnet.a"),
          private_ips: ["10.0.1.5"],
          security_groups: [id("aws_security_group.open")],
          source_dest_check,
        },
      },
      aws_instance: {
        box: {
          network_interface: [{ network_interface_id: id("aws_network_interface.box"), device_index: 0 }],
        },
      },
    });
    const by = { network_interface_id: id("aws_network_interface.box") };
    const base = [
      ...MAIN,
      open,
      subnet("c", "main", "10.0.3.0/24"),
      ec2Instance("c", "c", "10.0.3.10", ["open"]),
      routes("b", "main", ["b"], { cidr_block: "10.0.3.0/24", ...by }),
      routes("c", "main", ["c"], { cidr_block: "10.0.2.0/24", ...by }),
    ];
    expect(
      verdictAndCauses(await networkOf(...base, box(false)), "aws_instance.open", "aws_instance.c:443"),
    ).toEqual(["allowed"]);
    const [verdict, cause] = verdictAndCauses(
      await networkOf(...base, box(true)),
      "aws_instance.open",
      "aws_instance.c:443",
    );
    expect([verdict, cause?.split(" ")[0]]).toEqual(["blocked", "ENI_SOURCE_DEST_CHECK_RESTRICTION"]);
  });
});

describe("databases and caches", () => {
  const data = (groups: readonly string[]): Resources => ({
    aws_db_subnet_group: { db: { name: "db", subnet_ids: [id("aws_subnet.a"), id("aws_subnet.b")] } },
    aws_db_instance: {
      db: {
        engine: "postgres",
        db_subnet_group_name: "${aws_db_subnet_group.db.name}",
        vpc_security_group_ids: groups.map((name) => id(`aws_security_group.${name}`)),
      },
    },
    aws_elasticache_subnet_group: { c: { name: "c", subnet_ids: [id("aws_subnet.a")] } },
    aws_elasticache_replication_group: {
      c: {
        replication_group_id: "c",
        description: "c",
        subnet_group_name: "${aws_elasticache_subnet_group.c.name}",
        security_group_ids: groups.map((name) => id(`aws_security_group.${name}`)),
      },
    },
  });
  const app = ec2Instance("app", "b", "10.0.2.20", ["app"]);
  const caller = group("app", "main", {
    egress: [
      { ports: 5432, groups: ["store"] },
      { ports: 6379, groups: ["store"] },
    ],
  });
  const store = group("store", "main", {
    ingress: [
      { ports: 5432, groups: ["app"] },
      { ports: 6379, groups: ["app"] },
    ],
  });

  it("are reachable if their own security groups allow it", async () => {
    const network = await networkOf(...MAIN, caller, store, app, data(["store"]));
    expect(verdictAndCauses(network, "aws_instance.app", "aws_db_instance.db:5432")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "aws_instance.app", "aws_elasticache_replication_group.c:6379")).toEqual(
      ["allowed"],
    );
    expect(verdictAndCauses(network, "aws_instance.app", "aws_db_instance.db:22")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.app",
      "ENI_SG_RULES_MISMATCH aws_security_group.store",
    ]);
    expect(verdictAndCauses(network, "aws_db_instance.db", "aws_instance.app:5432")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.store",
      "ENI_SG_RULES_MISMATCH aws_security_group.app",
    ]);
  });
});

describe("a VPC peering between regions", () => {
  it("does not support security group references", async () => {
    const west = (parts: Resources): Resources =>
      Object.fromEntries(
        Object.entries(parts).map(([type, named]) => [
          type,
          Object.fromEntries(
            Object.entries(named).map(([name, own]) => [name, { ...own, provider: "aws.west" }]),
          ),
        ]),
      );
    const pcx = id("aws_vpc_peering_connection.pcx");
    const far = mergeResources(
      vpc("far", "10.1.0.0/16"),
      subnet("f", "far", "10.1.1.0/24"),
      group("far", "far", { ingress: [{ ports: 443, groups: ["open"] }] }),
      openGroup("wide", "far"),
      ec2Instance("far", "f", "10.1.1.10", ["far"]),
      ec2Instance("wide", "f", "10.1.1.11", ["wide"]),
      routes("back", "far", ["f"], { cidr_block: "10.0.0.0/16", vpc_peering_connection_id: pcx }),
      { aws_vpc_peering_connection_accepter: { pcx: { vpc_peering_connection_id: pcx, auto_accept: true } } },
    );
    const files = stackFiles(
      ...MAIN,
      open,
      west(far),
      routes("there", "main", ["b"], { cidr_block: "10.1.0.0/16", vpc_peering_connection_id: pcx }),
      {
        aws_vpc_peering_connection: {
          pcx: { vpc_id: id("aws_vpc.main"), peer_vpc_id: id("aws_vpc.far"), peer_region: "us-west-2" },
        },
      },
    );
    const provider = { aws: [{ region: "us-east-1" }, { alias: "west", region: "us-west-2" }] };
    const network = await networkOfFiles({ "net/main.tf.json": { ...files["net/main.tf.json"], provider } });
    expect(verdictAndCauses(network, "aws_instance.open", "aws_instance.wide:443")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "aws_instance.open", "aws_instance.far:443")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.far",
    ]);
  });
});
