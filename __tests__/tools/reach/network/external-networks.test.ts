import { arePlaceholders } from "../../../../tools/reach/network/placeholder-cidrs.ts";
import { formatAddresses, parseAddresses } from "../../../../tools/reach/packets/addresses.ts";
import { SUBNET, topologyOf, VPC } from "../support/topology.ts";

const vpc_id = "${aws_vpc.main.id}";

describe("the internet", () => {
  const { addresses } = topologyOf({ aws_vpc: VPC }).externalNetworks.get("internet")!;
  it.each(["8.8.8.8", "1.1.1.1", "192.0.2.1", "223.255.255.255", "2600::1"])("includes %s", (address) => {
    expect(addresses.covers(parseAddresses(address)!)).toBe(true);
  });
  it.each([
    "10.0.0.1",
    "172.31.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "224.0.0.1",
    "255.255.255.255",
    "fd00::1",
    "fe80::1",
  ])("excludes %s", (address) => {
    expect(addresses.overlaps(parseAddresses(address)!)).toBe(false);
  });
});

describe("AWS services", () => {
  it("have placeholder addresses in 0.0.0.0/0, disjoint from the internet and each other, however they are referenced", () => {
    const { externalNetworks } = topologyOf({
      data: {
        aws_prefix_list: { s3: { name: "com.amazonaws.eu-west-1.s3" } },
        aws_ec2_managed_prefix_list: {
          ddb: { filter: [{ name: "prefix-list-name", values: ["com.amazonaws.eu-west-1.dynamodb"] }] },
        },
      },
      aws_cloudfront_distribution: { cdn: {} },
    });
    expect([...externalNetworks.values()].map(({ name, kind }) => [name, kind])).toEqual([
      ["internet", "internet"],
      ["cloudfront.origin-facing", "cdn"],
      ["dynamodb", "aws-service"],
      ["s3", "aws-service"],
    ]);
    const all = [...externalNetworks.values()].map(({ addresses }) => addresses);
    expect(all.some((one, i) => all.some((other, j) => i < j && one.overlaps(other)))).toBe(false);
    const services = [...externalNetworks.values()].filter(({ kind }) => kind !== "internet");
    expect(
      services.map(({ name, addresses }) => [
        name,
        addresses.isEmpty,
        parseAddresses("0.0.0.0/0")!.covers(addresses),
        arePlaceholders(addresses),
      ]),
    ).toEqual([
      ["cloudfront.origin-facing", false, true, true],
      ["dynamodb", false, true, true],
      ["s3", false, true, true],
    ]);
  });
});

describe("a client VPN endpoint", () => {
  it("is the external network of its clients, with their routes, subnets and authorization rules", () => {
    const client_vpn_endpoint_id = "${aws_ec2_client_vpn_endpoint.staff.id}";
    const topology = topologyOf({
      aws_vpc: VPC,
      aws_subnet: SUBNET,
      aws_ec2_client_vpn_endpoint: { staff: { client_cidr_block: "10.200.0.0/22" } },
      aws_ec2_client_vpn_network_association: {
        a: { client_vpn_endpoint_id, subnet_id: "${aws_subnet.a.id}" },
      },
      aws_ec2_client_vpn_authorization_rule: {
        all: { client_vpn_endpoint_id, target_network_cidr: "10.0.0.0/16" },
      },
      aws_ec2_client_vpn_route: {
        out: {
          client_vpn_endpoint_id,
          destination_cidr_block: "0.0.0.0/0",
          target_vpc_subnet_id: "${aws_subnet.a.id}",
        },
      },
    });
    const address = "net/aws_ec2_client_vpn_endpoint.staff";
    expect(topology.externalNetworks.get(address)).toMatchObject({
      kind: "vpn-clients",
      addresses: parseAddresses("10.200.0.0/22"),
      attachedTo: address,
    });
    const found = topology.clientVpns.get(address)!;
    expect(found).toMatchObject({
      vpc: "net/aws_vpc.main",
      subnets: ["net/aws_subnet.a"],
      groups: ["net/aws_vpc.main#default-security-group"],
    });
    expect(found.routes.map(({ text, subnet }) => [text, subnet])).toEqual([
      ["10.0.0.0/16", "net/aws_subnet.a"],
      ["0.0.0.0/0", "net/aws_subnet.a"],
    ]);
    expect(found.authorizationRules.map(({ text }) => text)).toEqual(["10.0.0.0/16"]);
    expect(found.unknown).toBeUndefined();
  });
});

