import type { NetworkAnalysis } from "../../../../tools/reach/analysis/network-analysis.ts";
import { resolveEndpoint } from "../../../../tools/reach/analysis/resolve-endpoint.ts";
import { formatAddresses } from "../../../../tools/reach/packets/addresses.ts";
import { networkOf, networkOfFiles, stackFiles, verdictAndCauses } from "../support/network.ts";
import { ec2Instance, gateway, id, MAIN, routes, subnet } from "../support/resource-builders.ts";

const igw = gateway("igw", "main");
const out = routes("a", "main", ["a"], {
  cidr_block: "0.0.0.0/0",
  gateway_id: id("aws_internet_gateway.igw"),
});
const web = ec2Instance("web", "a", "10.0.1.10", ["open"], { associate_public_ip_address: true });
const db = ec2Instance("db", "b", "10.0.2.10", ["open"]);
let network: NetworkAnalysis;
beforeAll(async () => {
  network = await networkOf(...MAIN, igw, out, web, db);
});

const trafficEndpointsOf = (name: string) =>
  resolveEndpoint(network, name).trafficEndpoints.map(
    ({ addresses, endpoint, subnet: inSubnet, externalNetwork }) => [
      formatAddresses(addresses),
      endpoint?.address ?? inSubnet?.address ?? externalNetwork?.name,
    ],
  );

describe("an endpoint name", () => {
  it("may be the stack and address of a resource", () => {
    expect(trafficEndpointsOf("net/aws_instance.web")).toEqual([["10.0.1.10", "net/aws_instance.web"]]);
  });

  it("may be an IP address, which resolves to its endpoint, subnet or external network", () => {
    expect(trafficEndpointsOf("10.0.1.10")).toEqual([["10.0.1.10", "net/aws_instance.web"]]);
    expect(trafficEndpointsOf("10.0.1.77")).toEqual([["10.0.1.77", "net/aws_subnet.a"]]);
    expect(trafficEndpointsOf("1.1.1.1")).toEqual([["1.1.1.1", "internet"]]);
    expect(trafficEndpointsOf("2606:4700::1111")).toEqual([["2606:4700::1111", "internet"]]);
    expect(trafficEndpointsOf("[2606:4700::1111]")).toEqual([["2606:4700::1111", "internet"]]);
  });

  it("may be a CIDR block, which resolves to each overlapping subnet and external network", () => {
    expect(trafficEndpointsOf("10.0.0.0/22")).toEqual([
      ["10.0.1.0/24", "net/aws_subnet.a"],
      ["10.0.2.0/24", "net/aws_subnet.b"],
    ]);
    expect(trafficEndpointsOf("8.0.0.0/7")).toEqual([["8.0.0.0/7", "internet"]]);
  });

  it("may be an unused IP address, to which there is no path", async () => {
    expect(verdictAndCauses(network, "aws_instance.web", "192.168.1.1:22")).toEqual([
      "blocked",
      "NO_PATH aws_internet_gateway.igw",
    ]);
    expect(verdictAndCauses(network, "aws_instance.db", "192.168.1.1:22")).toEqual([
      "blocked",
      "NO_ROUTE_TO_DESTINATION aws_vpc.main#main-route-table",
    ]);
    expect(verdictAndCauses(network, "aws_instance.db", "10.0.77.1:22")).toEqual([
      "blocked",
      "NO_ROUTE_TO_DESTINATION aws_vpc.main",
    ]);
    expect(verdictAndCauses(network, "192.168.1.1", "aws_instance.db:22")).toEqual([
      "blocked",
      "NO_PATH 192.168.1.1",
      "NO_ROUTE_BACK aws_vpc.main#main-route-table",
    ]);
  });

  it("may be an IP address of resources outside the files, which makes the verdict unknown", async () => {
    const far = { vpc_id: id("aws_vpc.main"), peer_vpc_id: "vpc-0123456789abcdef0", auto_accept: true };
    const back = routes("b", "main", ["b"], {
      cidr_block: "192.168.0.0/16",
      vpc_peering_connection_id: id("aws_vpc_peering_connection.far"),
    });
    const joined = await networkOf(...MAIN, db, back, { aws_vpc_peering_connection: { far } });
    expect(verdictAndCauses(joined, "192.168.1.1", "aws_instance.db:22")).toEqual([
      "unknown",
      "NOT_KNOWN 192.168.1.1",
      "NOT_KNOWN aws_route_table.b",
    ]);
    expect(verdictAndCauses(joined, "aws_instance.db", "192.168.1.1:22")).toEqual([
      "unknown",
      "NOT_KNOWN aws_vpc_peering_connection.far",
    ]);
    expect(verdictAndCauses(joined, "aws_instance.db", "192.169.1.1:22")).toEqual([
      "blocked",
      "NO_ROUTE_TO_DESTINATION aws_route_table.b",
    ]);
    const open = { aws_vpc: { far: { cidr_block: "${var.far}" } } };
    const unclear = await networkOf(...MAIN, db, open);
    expect(verdictAndCauses(unclear, "aws_instance.db", "192.168.1.1:22")).toEqual([
      "unknown",
      "NOT_KNOWN 192.168.1.1",
    ]);
  });

  it("gives the same verdict for an instance by name, by address and by its subnet's CIDR block", () => {
    for (const from of ["aws_instance.db", "10.0.2.10", "10.0.2.0/24"]) {
      expect(verdictAndCauses(network, from, "aws_instance.web:443")).toEqual(["allowed"]);
    }
    for (const to of ["aws_instance.web:443", "10.0.1.10:443"]) {
      expect(verdictAndCauses(network, "aws_instance.db", to)).toEqual(["allowed"]);
    }
  });

  it.each([
    [
      "net/aws_instance.wen",
      "no endpoint named net/aws_instance.wen in these files. Did you mean net/aws_instance.web?",
    ],
    [
      "net/aws_instance.web:22",
      "no endpoint named net/aws_instance.web:22 in these files. Fix: leave out :22, only TO has a port.",
    ],
    ["intrenet", "no endpoint named intrenet in these files. Did you mean internet?"],
    [
      "10.0.0.300",
      "no endpoint named 10.0.0.300 in these files. Allowed: net/aws_instance.db, net/aws_instance.web, internet; or an address or CIDR block.",
    ],
    [
      "10.0.0.0/33",
      "no endpoint named 10.0.0.0/33 in these files. Allowed: net/aws_instance.db, net/aws_instance.web, internet; or an address or CIDR block.",
    ],
  ])("is rejected if it is unknown: %s", (name, message) => {
    expect(() => resolveEndpoint(network, name)).toThrow(message);
  });

  it("is rejected in an empty folder, with the allowed names", async () => {
    const bare = await networkOf({});
    expect(() => resolveEndpoint(bare, "net/aws_instance.web")).toThrow(
      "no endpoint named net/aws_instance.web in these files. Allowed: internet; or an address or CIDR block.",
    );
  });

  it("may omit the stack if only one stack has the resource", async () => {
    expect(trafficEndpointsOf("aws_instance.web")).toEqual([["10.0.1.10", "net/aws_instance.web"]]);
    const net = stackFiles(...MAIN, web)["net/main.tf.json"]!;
    const two = await networkOfFiles({ "net/main.tf.json": net, "other/main.tf.json": net });
    expect(() => resolveEndpoint(two, "aws_instance.web")).toThrow(
      "aws_instance.web is in several stacks. Fix: name the stack too: net/aws_instance.web or other/aws_instance.web.",
    );
  });

  it("without an instance key means all instances of a resource", async () => {
    const copies = { aws_instance: { w: { ...web.aws_instance!.web, count: 2 } } };
    const several = await networkOf(...MAIN, copies);
    const names = (name: string) =>
      resolveEndpoint(several, name).trafficEndpoints.map(({ endpoint }) => endpoint?.address);
    expect(names("net/aws_instance.w")).toEqual(["net/aws_instance.w[0]", "net/aws_instance.w[1]"]);
    expect(names("aws_instance.w")).toEqual(["net/aws_instance.w[0]", "net/aws_instance.w[1]"]);
    expect(names("aws_instance.w[1]")).toEqual(["net/aws_instance.w[1]"]);
  });

  it("is rejected for a resource without an address of its own", () => {
    expect(() => resolveEndpoint(network, "net/aws_vpc.main")).toThrow(
      "no endpoint named net/aws_vpc.main in these files.",
    );
  });
});

