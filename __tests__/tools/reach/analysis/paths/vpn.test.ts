import { connectivityTable } from "../../../../../tools/reach/analysis/table.ts";
import { hopTexts, networkOf, type Resources, verdictAndCauses } from "../../support/network.ts";
import {
  acl,
  ec2Instance,
  entry,
  gateway,
  group,
  id,
  MAIN,
  routes,
} from "../../support/resource-builders.ts";

const web = ec2Instance("web", "a", "10.0.1.10", ["open"]);

describe("a virtual private gateway", () => {
  const vgw = { aws_vpn_gateway: { vgw: { vpc_id: id("aws_vpc.main") } } };
  const connection = (static_routes_only: boolean): Resources => ({
    aws_customer_gateway: { office: { bgp_asn: 65000, ip_address: "203.0.113.1", type: "ipsec.1" } },
    aws_vpn_connection: {
      office: {
        vpn_gateway_id: id("aws_vpn_gateway.vgw"),
        customer_gateway_id: id("aws_customer_gateway.office"),
        type: "ipsec.1",
        static_routes_only,
      },
    },
  });
  const connectionRoute = {
    aws_vpn_connection_route: {
      office: {
        destination_cidr_block: "192.168.0.0/16",
        vpn_connection_id: id("aws_vpn_connection.office"),
      },
    },
  };
  const staticRoute = routes("a", "main", ["a"], {
    cidr_block: "192.168.0.0/16",
    gateway_id: id("aws_vpn_gateway.vgw"),
  });
  const office = "net/aws_vpn_connection.office";

  it("connects a VPC and an external network by static routes, in both directions", async () => {
    const network = await networkOf(...MAIN, web, vgw, connection(true), connectionRoute, staticRoute);
    expect(verdictAndCauses(network, "aws_instance.web", `${office}:443`)).toEqual(["allowed"]);
    expect(verdictAndCauses(network, office, "aws_instance.web:443")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "192.168.7.7", "aws_instance.web:443")).toEqual(["allowed"]);
    expect(hopTexts(network, office, "aws_instance.web:443")[0]).toBe(
      "virtual private gateway aws_vpn_gateway.vgw",
    );
  });

  it("propagates the connection's static routes", async () => {
    const propagation = {
      aws_route_table: { a: { vpc_id: id("aws_vpc.main") } },
      aws_vpn_gateway_route_propagation: {
        a: { vpn_gateway_id: id("aws_vpn_gateway.vgw"), route_table_id: id("aws_route_table.a") },
      },
      aws_route_table_association: {
        a: { subnet_id: id("aws_subnet.a"), route_table_id: id("aws_route_table.a") },
      },
    };
    const network = await networkOf(...MAIN, web, vgw, connection(true), connectionRoute, propagation);
    expect(verdictAndCauses(network, "aws_instance.web", "192.168.7.7:443")).toEqual(["allowed"]);
  });

  it("requires a route in the subnet, also for return traffic", async () => {
    const network = await networkOf(...MAIN, web, vgw, connection(true), connectionRoute);
    expect(verdictAndCauses(network, "aws_instance.web", "192.168.7.7:443")).toEqual([
      "blocked",
      "NO_ROUTE_TO_DESTINATION aws_vpc.main#main-route-table",
    ]);
    expect(verdictAndCauses(network, "192.168.7.7", "aws_instance.web:443")).toEqual([
      "blocked",
      "NO_ROUTE_BACK aws_vpc.main#main-route-table",
    ]);
  });

  // https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
  it("does not forward traffic from the external network to the internet", async () => {
    const network = await networkOf(
      ...MAIN,
      web,
      vgw,
      connection(true),
      connectionRoute,
      staticRoute,
      gateway("igw", "main"),
    );
    expect(verdictAndCauses(network, "192.168.7.7", "1.1.1.1:443")).toEqual([
      "blocked",
      "NO_PATH aws_vpn_gateway.vgw",
    ]);
  });

  it("with BGP propagates unknown prefixes", async () => {
    const network = await networkOf(...MAIN, web, vgw, connection(false), staticRoute);
    expect(verdictAndCauses(network, "aws_instance.web", "192.168.7.7:443")).toEqual(["allowed"]);
    const propagation = {
      aws_route_table: { a: { vpc_id: id("aws_vpc.main"), propagating_vgws: [id("aws_vpn_gateway.vgw")] } },
      aws_route_table_association: {
        a: { subnet_id: id("aws_subnet.a"), route_table_id: id("aws_route_table.a") },
      },
    };
    const propagated = await networkOf(...MAIN, web, vgw, connection(false), propagation);
    const open = ["unknown", "NOT_KNOWN aws_route_table.a"];
    expect(verdictAndCauses(propagated, "aws_instance.web", `${office}:443`)).toEqual(open);
    expect(verdictAndCauses(propagated, "aws_instance.web", "192.168.7.7:443")).toEqual(open);
    expect(verdictAndCauses(propagated, office, "aws_instance.web:443")).toEqual(open);
    expect(connectivityTable(propagated).filter(({ to }) => to === office)).toEqual([
      { from: "net/aws_instance.web", to: office, ports: "", unknown: "all" },
    ]);
  });

  it("with BGP reaches whatever the VPC routes to it, and nothing else", async () => {
    const byDefault = routes("a", "main", ["a"], {
      cidr_block: "0.0.0.0/0",
      gateway_id: id("aws_vpn_gateway.vgw"),
    });
    const network = await networkOf(...MAIN, web, vgw, connection(false), byDefault);
    expect(verdictAndCauses(network, "aws_instance.web", `${office}:443`)).toEqual(["allowed"]);
    const closed = await networkOf(...MAIN, web, vgw, connection(false));
    expect(verdictAndCauses(closed, "aws_instance.web", `${office}:443`)).toEqual([
      "blocked",
      "NO_ROUTE_TO_DESTINATION aws_vpc.main#main-route-table",
    ]);
  });
});

