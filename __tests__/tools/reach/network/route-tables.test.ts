import { formatAddresses } from "../../../../tools/reach/packets/addresses.ts";
import {
  NOT_EVALUATED,
  NOT_EVALUATED_WHY,
  UNCOUNTED_WHY,
  type WrittenMap,
  withUncounted,
} from "../support/stacks.ts";
import { routesOf, SUBNET, topologyOf, VPC } from "../support/topology.ts";

const LOCAL = "10.0.0.0/16 -> local";
const A = "net/aws_subnet.a";
const vpc_id = "${aws_vpc.main.id}";
const base = { aws_vpc: VPC, aws_subnet: SUBNET };
/** A route table `own` that is associated with subnet a. */
const withOwnTable = (table: WrittenMap = {}) => ({
  ...base,
  aws_route_table: { own: { vpc_id, ...table } },
  aws_route_table_association: {
    a: { subnet_id: "${aws_subnet.a.id}", route_table_id: "${aws_route_table.own.id}" },
  },
});
const route = (values: Record<string, string>) => ({
  aws_route: { one: { route_table_id: "${aws_route_table.own.id}", ...values } },
});

describe("the route table of a subnet", () => {
  it("is the VPC's main table without an association, with only local routes", () => {
    const topology = topologyOf({
      ...base,
      aws_vpc_ipv4_cidr_block_association: { more: { vpc_id, cidr_block: "10.9.0.0/16" } },
    });
    expect(topology.subnets.get(A)!.table.address).toBe("net/aws_vpc.main#main-route-table");
    expect(routesOf(topology, A)).toEqual([LOCAL, "10.9.0.0/16 -> local"]);
  });

  it("is the adopted main table, including routes that reference the VPC's default table", () => {
    const topology = topologyOf({
      ...base,
      aws_internet_gateway: { igw: { vpc_id } },
      aws_default_route_table: {
        main: {
          default_route_table_id: "${aws_vpc.main.default_route_table_id}",
          route: [{ cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.igw.id}" }],
        },
      },
      aws_route: {
        six: {
          route_table_id: "${aws_vpc.main.main_route_table_id}",
          destination_ipv6_cidr_block: "::/0",
          gateway_id: "${aws_internet_gateway.igw.id}",
        },
      },
    });
    expect(topology.subnets.get(A)!.table.address).toBe("net/aws_default_route_table.main");
    expect(routesOf(topology, A)).toEqual([
      LOCAL,
      "::/0 -> internet-gateway net/aws_internet_gateway.igw",
      "0.0.0.0/0 -> internet-gateway net/aws_internet_gateway.igw",
    ]);
  });

  it("is the table that replaces the main one", () => {
    const topology = topologyOf({
      ...base,
      aws_route_table: { other: { vpc_id } },
      aws_main_route_table_association: { m: { vpc_id, route_table_id: "${aws_route_table.other.id}" } },
    });
    expect(topology.subnets.get(A)!.table.address).toBe("net/aws_route_table.other");
  });

  it("is the associated table", () => {
    expect(topologyOf(withOwnTable()).subnets.get(A)!.table).toMatchObject({
      address: "net/aws_route_table.own",
    });
  });

  it("is unknown if an association could belong to any subnet", () => {
    const topology = topologyOf({
      ...base,
      aws_route_table: { own: { vpc_id } },
      aws_route_table_association: {
        x: { subnet_id: NOT_EVALUATED, route_table_id: "${aws_route_table.own.id}" },
      },
    });
    expect(topology.subnets.get(A)!.table.unknown).toContain("net/aws_route_table_association.x");
  });
});

describe("a route table", () => {
  it("is known if it is associated explicitly, even if another association is unknown", () => {
    const { aws_route_table_association, ...rest } = withOwnTable();
    const topology = topologyOf({
      ...rest,
      aws_route_table_association: {
        ...aws_route_table_association,
        x: { subnet_id: NOT_EVALUATED, route_table_id: "${aws_route_table.own.id}" },
      },
    });
    expect(topology.subnets.get(A)!.table.unknown).toBeUndefined();
  });

  it("of a default VPC has a route to the internet unless it is adopted", () => {
    const vpc = {
      aws_default_vpc: { main: {} },
      aws_default_subnet: { a: { availability_zone: "us-east-1a" } },
    };
    const adopted = {
      aws_default_route_table: {
        main: { default_route_table_id: "${aws_default_vpc.main.default_route_table_id}" },
      },
    };
    const D = "net/aws_default_subnet.a";
    const local = "172.31.0.0/16 -> local";
    expect(routesOf(topologyOf(vpc), D)).toEqual([
      local,
      "0.0.0.0/0 -> internet-gateway net/aws_default_vpc.main#internet-gateway",
    ]);
    expect(routesOf(topologyOf({ ...vpc, ...adopted }), D)).toEqual([local]);
  });
});

describe("a route", () => {
  const peering = { p: { vpc_id, peer_vpc_id: "vpc-1" } };
  const cases: [string, Parameters<typeof topologyOf>[0], Record<string, string>, string][] = [
    [
      "internet gateway",
      { aws_internet_gateway: { g: { vpc_id } } },
      { gateway_id: "${aws_internet_gateway.g.id}" },
      "internet-gateway net/aws_internet_gateway.g",
    ],
    [
      "detached gateway",
      { aws_internet_gateway: { g: {} } },
      { gateway_id: "${aws_internet_gateway.g.id}" },
      "blackhole: net/aws_internet_gateway.g is not attached to net/aws_vpc.main",
    ],
    [
      "virtual private gateway",
      { aws_vpn_gateway: { g: { vpc_id } } },
      { gateway_id: "${aws_vpn_gateway.g.id}" },
      "vpn-gateway net/aws_vpn_gateway.g",
    ],
    [
      "NAT gateway",
      { aws_nat_gateway: { n: { subnet_id: "${aws_subnet.a.id}" } } },
      { nat_gateway_id: "${aws_nat_gateway.n.id}" },
      "nat-gateway net/aws_nat_gateway.n",
    ],
    [
      "NAT gateway in an unknown VPC",
      { aws_nat_gateway: { n: { subnet_id: "subnet-1" } } },
      { nat_gateway_id: "${aws_nat_gateway.n.id}" },
      "unknown: the VPC of net/aws_nat_gateway.n is unknown",
    ],
    [
      "egress-only gateway",
      { aws_egress_only_internet_gateway: { e: { vpc_id } } },
      { egress_only_gateway_id: "${aws_egress_only_internet_gateway.e.id}" },
      "egress-only-gateway net/aws_egress_only_internet_gateway.e",
    ],
    [
      "peering",
      { aws_vpc_peering_connection: peering },
      { vpc_peering_connection_id: "${aws_vpc_peering_connection.p.id}" },
      "peering net/aws_vpc_peering_connection.p",
    ],
    [
      "transit gateway",
      { aws_ec2_transit_gateway: { t: {} } },
      { transit_gateway_id: "${aws_ec2_transit_gateway.t.id}" },
      "transit-gateway net/aws_ec2_transit_gateway.t",
    ],
    [
      "instance",
      { aws_instance: { i: {} } },
      { network_interface_id: "${aws_instance.i.primary_network_interface_id}" },
      "endpoint net/aws_instance.i",
    ],
    [
      "interface",
      { aws_network_interface: { n: {} } },
      { network_interface_id: "${aws_network_interface.n.id}" },
      "endpoint net/aws_network_interface.n",
    ],
    [
      "firewall endpoint",
      { aws_vpc_endpoint: { f: { vpc_endpoint_type: "GatewayLoadBalancer" } } },
      { vpc_endpoint_id: "${aws_vpc_endpoint.f.id}" },
      "unknown: how the endpoint net/aws_vpc_endpoint.f.id (firewall or load balancer) handles traffic is not modelled",
    ],
    ["carrier gateway", {}, { carrier_gateway_id: "cagw-1" }, "unknown: carrier gateways are not modelled"],
    ["Cloud WAN", {}, { core_network_arn: "arn:1" }, "unknown: Cloud WAN is not modelled"],
    ["target outside the files", {}, { transit_gateway_id: "tgw-1" }, "unknown: tgw-1 is not in these files"],
    [
      "target that AWS reports as deleted",
      {},
      { nat_gateway_id: "nat-1", state: "blackhole" },
      "blackhole: AWS reports that its target no longer exists",
    ],
  ];
  it.each(cases)("has the right target: %s", (_, more, target, text) => {
    const topology = topologyOf({
      ...withOwnTable(),
      ...more,
      ...route({ destination_cidr_block: "192.0.2.0/24", ...target }),
    });
    expect(routesOf(topology, A)).toEqual([LOCAL, `192.0.2.0/24 -> ${text}`]);
  });

  it("to an instance's network interface targets the instance", () => {
    const topology = topologyOf({
      ...withOwnTable(),
      aws_network_interface: { n: {} },
      aws_instance: {
        i: {
          network_interface: [{ device_index: 0, network_interface_id: "${aws_network_interface.n.id}" }],
        },
      },
      ...route({
        destination_cidr_block: "0.0.0.0/0",
        network_interface_id: "${aws_network_interface.n.id}",
      }),
    });
    expect(routesOf(topology, A)[1]).toBe("0.0.0.0/0 -> endpoint net/aws_instance.i");
  });

  it("to the VPC's CIDR block replaces the local route", () => {
    const topology = topologyOf({
      ...withOwnTable(),
      aws_instance: { i: {} },
      ...route({
        destination_cidr_block: "10.0.0.0/16",
        network_interface_id: "${aws_instance.i.primary_network_interface_id}",
      }),
    });
    expect(routesOf(topology, A)).toEqual(["10.0.0.0/16 -> endpoint net/aws_instance.i"]);
  });

  it("that a state lists twice, inline and as a resource, is read once, as the resource", () => {
    const topology = topologyOf({
      ...withOwnTable({
        route: [{ cidr_block: "192.0.2.0/24", transit_gateway_id: "tgw-1", gateway_id: "" }],
      }),
      ...route({ destination_cidr_block: "192.0.2.0/24", transit_gateway_id: "tgw-1" }),
    });
    expect(topology.subnets.get(A)!.table.routes.map(({ origin }) => origin)).toEqual([
      "net/aws_vpc.main",
      "net/aws_route.one",
    ]);
  });

  it("of an unknown table leaves every table incomplete", () => {
    const topology = topologyOf({
      ...base,
      aws_route: { one: { route_table_id: NOT_EVALUATED, destination_cidr_block: "0.0.0.0/0" } },
    });
    expect(topology.subnets.get(A)!.table.unknown).toContain("net/aws_route.one");
    expect(topology.gaps.map(({ address }) => address)).toEqual(["net/aws_route.one"]);
  });

  it("with an unknown count leaves every table incomplete", () => {
    const topology = topologyOf(withUncounted(base, "aws_route.nat"));
    expect(topology.subnets.get(A)!.table.unknown).toContain(UNCOUNTED_WHY);
  });

  it("to an unknown destination leaves its table incomplete", () => {
    const topology = topologyOf(withOwnTable({ route: NOT_EVALUATED }));
    expect(topology.subnets.get(A)!.table.unknown).toBe(NOT_EVALUATED_WHY);
  });
});

describe("routes to prefix lists", () => {
  it("of a customer: one route for each entry", () => {
    const topology = topologyOf({
      ...withOwnTable(),
      aws_ec2_managed_prefix_list: { offices: { name: "offices", entry: [{ cidr: "192.0.2.0/24" }] } },
      aws_ec2_managed_prefix_list_entry: {
        two: { prefix_list_id: "${aws_ec2_managed_prefix_list.offices.id}", cidr: "198.51.100.0/25" },
      },
      ...route({
        destination_prefix_list_id: "${aws_ec2_managed_prefix_list.offices.id}",
        transit_gateway_id: "tgw-1",
      }),
    });
    expect(
      topology.subnets.get(A)!.table.routes.map(({ text, prefixLength }) => [text, prefixLength]),
    ).toEqual([
      ["10.0.0.0/16", 16],
      ["192.0.2.0/24 (offices)", 24],
      ["198.51.100.0/25 (offices)", 25],
    ]);
  });

  it("of gateway endpoints: one route in each associated table", () => {
    const topology = topologyOf({
      ...withOwnTable(),
      aws_vpc_endpoint: {
        s3: {
          vpc_id,
          service_name: "com.amazonaws.us-east-1.s3",
          route_table_ids: ["${aws_route_table.own.id}"],
        },
        db: { vpc_id, service_name: "com.amazonaws.us-east-1.dynamodb", vpc_endpoint_type: "Gateway" },
        logs: { vpc_id, service_name: "com.amazonaws.us-east-1.logs", vpc_endpoint_type: "Interface" },
      },
      aws_vpc_endpoint_route_table_association: {
        db: { vpc_endpoint_id: "${aws_vpc_endpoint.db.id}", route_table_id: "${aws_route_table.own.id}" },
      },
    });
    expect(routesOf(topology, A)).toEqual([
      LOCAL,
      "s3 -> gateway-endpoint net/aws_vpc_endpoint.s3",
      "dynamodb -> gateway-endpoint net/aws_vpc_endpoint.db",
    ]);
    const { destination, origin } = topology.subnets.get(A)!.table.routes[2]!;
    expect(topology.externalNetworks.get("dynamodb")).toMatchObject({
      kind: "aws-service",
      addresses: destination,
    });
    expect(origin).toBe("net/aws_vpc_endpoint_route_table_association.db");
    expect([...topology.externalNetworks.keys()]).toEqual(["internet", "dynamodb", "s3"]);
  });
});

describe("routes propagated by a virtual private gateway", () => {
  const vpn = (values: Record<string, string | boolean>) => ({
    ...withOwnTable(),
    aws_vpn_gateway: { g: { vpc_id } },
    aws_vpn_gateway_route_propagation: {
      g: { vpn_gateway_id: "${aws_vpn_gateway.g.id}", route_table_id: "${aws_route_table.own.id}" },
    },
    aws_vpn_connection: { office: { vpn_gateway_id: "${aws_vpn_gateway.g.id}", ...values } },
    aws_vpn_connection_route: {
      r: { vpn_connection_id: "${aws_vpn_connection.office.id}", destination_cidr_block: "192.168.0.0/16" },
    },
  });

  it("are the static routes of its VPN connection", () => {
    const topology = topologyOf(vpn({ static_routes_only: true }));
    expect(routesOf(topology, A)).toEqual([
      LOCAL,
      "192.168.0.0/16 -> vpn-gateway net/aws_vpn_gateway.g (propagated)",
    ]);
    expect(topology.subnets.get(A)!.table.unknown).toBeUndefined();
    expect(topology.externalNetworks.get("net/aws_vpn_connection.office")).toMatchObject({
      attachedTo: "net/aws_vpn_gateway.g",
    });
    expect(topology.externalNetworks.get("net/aws_vpn_connection.office")!.unknown).toBeUndefined();
    expect(topology.vpnGateways.get("net/aws_vpn_gateway.g")).toEqual({
      address: "net/aws_vpn_gateway.g",
      tunnels: [],
      vpc: "net/aws_vpc.main",
      externalNetworks: ["net/aws_vpn_connection.office"],
    });
  });

  it("are unknown if BGP advertises them", () => {
    const topology = topologyOf(vpn({}));
    expect(topology.subnets.get(A)!.table.unknown).toContain(
      "net/aws_vpn_connection.office advertises its routes over BGP",
    );
    expect(topology.externalNetworks.get("net/aws_vpn_connection.office")!.unknown).toContain("BGP");
  });

  it("belong to one VPN connection each; a default route reveals no prefix", () => {
    const json = vpn({ static_routes_only: true });
    const topology = topologyOf({
      ...json,
      aws_vpn_connection: {
        ...json.aws_vpn_connection,
        depot: { vpn_gateway_id: "${aws_vpn_gateway.g.id}", static_routes_only: true },
      },
      ...route({ destination_cidr_block: "0.0.0.0/0", gateway_id: "${aws_vpn_gateway.g.id}" }),
    });
    const [office, depot] = ["office", "depot"].map(
      (name) => topology.externalNetworks.get(`net/aws_vpn_connection.${name}`)!,
    );
    expect([formatAddresses(office!.addresses), office!.unknown]).toEqual(["192.168.0.0/16", undefined]);
    expect([depot!.hasUnknownPrefixes, depot!.unknown]).toEqual([
      true,
      "no route names the network behind net/aws_vpn_connection.depot",
    ]);
  });
});