describe("a load balancer", () => {
  const lb = {
    aws_lb: { lb: { internal: true, load_balancer_type: "network", subnets: [id("aws_subnet.a")] } },
    aws_lb_listener: {
      front: {
        load_balancer_arn: "${aws_lb.lb.arn}",
        port: 443,
        protocol: "TCP",
        default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.t.arn}" }],
      },
    },
    aws_lb_target_group: { t: { vpc_id: id("aws_vpc.main"), port: 8000, protocol: "TCP" } },
  };

  it("resolves to its nodes, and to its listeners' ports as a target", async () => {
    const { listening, trafficEndpoints } = resolveEndpoint(await networkOf(...MAIN, lb), "net/aws_lb.lb");
    expect(trafficEndpoints.map((trafficEndpoint) => trafficEndpoint.subnet?.address)).toEqual([
      "net/aws_subnet.a",
    ]);
    expect(listening?.format()).toBe("tcp 443");
  });

  it("listens on its listeners' ports also if named by its address", async () => {
    const fixed = {
      aws_lb: {
        lb: {
          ...lb.aws_lb.lb,
          subnets: undefined,
          subnet_mapping: [{ subnet_id: id("aws_subnet.a"), private_ipv4_address: "10.0.1.9" }],
        },
      },
    };
    const fixedNetwork = await networkOf(...MAIN, lb, fixed, db);
    expect(verdictAndCauses(fixedNetwork, "aws_instance.db", "10.0.1.9:443")).toEqual(["allowed"]);
    expect(verdictAndCauses(fixedNetwork, "aws_instance.db", "10.0.1.9:80")).toEqual([
      "blocked",
      "LISTENER_MISMATCH 10.0.1.9",
    ]);
  });
});

describe("a subnet's CIDR block", () => {
  it("means any resource in the subnet, regardless of security groups", async () => {
    const guarded = await networkOf(...MAIN, subnet("c", "main", "10.0.3.0/24"), db);
    expect(verdictAndCauses(guarded, "10.0.3.0/24", "aws_instance.db:22")).toEqual(["allowed"]);
  });
});