describe("a client VPN", () => {
  const vpn = (groups?: readonly string[]): Resources => ({
    aws_ec2_client_vpn_endpoint: {
      staff: {
        client_cidr_block: "172.20.0.0/22",
        server_certificate_arn: "arn:aws:acm:us-east-1:111122223333:certificate/a",
        authentication_options: [{ type: "certificate-authentication" }],
        connection_log_options: [{ enabled: false }],
        vpc_id: id("aws_vpc.main"),
        ...(groups && { security_group_ids: groups.map((name) => id(`aws_security_group.${name}`)) }),
      },
    },
    aws_ec2_client_vpn_network_association: {
      b: { client_vpn_endpoint_id: id("aws_ec2_client_vpn_endpoint.staff"), subnet_id: id("aws_subnet.b") },
    },
  });
  const authorizes = (target_network_cidr: string): Resources => ({
    aws_ec2_client_vpn_authorization_rule: {
      rule: {
        client_vpn_endpoint_id: id("aws_ec2_client_vpn_endpoint.staff"),
        target_network_cidr,
        authorize_all_groups: true,
      },
    },
  });
  const route = (destination_cidr_block: string): Resources => ({
    aws_ec2_client_vpn_route: {
      more: {
        client_vpn_endpoint_id: id("aws_ec2_client_vpn_endpoint.staff"),
        destination_cidr_block,
        target_vpc_subnet_id: id("aws_subnet.b"),
      },
    },
  });
  const staff = "net/aws_ec2_client_vpn_endpoint.staff";

  it("admits only authorized clients to its VPC", async () => {
    const network = await networkOf(...MAIN, web, vpn(["open"]), authorizes("10.0.1.0/24"));
    expect(verdictAndCauses(network, staff, "aws_instance.web:443")).toEqual(["allowed"]);
    const none = await networkOf(...MAIN, web, vpn(["open"]), authorizes("10.0.2.0/24"));
    expect(verdictAndCauses(none, staff, "aws_instance.web:443")).toEqual([
      "blocked",
      `CLIENT_VPN_NOT_AUTHORIZED ${staff.slice(4)}`,
    ]);
  });

  it("translates clients to its own address, with its own security groups", async () => {
    const guard = group("guard", "main", { ingress: [{ ports: 22, groups: ["door"] }] });
    const door = group("door", "main", { egress: [{ ports: 22, cidrs: ["10.0.0.0/16"] }] });
    const guarded = ec2Instance("web", "a", "10.0.1.10", ["guard"]);
    const network = await networkOf(...MAIN, guard, door, guarded, vpn(["door"]), authorizes("10.0.0.0/16"));
    expect(verdictAndCauses(network, staff, "aws_instance.web:22")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, staff, "aws_instance.web:23")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.door",
      "ENI_SG_RULES_MISMATCH aws_security_group.guard",
    ]);
    const other = await networkOf(...MAIN, guard, door, guarded, vpn(["open"]), authorizes("10.0.0.0/16"));
    expect(verdictAndCauses(other, staff, "aws_instance.web:22")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.guard",
    ]);
    const bySource = group("guard", "main", { ingress: [{ ports: 22, cidrs: ["172.20.0.0/22"] }] });
    const clients = await networkOf(
      ...MAIN,
      bySource,
      door,
      guarded,
      vpn(["door"]),
      authorizes("10.0.0.0/16"),
    );
    expect(verdictAndCauses(clients, staff, "aws_instance.web:22")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.guard",
    ]);
  });

  it("admits clients through any of its subnets, with that subnet's network ACL and routes", async () => {
    const client_vpn_endpoint_id = id("aws_ec2_client_vpn_endpoint.staff");
    const alsoByA = {
      aws_ec2_client_vpn_network_association: {
        a: { client_vpn_endpoint_id, subnet_id: id("aws_subnet.a") },
      },
    };
    const all = entry(100, "allow", "-1", "0.0.0.0/0");
    const closed = acl("b", "main", ["b"], [all], [entry(10, "deny", "tcp", "10.0.1.0/24", 443), all]);
    const igw = [
      gateway("igw", "main"),
      routes("b", "main", ["a", "b"], {
        cidr_block: "0.0.0.0/0",
        gateway_id: id("aws_internet_gateway.igw"),
      }),
    ];
    const base = [...MAIN, web, closed, ...igw, authorizes("0.0.0.0/0"), route("0.0.0.0/0")];
    const network = await networkOf(...base, vpn(["open"]), alsoByA);
    expect(verdictAndCauses(network, staff, "aws_instance.web:80")).toEqual(["allowed"]);
    const inPart = ["allowed", "SUBNET_ACL_RESTRICTION aws_network_acl.b"];
    expect(verdictAndCauses(network, staff, "aws_instance.web:443")).toEqual(inPart);
    expect(verdictAndCauses(network, "172.20.0.7", "aws_instance.web:443")).toEqual(inPart);
    expect(verdictAndCauses(network, staff, "internet:443")).toEqual([
      "allowed",
      `NO_ROUTE_TO_DESTINATION ${staff.slice(4)}`,
    ]);
  });

  it("requires a client VPN route to networks outside the VPC", async () => {
    const base = [...MAIN, vpn(["open"]), authorizes("0.0.0.0/0"), gateway("igw", "main")];
    const out = routes("b", "main", ["b"], {
      cidr_block: "0.0.0.0/0",
      gateway_id: id("aws_internet_gateway.igw"),
    });
    const closed = await networkOf(...base, out);
    expect(verdictAndCauses(closed, staff, "internet:443")).toEqual([
      "blocked",
      `NO_ROUTE_TO_DESTINATION ${staff.slice(4)}`,
    ]);
    const open = await networkOf(...base, out, route("0.0.0.0/0"));
    expect(verdictAndCauses(open, staff, "internet:443")).toEqual(["allowed"]);
    const noGateway = await networkOf(...base, route("0.0.0.0/0"));
    expect(verdictAndCauses(noGateway, staff, "internet:443")).toEqual([
      "blocked",
      "NO_ROUTE_TO_DESTINATION aws_vpc.main#main-route-table",
    ]);
  });

  it("has the VPC's default security group by default", async () => {
    const network = await networkOf(...MAIN, web, vpn(), authorizes("10.0.0.0/16"), {
      aws_default_security_group: { closed: { vpc_id: id("aws_vpc.main") } },
    });
    expect(verdictAndCauses(network, staff, "aws_instance.web:443")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_default_security_group.closed",
    ]);
  });

  it("allows no connection to its clients", async () => {
    const network = await networkOf(...MAIN, web, vpn(["open"]), authorizes("0.0.0.0/0"));
    expect(verdictAndCauses(network, "aws_instance.web", `${staff}:443`)).toEqual([
      "blocked",
      "NO_ROUTE_TO_DESTINATION aws_vpc.main#main-route-table",
      "NO_ROUTE_BACK aws_ec2_client_vpn_endpoint.staff",
    ]);
  });
});
