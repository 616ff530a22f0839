import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalType, type TypeWithTwin, withDefaultTwin } from "../../aws/resource-types.ts";
import { constraintViolations } from "../../tools/rehearse/simulator/constraint-violations.ts";
import { constraints } from "../../tools/rehearse/simulator/constraints/index.ts";
import { SimulatedAccount } from "../../tools/rehearse/simulator/simulated-account.ts";
import type { Constraint } from "../../tools/rehearse/simulator/simulator-types.ts";
import { committedSnapshot } from "../../tools/rehearse/snapshot/committed-snapshot.ts";
import { makeTemporaryFolder } from "../../tools/terraform/temporary-folder.ts";
import { endpointsOf, formatEndpoint, SUBNETS, WEB } from "../tools/reach/support/endpoints.ts";

const REGION = "us-east-1";

/** The resource types that are aliases of another, in the provider's schema. */
const ALIASES = committedSnapshot().resources.names.filter((type) => canonicalType(type) !== type);

describe("default twins of resource types", () => {
  it("are the types that the provider has for AWS's own resources", () => {
    const twins = committedSnapshot()
      .resources.names.filter((type) => type.startsWith("aws_default_"))
      .map((twin) => [twin.replace("aws_default_", "aws_") as TypeWithTwin, twin]);
    expect(twins).toHaveLength(6);
    for (const [type, twin] of twins) expect(withDefaultTwin(type as TypeWithTwin)).toEqual([type, twin]);
  });
});

describe("aliases of resource types", () => {
  it.each(["constructor", "__proto__", "toString", "aws_lb"])("do not include %s", (type) => {
    expect(canonicalType(type)).toBe(type);
  });

  it("have the attributes of the type that they stand for", () => {
    expect(ALIASES).toHaveLength(7);
    const { resources } = committedSnapshot();
    for (const alias of ALIASES) {
      const [own, canonical] = [alias, canonicalType(alias)].map((type) =>
        Object.keys(resources.get(type)!.block.attributes),
      );
      expect(
        own!.filter((name) => !canonical!.includes(name)),
        alias,
      ).toEqual([]);
    }
  });

  it("are one type in the simulated account", async () => {
    const folder = makeTemporaryFolder("drydock-test");
    const file = join(folder.path, "account.json");
    const account = await SimulatedAccount.open(file, "123456789012");
    account.put({ type: "aws_alb", id: "one", region: REGION, values: { id: "one", name: "web" } });
    const resource = { type: "aws_lb", id: "one", region: REGION, values: { id: "one", name: "web" } };
    for (const type of ["aws_lb", "aws_alb"]) {
      expect(account.find(type, REGION, "one")).toEqual(resource);
      expect(account.resources(type)).toEqual([resource]);
    }
    await account.flush();
    const stored = readFileSync(file, "utf8").replace('"aws_lb"', '"aws_alb"');
    writeFileSync(file, stored);
    expect((await SimulatedAccount.open(file, "123456789012")).resources("aws_lb")).toEqual([resource]);
    expect(account.remove("aws_alb", REGION, "one")).toBe(true);
    expect(account.isEmpty).toBe(true);
    await account.flush();
    folder.remove();
  });

  it("are one type in the network model", () => {
    const balancer = { front: { subnets: SUBNETS, security_groups: WEB } };
    const [lb, alb] = [endpointsOf({ aws_lb: balancer }), endpointsOf({ aws_alb: balancer })];
    expect(formatEndpoint(alb.get("net/aws_alb.front"))).toEqual(formatEndpoint(lb.get("net/aws_lb.front")));
  });

  it("are judged by the constraints of the type that they stand for", () => {
    const named = constraints.flatMap(({ types }) => (types === "*" ? [] : types));
    expect(named).toContain("aws_lb");
    expect(named.filter((type) => canonicalType(type) !== type)).toEqual([]);
    const account = {
      accountId: "123456789012",
      resources: () => [],
      implicitResources: () => [],
      objectCount: () => 0,
    };
    const error = { code: "E", message: "", operation: "CreateLoadBalancer" };
    const onBalancers: Constraint = {
      name: "on-balancers",
      documentation: "",
      errorCodes: [error.code],
      types: ["aws_lb"],
      check: ({ type }) => (type === "aws_lb" ? [error] : []),
    };
    const change = { type: "aws_alb", before: null, after: {} };
    expect(constraintViolations([onBalancers], change, { account, region: REGION, nowMs: 0 })).toEqual([
      error,
    ]);
  });
});
