import { asked, networkOf, type Resources } from "../support/network.ts";
import { acl, entry, group, id, MAIN, routes, server, subnet } from "../support/pieces.ts";

const app = server("app", "a", "10.0.1.10", ["open"]);

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

  it("is reached by the route that it puts into the tables that it names", async () => {
    const network = await networkOf(
      ...MAIN,
      app,
      server("other", "b", "10.0.2.10", ["open"]),
      a,
      b,
      endpoint(["a"]),
    );
    expect(asked(network, "aws_instance.app", "s3:443")).toEqual(["allowed"]);
    expect(asked(network, "aws_instance.other", "s3:443")).toEqual([
      "blocked",
      "NO_ROUTE_TO_DESTINATION aws_route_table.b",
    ]);
  });

  it("is a destination of rules that name its prefix list", async () => {
    const list = "${aws_vpc_endpoint.s3.prefix_list_id}";
    const listed = group("listed", "main", { egress: [{ ports: 443, lists: [list] }] });
    const inside = group("inside", "main", { egress: [{ ports: 443, cidrs: ["10.0.0.0/16"] }] });
    const network = await networkOf(
      ...MAIN,
      a,
      endpoint(["a"]),
      listed,
      inside,
      server("one", "a", "10.0.1.11", ["listed"]),
      server("two", "a", "10.0.1.12", ["inside"]),
    );
    expect(asked(network, "aws_instance.one", "s3:443")).toEqual(["allowed"]);
    expect(asked(network, "aws_instance.one", "s3:80")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.listed",
    ]);
    expect(asked(network, "aws_instance.two", "s3:443")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.inside",
    ]);
  });

  it("is outside for network ACLs", async () => {
    const own = [entry(100, "allow", "-1", "10.0.0.0/16")];
    const network = await networkOf(...MAIN, app, a, endpoint(["a"]), acl("a", "main", ["a"], own, own));
    expect(asked(network, "aws_instance.app", "s3:443")).toEqual([
      "blocked",
      "SUBNET_ACL_RESTRICTION aws_network_acl.a",
      "SUBNET_ACL_RESTRICTION aws_network_acl.a",
    ]);
  });

  it("takes nothing of the rest of the internet", async () => {
    const network = await networkOf(...MAIN, app, a, endpoint(["a"]));
    expect(asked(network, "aws_instance.app", "internet:443")).toEqual([
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

  it("is reached like anything in its subnet, by its security group", async () => {
    const elsewhere = [subnet("c", "main", "10.0.3.0/24"), server("other", "c", "10.0.3.10", ["open"])];
    const network = await networkOf(...MAIN, app, ...elsewhere, logs, endpoint);
    expect(asked(network, "aws_instance.app", "aws_vpc_endpoint.logs:443")).toEqual(["allowed"]);
    expect(asked(network, "aws_instance.other", "aws_vpc_endpoint.logs:443")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.logs",
    ]);
  });
});
