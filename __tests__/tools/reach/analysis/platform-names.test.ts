import { NetworkAnalysis } from "../../../../tools/reach/analysis/network-analysis.ts";
import { cybershieldIn } from "../../../support/platforms.ts";
import { networkOfFiles, stackFiles, verdictAndCauses } from "../support/network.ts";
import { inventoryOfPlatforms } from "../support/platforms.ts";
import { ec2Instance, group, id, MAIN } from "../support/resource-builders.ts";

describe("CyberShield's endpoints", () => {
  let network: NetworkAnalysis;
  beforeAll(async () => {
    network = new NetworkAnalysis(await inventoryOfPlatforms(cybershieldIn("prod")));
  });

  it("have the names of the platform's spec", () => {
    expect(network.names.names).toEqual(
      ["alb", "app", "cache", "db", "main-endpoints"].map((name) => `cybershield-prod/${name}`),
    );
    const kinds = network.names.names.map((name) =>
      network.names.endpointsOf(name).map((address) => network.model.endpoints.get(address)?.kind),
    );
    expect(kinds).toEqual([
      ["load balancer"],
      ["service"],
      ["cache"],
      ["database"],
      Array(4).fill("interface endpoint"),
    ]);
  });

  it("resolve by the platform's name and by the resource's address", () => {
    const [app] = network.names.endpointsOf("cybershield-prod/app");
    expect(network.names.platformName(app!)).toBe("cybershield-prod/app");
    expect(verdictAndCauses(network, "cybershield-prod/app", "cybershield-prod/db:5432")).toEqual([
      "allowed",
    ]);
    expect(verdictAndCauses(network, app!, "cybershield-prod/db:5432")).toEqual(["allowed"]);
  });

  it("have the connectivity that the platform's documentation describes", () => {
    expect(verdictAndCauses(network, "internet", "cybershield-prod/app:8000")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "internet", "cybershield-prod/alb:443")).toEqual(["allowed"]);
    const [verdict, ...causes] = verdictAndCauses(network, "internet", "cybershield-prod/db:5432");
    expect(verdict).toBe("blocked");
    expect([...new Set(causes.map((cause) => cause.split(" ")[0]))]).toEqual([
      "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS",
      "SUBNET_ACL_RESTRICTION",
      "NO_ROUTE_BACK",
      "ENI_SG_RULES_MISMATCH",
    ]);
    expect(verdictAndCauses(network, "cybershield-prod/app", "internet:443")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "cybershield-prod/app", "[2606:4700::1111]:443")).toEqual([
      "blocked",
      "NO_PATH 2606:4700::1111",
    ]);
  });
});

describe("the endpoint names of a platform", () => {
  const output = (value: unknown) => ({ security_group_ids: { value } });
  const read = async (stack: string, output: object) => {
    const files = stackFiles(...MAIN, group("lone", "main"), ec2Instance("web", "a", "10.0.1.10", ["open"]));
    return networkOfFiles({ [`${stack}/main.tf.json`]: { ...files["net/main.tf.json"], output } });
  };

  it("do not contain the region of the stack", async () => {
    const { names } = await read(
      "shop-prod-network-eu-west-1",
      output({ web: id("aws_security_group.open") }),
    );
    expect(names.names).toEqual(["shop-prod/web"]);
    expect(names.platformName("shop-prod-network-eu-west-1/aws_instance.web")).toBe("shop-prod/web");
  });

  it("come from the network stack's security group outputs: the endpoints are the members of the group", async () => {
    const groups = { web: id("aws_security_group.open"), idle: id("aws_security_group.lone") };
    const { names } = await read("shop-prod-network", output(groups));
    expect(names.names).toEqual(["shop-prod/idle", "shop-prod/web"]);
    expect(names.endpointsOf("shop-prod/web")).toEqual(["shop-prod-network/aws_instance.web"]);
    expect(names.endpointsOf("shop-prod/idle")).toEqual([]);
    expect(names.platformName("shop-prod-network/aws_instance.web")).toBe("shop-prod/web");
  });

  it("do not come from any other stack or output", async () => {
    const groups = { web: id("aws_security_group.open") };
    expect((await read("shop-prod-compute", output(groups))).names.names).toEqual([]);
    expect((await read("shop-prod-network", { groups: { value: groups } })).names.names).toEqual([]);
    expect((await read("shop-prod-network", output("sg-1"))).names.names).toEqual([]);
  });
});
