import { API_OPERATIONS, apiOperation } from "../../aws/api-operations/index.ts";
import { canonicalType } from "../../aws/resource-types.ts";
import { resolve } from "../../language/resolve.ts";
import { platforms } from "../../platforms/index.ts";
import { constraintViolations } from "../../tools/rehearse/simulator/constraint-violations.ts";
import { constraints } from "../../tools/rehearse/simulator/constraints/index.ts";
import { operationName } from "../../tools/rehearse/simulator/operation-name.ts";
import { committedSnapshot } from "../../tools/rehearse/snapshot/committed-snapshot.ts";
import { synthesize } from "../support/synth.ts";
import { accountWith } from "../tools/rehearse/simulator/computed-values/support.ts";
import { constraintCases } from "../tools/rehearse/simulator/services/constraint-cases.ts";

/** Every operation in the tables. */
const OPERATIONS = new Set(Object.values(API_OPERATIONS).flat());

/** The resource types of the four platforms, in production. */
function platformTypes(): readonly string[] {
  const stacks = platforms.flatMap((spec) => Object.values(synthesize(resolve(spec, "prod"))));
  return [...new Set(stacks.flatMap((text) => Object.keys(JSON.parse(text).resource ?? {})))].sort();
}

/** References to resources that do not exist, by every attribute that the constraints know. */
const DANGLING = {
  vpc_id: "vpc-0",
  subnet_id: "subnet-0",
  subnet_ids: ["subnet-0"],
  subnets: ["subnet-0"],
  vpc_zone_identifier: ["subnet-0"],
  security_groups: ["sg-0"],
  security_group_ids: ["sg-0"],
  vpc_security_group_ids: ["sg-0"],
  network_configuration: [{ subnets: ["subnet-0"] }],
  vpc_config: [{ subnet_ids: ["subnet-0"] }],
  ...Object.fromEntries(
    [
      ...["rest_api_id", "api_id", "autoscaling_group_name", "user_pool_id", "log_group_name", "table_name"],
      ...["repository", "file_system_id", "cluster_name", "database_name", "group", "role", "user", "key_id"],
      ...["function_name", "zone_id", "topic_arn", "queue_url"],
    ].map((name) => [name, "none"]),
  ),
};

/** The attributes and blocks of {@link DANGLING} that a type has. */
function danglingValuesOf(type: string) {
  const { attributes, blocks } = committedSnapshot().resources.get(type)!.block;
  return Object.fromEntries(
    Object.entries(DANGLING).filter(([name]) => name in attributes || name in blocks),
  );
}

describe("API operations", () => {
  it("have the form of AWS's names, and are of types that the provider has", () => {
    for (const [type, names] of Object.entries(API_OPERATIONS)) {
      for (const name of names) expect(name ?? "Create", type).toMatch(/^[A-Z][A-Za-z0-9]+$/);
      const isDataOnly = type === "aws_ec2_transit_gateway_dx_gateway_attachment";
      expect(committedSnapshot().resources.names.includes(type), type).toBe(!isDataOnly);
      expect(canonicalType(type)).toBe(type);
    }
  });

  it("are known for every type of the four platforms, and every type of a constraint", () => {
    const types = [...platformTypes(), ...constraints.flatMap((one) => (one.types === "*" ? [] : one.types))];
    expect(types.length).toBeGreaterThan(200);
    const unknown = types.filter((type) => API_OPERATIONS[canonicalType(type)] === undefined);
    expect([...new Set(unknown)]).toEqual([]);
  });

  it("are AWS's in every error for a reference to nothing, whatever the type", () => {
    const context = { account: accountWith(), region: "us-east-1", nowMs: 0 };
    const names = ["parent-resource-exists", "references-exist"];
    const general = constraints.filter(({ name }) => names.includes(name));
    expect(general).toHaveLength(2);
    const errors = [...committedSnapshot().resources.names].flatMap((type) =>
      constraintViolations(general, { type, before: null, after: danglingValuesOf(type) }, context).map(
        ({ operation }) => ({ type, operation }),
      ),
    );
    expect(errors.length).toBeGreaterThan(200);
    expect(errors.filter(({ operation }) => !OPERATIONS.has(operation))).toEqual([]);
  });

  it("are AWS's in the errors of every constraint's cases", () => {
    const named = constraintCases.flatMap(({ errors }) =>
      (errors ?? []).map((error) => error.split(" ")[0]!),
    );
    expect(named.length).toBeGreaterThan(80);
    expect([...new Set(named)].filter((operation) => !OPERATIONS.has(operation))).toEqual([]);
  });

  it.each([
    ["aws_lambda_alias", "CreateAlias"],
    ["aws_alb", "CreateLoadBalancer"],
    ["aws_iam_role_policy", "PutRolePolicy"],
    ["aws_instance", "RunInstances"],
    ["aws_cognito_user", "AdminCreateUser"],
  ])("are not derived from the type: %s has %s", (type, operation) => {
    expect(apiOperation(type, "create")).toBe(operation);
  });

  it("are a plain verb for other types: no operation is invented", () => {
    expect(apiOperation("aws_thing", "create")).toBeUndefined();
    expect(operationName("aws_thing", "create")).toBe("Create");
  });
});
