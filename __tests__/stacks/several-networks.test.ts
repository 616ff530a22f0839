import { cybershieldIn } from "../support/platforms.ts";
import { parseEmbeddedJson } from "../support/policies.ts";
import { parseStackJson, resourcesOfType, synthesize } from "../support/synth.ts";

const SHOP = { network: "main" } as const;
/** CyberShield with a second VPC, `lab`, with an interface endpoint and no internet access. */
const platform = cybershieldIn("prod", {
  networks: {
    lab: {
      cidr: "10.9.0.0/16",
      zones: ["us-east-1a"],
      tiers: { private: { access: "private" }, endpoint: { access: "isolated" } },
      endpoints: { interface: ["logs"], tier: "endpoint" },
    },
  },
  edge: { loadBalancers: { alb: { ...SHOP, name: "cybershield-alb" } } },
  workloads: { app: SHOP },
  stores: { db: SHOP, cache: SHOP },
});
const network = parseStackJson(synthesize(platform), "cybershield-prod-network");

/** Matches a reference to a resource's ID. */
function idOf(type: string, construct: string): unknown {
  return expect.stringMatching(new RegExp(`^\\$\\{${type}\\.${construct}_\\w+\\.id\\}$`));
}

/** The VPC endpoints of a network, by service. */
function endpoints(name: string): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const start = `cybershield-prod-${name}-`;
  const named = resourcesOfType(network, "aws_vpc_endpoint").map(
    (endpoint) => [(endpoint.tags as { Name: string }).Name, endpoint] as const,
  );
  return Object.fromEntries(
    named.flatMap(([tag, endpoint]) => (tag.startsWith(start) ? [[tag.slice(start.length), endpoint]] : [])),
  );
}

describe("the network stack with several networks", () => {
  it("has each security group in its endpoint's VPC", () => {
    const groups = resourcesOfType(network, "aws_security_group").map(({ name, vpc_id }) => [name, vpc_id]);
    expect(Object.fromEntries(groups)).toEqual({
      "cybershield-prod-alb": idOf("aws_vpc", "main_vpc"),
      "cybershield-prod-app": idOf("aws_vpc", "main_vpc"),
      "cybershield-prod-db": idOf("aws_vpc", "main_vpc"),
      "cybershield-prod-cache": idOf("aws_vpc", "main_vpc"),
      "cybershield-prod-main-endpoints": idOf("aws_vpc", "main_vpc"),
      "cybershield-prod-lab-endpoints": idOf("aws_vpc", "lab_vpc"),
    });
  });

  it("has NAT only in networks with NAT in the spec", () => {
    const gateways = Object.keys(network.resource!.aws_nat_gateway!);
    expect(gateways).toHaveLength(2);
    for (const id of gateways) expect(id).toMatch(/^main-nat_/);
    expect(Object.keys(network.output!.nat_gateway_ids!.value as object)).toEqual([
      "main/us-east-1a",
      "main/us-east-1b",
    ]);
  });

  it("routes a tier to S3 only if it has a flow to AWS", () => {
    expect(endpoints("main").s3!.route_table_ids).toHaveLength(2);
    expect(endpoints("lab").s3!.route_table_ids).toEqual([]);
  });

  it("has interface endpoints in the spec's tier, with the network's own security group", () => {
    expect(Object.keys(endpoints("lab")).sort()).toEqual(["logs", "s3"]);
    expect(endpoints("lab").logs).toMatchObject({
      vpc_id: idOf("aws_vpc", "lab_vpc"),
      subnet_ids: [idOf("aws_subnet", "lab_subnet-endpoint-us-east-1a")],
      security_group_ids: [idOf("aws_security_group", "firewall_group-lab-endpoints")],
    });
    expect(endpoints("main").logs).toMatchObject({
      subnet_ids: ["us-east-1a", "us-east-1b"].map((zone) =>
        idOf("aws_subnet", `main_subnet-private-${zone}`),
      ),
      security_group_ids: [idOf("aws_security_group", "firewall_group-main-endpoints")],
    });
  });

  it("has flow logs for each VPC, by a role that only this account's flow logs may assume", () => {
    expect(resourcesOfType(network, "aws_flow_log").map(({ vpc_id }) => vpc_id)).toEqual([
      idOf("aws_vpc", "lab_vpc"),
      idOf("aws_vpc", "main_vpc"),
    ]);
    const writers = resourcesOfType(network, "aws_iam_role").filter(({ name }) =>
      /-flow-logs$/.test(String(name)),
    );
    expect(writers).toHaveLength(2);
    for (const { assume_role_policy } of writers) {
      expect(parseEmbeddedJson(assume_role_policy)).toMatchObject({
        Statement: [{ Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } } }],
      });
    }
  });
});