describe("a Direct Connect interface on a virtual private gateway", () => {
  it("has the prefixes of the VPC's static routes to it; BGP may advertise more", () => {
    const topology = topologyOf({
      aws_vpc: VPC,
      aws_vpn_gateway: { g: { vpc_id } },
      aws_dx_private_virtual_interface: { dx: { vpn_gateway_id: "${aws_vpn_gateway.g.id}" } },
      aws_default_route_table: {
        main: {
          default_route_table_id: "${aws_vpc.main.default_route_table_id}",
          route: [{ cidr_block: "192.168.7.0/24", gateway_id: "${aws_vpn_gateway.g.id}" }],
        },
      },
    });
    expect(topology.externalNetworks.get("net/aws_dx_private_virtual_interface.dx")).toEqual({
      name: "net/aws_dx_private_virtual_interface.dx",
      kind: "direct-connect",
      addresses: parseAddresses("192.168.7.0/24"),
      unknown: expect.stringContaining("BGP"),
      attachedTo: "net/aws_vpn_gateway.g",
    });
  });
});

describe("VPN and Direct Connect connections on one virtual private gateway", () => {
  const topology = topologyOf({
    aws_vpc: VPC,
    aws_vpn_gateway: { g: { vpc_id } },
    aws_vpn_connection: { office: { vpn_gateway_id: "${aws_vpn_gateway.g.id}", static_routes_only: true } },
    aws_vpn_connection_route: {
      office: {
        vpn_connection_id: "${aws_vpn_connection.office.id}",
        destination_cidr_block: "192.168.7.0/24",
      },
    },
    aws_dx_private_virtual_interface: { dx: { vpn_gateway_id: "${aws_vpn_gateway.g.id}" } },
    aws_default_route_table: {
      main: {
        default_route_table_id: "${aws_vpc.main.default_route_table_id}",
        route: [{ cidr_block: "192.168.7.0/24", gateway_id: "${aws_vpn_gateway.g.id}" }],
      },
    },
  });

  it("do not share the prefixes that are known to be behind one of them", () => {
    const office = parseAddresses("192.168.7.0/24")!;
    expect(topology.externalNetworks.get("net/aws_vpn_connection.office")!.addresses).toEqual(office);
    const directConnect = topology.externalNetworks.get("net/aws_dx_private_virtual_interface.dx")!;
    expect(directConnect.hasUnknownPrefixes).toBe(true);
    expect(directConnect.addresses.overlaps(office)).toBe(false);
    expect(directConnect.addresses.covers(parseAddresses("192.168.8.0/24")!)).toBe(true);
  });
});

