import {
  explained,
  networkOf,
  networkOfFiles,
  type Resources,
  stackFiles,
  verdictAndCauses,
} from "../../support/network.ts";
import {
  acl,
  ec2Instance,
  entry,
  gateway,
  group,
  id,
  MAIN,
  routes,
  subnet,
} from "../../support/resource-builders.ts";

const app = ec2Instance("app", "a", "10.0.1.10", ["open"]);

describe("a gateway endpoint", () => {
  const endpoint = (tables: readonly string[]): Resources => ({
    aws_vpc_endpoint: {
      s3: {
        vpc_id: id("aws_vpc.main"),
        service_name: "com.amazonaws.us-east-1.s3",
        route_table_ids: tables.map((name) => id(`aws_route_table.${name}`)),
      },
    },
  });
  const a = routes("a", "main", ["a"]);
  const b = routes("b", "main", ["b"]);

  it("is reachable by the route that it adds to its route tables", async () => {
    const network = await networkOf(
      ...MAIN,
      app,
      ec2Instance("other", "b", "10.0.2.10", ["open"]),
      a,
      b,
      endpoint(["a"]),
    );
    expect(verdictAndCauses(network, "aws_instance.app", "s3:443")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "aws_instance.other", "s3:443")).toEqual([
      "blocked",
      "NO_ROUTE_TO_DESTINATION aws_route_table.b",
    ]);
  });

  it("in a question means its service through this endpoint only", async () => {
    const out = { cidr_block: "0.0.0.0/0", gateway_id: id("aws_internet_gateway.igw") };
    const network = await networkOf(
      ...MAIN,
      app,
      ec2Instance("other", "b", "10.0.2.10", ["open"], { associate_public_ip_address: true }),
      gateway("igw", "main"),
      a,
      routes("b", "main", ["b"], out),
      endpoint(["a"]),
    );
    expect(verdictAndCauses(network, "aws_instance.app", "aws_vpc_endpoint.s3:443")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "aws_instance.other", "s3:443")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "aws_instance.other", "aws_vpc_endpoint.s3:443")).toEqual([
      "blocked",
      "NO_PATH aws_internet_gateway.igw",
    ]);
    expect(verdictAndCauses(network, "aws_vpc_endpoint.s3", "aws_instance.other:443")).toEqual([
      "blocked",
      "NO_PATH aws_vpc_endpoint.s3",
      "NO_ROUTE_BACK aws_route_table.b",
    ]);
  });

  it("provides the only path to its service, whose addresses are unknown", async () => {
    const network = await networkOf(
      ...MAIN,
      ec2Instance("other", "b", "10.0.2.10", ["open"]),
      b,
      endpoint([]),
    );
    const { causes } = explained(network, "aws_instance.other", "s3:443");
    expect(causes.map(({ text }) => text)).toEqual(["no route to s3 (add a route to s3)"]);
  });

  it("may get its service from a data source", async () => {
    const found = { aws_vpc_endpoint_service: { s3: { service: "s3", service_type: "Gateway" } } };
    const service_name = "${data.aws_vpc_endpoint_service.s3.service_name}";
    const own = endpoint(["a"]).aws_vpc_endpoint!.s3;
    const files = stackFiles(...MAIN, app, a, { aws_vpc_endpoint: { s3: { ...own, service_name } } });
    const network = await networkOfFiles({
      "net/main.tf.json": { ...files["net/main.tf.json"], data: found },
    });
    expect(verdictAndCauses(network, "aws_instance.app", "s3:443")).toEqual(["allowed"]);
  });

  it("matches rules that reference its prefix list", async () => {
    const list = "${aws_vpc_endpoint.s3.prefix_list_id}";
    const listed = group("listed", "main", { egress: [{ ports: 443, lists: [list] }] });
    const inside = group("inside", "main", { egress: [{ ports: 443, cidrs: ["10.0.0.0/16"] }] });
    const network = await networkOf(
      ...MAIN,
      a,
      endpoint(["a"]),
      listed,
      inside,
      ec2Instance("one", "a", "10.0.1.11", ["listed"]),
      ec2Instance("two", "a", "10.0.1.12", ["inside"]),
    );
    expect(verdictAndCauses(network, "aws_instance.one", "s3:443")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "aws_instance.one", "s3:80")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.listed",
    ]);
    expect(verdictAndCauses(network, "aws_instance.two", "s3:443")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.inside",
    ]);
  });

  it("is an external destination for network ACLs", async () => {
    const own = [entry(100, "allow", "-1", "10.0.0.0/16")];
    const network = await networkOf(...MAIN, app, a, endpoint(["a"]), acl("a", "main", ["a"], own, own));
    expect(verdictAndCauses(network, "aws_instance.app", "s3:443")).toEqual([
      "blocked",
      "SUBNET_ACL_RESTRICTION aws_network_acl.a",
      "SUBNET_ACL_RESTRICTION aws_network_acl.a",
    ]);
  });

  it("provides no path to the rest of the internet", async () => {
    const network = await networkOf(...MAIN, app, a, endpoint(["a"]));
    expect(verdictAndCauses(network, "aws_instance.app", "internet:443")).toEqual([
      "blocked",
      "NO_ROUTE_TO_DESTINATION aws_route_table.a",
    ]);
  });
});

describe("an interface endpoint", () => {
  const endpoint: Resources = {
    aws_vpc_endpoint: {
      logs: {
        vpc_id: id("aws_vpc.main"),
        service_name: "com.amazonaws.us-east-1.logs",
        vpc_endpoint_type: "Interface",
        subnet_ids: [id("aws_subnet.b")],
        security_group_ids: [id("aws_security_group.logs")],
      },
    },
  };
  const logs = group("logs", "main", { ingress: [{ ports: 443, cidrs: ["10.0.1.0/24"] }] });

  it("is reachable if its security group allows it", async () => {
    const elsewhere = [subnet("c", "main", "10.0.3.0/24"), ec2Instance("other", "c", "10.0.3.10", ["open"])];
    const network = await networkOf(...MAIN, app, ...elsewhere, logs, endpoint);
    expect(verdictAndCauses(network, "aws_instance.app", "aws_vpc_endpoint.logs:443")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "aws_instance.other", "aws_vpc_endpoint.logs:443")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.logs",
    ]);
  });
});