describe("VPC peerings", () => {
  const two = { a: { cidr_block: "10.1.0.0/16" }, b: { cidr_block: "10.2.0.0/16" } };
  const peering = (values: Record<string, string | boolean>, more: Parameters<typeof topologyOf>[0] = {}) => [
    ...topologyOf({
      aws_vpc: two,
      aws_vpc_peering_connection: { p: { vpc_id: "${aws_vpc.a.id}", ...values } },
      ...more,
    }).peerings.values(),
  ];
  const address = "net/aws_vpc_peering_connection.p";
  const peer_vpc_id = "${aws_vpc.b.id}";
  const sides = ["net/aws_vpc.a", "net/aws_vpc.b"];

  it("are accepted by auto_accept, by an accepter, or not at all", () => {
    const accepter = (auto_accept: boolean) => ({
      aws_vpc_peering_connection_accepter: {
        p: { vpc_peering_connection_id: "${aws_vpc_peering_connection.p.id}", auto_accept },
      },
    });
    expect(peering({ peer_vpc_id, auto_accept: true })).toEqual([{ address, sides, isAccepted: true }]);
    expect(peering({ peer_vpc_id })).toEqual([{ address, sides, isAccepted: false }]);
    expect(peering({ peer_vpc_id }, accepter(true))).toEqual([{ address, sides, isAccepted: true }]);
    expect(peering({ peer_vpc_id }, accepter(false))).toEqual([{ address, sides, isAccepted: false }]);
  });

  it("with a VPC outside the files have an unknown side", () => {
    expect(peering({ peer_vpc_id: "vpc-1" })).toEqual([
      { address, sides: ["net/aws_vpc.a", undefined], isAccepted: "unknown" },
    ]);
    const accepted = topologyOf({
      aws_vpc_peering_connection_accepter: { p: { vpc_peering_connection_id: "pcx-1", auto_accept: true } },
    });
    expect([...accepted.peerings.values()]).toEqual([
      {
        address: "net/aws_vpc_peering_connection_accepter.p",
        sides: [undefined, undefined],
        isAccepted: true,
      },
    ]);
  });
});

describe("resources that are not modelled", () => {
  it("are gaps, with a reason that names the unknown facts", () => {
    const { gaps } = topologyOf({
      aws_networkfirewall_firewall: { f: {} },
      aws_vpclattice_service_network_vpc_association: { l: {} },
      aws_networkmanager_vpc_attachment: { w: {} },
      aws_vpc_endpoint: { g: { vpc_endpoint_type: "GatewayLoadBalancer" } },
      aws_s3_bucket: { b: {} },
    });
    expect(gaps.map((gap) => gap.address)).toEqual([
      "net/aws_networkfirewall_firewall.f",
      "net/aws_networkmanager_vpc_attachment.w",
      "net/aws_vpc_endpoint.g",
      "net/aws_vpclattice_service_network_vpc_association.l",
    ]);
    expect(gaps.every(({ why }) => why.includes("unknown"))).toBe(true);
  });
});

describe("NAT gateways", () => {
  it("are public by default; those in an unknown subnet are gaps", () => {
    const subnet_id = "${aws_subnet.a.id}";
    const topology = topologyOf({
      aws_vpc: VPC,
      aws_subnet: SUBNET,
      aws_nat_gateway: {
        out: { subnet_id },
        in: { subnet_id, connectivity_type: "private" },
        away: { subnet_id: "subnet-1" },
      },
    });
    expect(
      [...topology.natGateways.values()].map(({ address, connectivity }) => [address, connectivity]),
    ).toEqual([
      ["net/aws_nat_gateway.in", "private"],
      ["net/aws_nat_gateway.out", "public"],
    ]);
    expect(topology.gaps.map(({ address }) => address)).toEqual(["net/aws_nat_gateway.away"]);
  });

  it("have a known private address only if it is configured and there are no secondary ones", () => {
    const own = { subnet_id: "${aws_subnet.a.id}", private_ip: "10.0.1.9" };
    const topology = topologyOf({
      aws_vpc: VPC,
      aws_subnet: SUBNET,
      aws_nat_gateway: {
        given: own,
        chosen: { subnet_id: own.subnet_id },
        named: { ...own, connectivity_type: "private", secondary_private_ip_addresses: ["10.0.1.10"] },
        counted: { ...own, connectivity_type: "private", secondary_private_ip_address_count: 1 },
      },
    });
    const privateAddresses = [...topology.natGateways.values()].map(({ address, privateAddress }) => [
      address,
      privateAddress && formatAddresses(privateAddress),
    ]);
    expect(privateAddresses).toEqual([
      ["net/aws_nat_gateway.chosen", undefined],
      ["net/aws_nat_gateway.counted", undefined],
      ["net/aws_nat_gateway.given", "10.0.1.9"],
      ["net/aws_nat_gateway.named", undefined],
    ]);
  });
});
