import { computeValues } from "../../../../../tools/rehearse/simulator/computed-values/index.ts";
import { UNKNOWN } from "../../../../../tools/rehearse/simulator/terraform-value.ts";
import {
  callContextWith,
  computedAfterCreate,
  computedAttribute,
  existingResource,
  listBlock,
  schemaBlockOf,
} from "./support.ts";

const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
const like = (pattern: string) => expect.stringMatching(new RegExp(`^${pattern}$`));
describe("the services' computed values", () => {
  it("identities, keys, secrets and topics have AWS's IDs and ARNs", () => {
    expect(
      computedAfterCreate("aws_iam_role", { name: "task", path: "/" }, ["id", "arn", "unique_id"]),
    ).toMatchObject({
      id: "task",
      arn: "arn:aws:iam::123456789012:role/task",
      unique_id: like("AROA[A-Z2-7]{17}"),
    });
    expect(
      computedAfterCreate("aws_iam_user", { name: "s3", path: "/apps/" }, ["arn", "unique_id"]),
    ).toMatchObject({
      arn: "arn:aws:iam::123456789012:user/apps/s3",
      unique_id: like("AIDA[A-Z2-7]{17}"),
    });
    const key = computedAfterCreate("aws_kms_key", {}, ["id", "key_id", "arn"]);
    expect(key).toMatchObject({
      key_id: like(uuid),
      arn: `arn:aws:kms:us-east-1:123456789012:key/${key.id}`,
    });
    expect(
      computedAfterCreate(
        "aws_kms_alias",
        { name: "alias/a", target_key_id: key.id ?? "" },
        ["target_key_arn"],
        callContextWith(existingResource("aws_kms_key", String(key.id), key)),
      ).target_key_arn,
    ).toBe(key.arn);
    expect(computedAfterCreate("aws_secretsmanager_secret", { name: "api" }, ["arn"]).arn).toMatch(
      /:secret:api-[0-9A-Za-z]{6}$/,
    );
    expect(computedAfterCreate("aws_sns_topic", { name: "alarms" }, ["id", "arn"])).toMatchObject({
      id: "arn:aws:sns:us-east-1:123456789012:alarms",
      arn: "arn:aws:sns:us-east-1:123456789012:alarms",
    });
    expect(
      computedAfterCreate("aws_budgets_budget", { name: "month" }, ["id", "arn", "account_id"]),
    ).toMatchObject({
      id: "123456789012:month",
      arn: "arn:aws:budgets::123456789012:budget/month",
    });
    expect(
      computedAfterCreate("aws_s3_bucket", { bucket: "b" }, [
        "id",
        "arn",
        "bucket_regional_domain_name",
        "hosted_zone_id",
      ]),
    ).toMatchObject({
      id: "b",
      arn: "arn:aws:s3:::b",
      bucket_regional_domain_name: "b.s3.us-east-1.amazonaws.com",
      hosted_zone_id: "Z3AQBSTGFYJSTF",
    });
  });

  it("generated names start with their prefix, within AWS's length limit", () => {
    const role = computedAfterCreate("aws_iam_role", { name_prefix: "task-" }, ["name", "arn"]);
    expect(role.name).toMatch(/^task-[0-9]{18}[0-9a-f]{8}$/);
    expect(role.arn).toBe(`arn:aws:iam::123456789012:role/${role.name}`);
    expect(
      String(computedAfterCreate("aws_lb", { name_prefix: "web-" }, ["name"]).name).length,
    ).toBeLessThanOrEqual(32);
  });

  it("a type without a definition has an ID and an ARN from its names", () => {
    expect(computedAfterCreate("aws_prometheus_thing", { name: "a" }, ["id", "arn"])).toMatchObject({
      id: "a",
      arn: "arn:aws:aps:us-east-1:123456789012:thing/a",
    });
    expect(computedAfterCreate("aws_ec2_thing", {}, ["id", "arn"])).toMatchObject({
      id: like("thi-[0-9a-f]{17}"),
      arn: like("arn:aws:ec2:us-east-1:123456789012:thing/thi-[0-9a-f]{17}"),
    });
    const twice = computedAfterCreate(
      "aws_prometheus_thing",
      { name: "a" },
      ["id"],
      callContextWith(existingResource("aws_prometheus_thing", "a")),
    );
    expect(twice.id).toMatch(/^a-[0-9a-f]{8}$/);
  });

  it("tags_all is the planned value, otherwise the tags", () => {
    expect(
      computedAfterCreate("aws_vpc", { tags: { a: "b" } }, { tags_all: ["map", "string"] }).tags_all,
    ).toEqual({
      a: "b",
    });
  });

  it("ARNs have the partition of the region", () => {
    const context = { ...callContextWith(), region: "cn-north-1" };
    expect(computedAfterCreate("aws_sqs_queue", { name: "q" }, ["arn"], context).arn).toBe(
      "arn:aws-cn:sqs:cn-north-1:123456789012:q",
    );
  });
});

describe("the computed values of applications", () => {
  it("have AWS's DNS names and URLs", () => {
    expect(
      computedAfterCreate("aws_apigatewayv2_stage", { api_id: "abc", name: "$default" }, ["invoke_url"]),
    ).toMatchObject({
      invoke_url: "https://abc.execute-api.us-east-1.amazonaws.com/",
    });
    expect(
      computedAfterCreate("aws_lambda_function_url", { function_name: "f" }, ["function_url"]),
    ).toMatchObject({
      function_url: like("https://[a-z0-9]{32}\\.lambda-url\\.us-east-1\\.on\\.aws/"),
    });
    expect(
      computedAfterCreate("aws_s3_bucket_website_configuration", { bucket: "b" }, ["website_endpoint"]),
    ).toMatchObject({
      website_endpoint: "b.s3-website-us-east-1.amazonaws.com",
    });
    expect(computedAfterCreate("aws_transfer_server", {}, ["id", "endpoint"])).toMatchObject({
      id: like("s-[0-9a-f]{17}"),
      endpoint: like("s-[0-9a-f]{17}\\.server\\.transfer\\.us-east-1\\.amazonaws\\.com"),
    });
    expect(
      computedAfterCreate("aws_imagebuilder_image_recipe", { name: "R", version: "1.0.0" }, ["id", "arn"]),
    ).toMatchObject({
      id: "arn:aws:imagebuilder:us-east-1:123456789012:image-recipe/r/1.0.0",
    });
  });

  it("have the first element of a list that users refer to", () => {
    const address = ["object", { address: "string", port: "number" }] as const;
    const attributes = {
      cluster_endpoint: { ...computedAttribute(["list", address]), optional: false },
      pending_change: { ...computedAttribute(["list", address]), optional: false },
      shards: { ...computedAttribute(["list", address]), optional: false },
      name: computedAttribute(),
    };
    const after = { cluster_endpoint: UNKNOWN, pending_change: UNKNOWN, shards: UNKNOWN, name: "m" };
    const change = { type: "aws_memorydb_cluster", before: null, after };
    const createdValues = computeValues(change, { attributes, blocks: {} }, callContextWith());
    expect(createdValues).toMatchObject({
      cluster_endpoint: [{ address: like("clustercfg\\.m\\.\\w{6}\\.memorydb.*"), port: 6379 }],
      pending_change: [],
      shards: [],
    });
  });

  it("count a function's versions", () => {
    const block = schemaBlockOf({
      publish: "bool",
      version: "string",
      qualified_arn: "string",
      function_name: "string",
    });
    const type = "aws_lambda_function";
    const after = { publish: true, version: UNKNOWN, qualified_arn: UNKNOWN, function_name: "f" };
    const first = computeValues({ type, before: null, after }, block, callContextWith());
    expect(first.qualified_arn).toBe("arn:aws:lambda:us-east-1:123456789012:function:f:1");
    expect(computeValues({ type, before: first, after }, block, callContextWith())).toMatchObject({
      version: "2",
      qualified_arn: "arn:aws:lambda:us-east-1:123456789012:function:f:2",
    });
  });

  it("list a cluster's brokers for the enabled kinds of clients", () => {
    const givenValues = {
      cluster_name: "C",
      number_of_broker_nodes: 2,
      client_authentication: [{ sasl: [{ scram: true }] }],
    };
    const block = schemaBlockOf({ bootstrap_brokers_sasl_scram: "string", bootstrap_brokers: "string" });
    const after = { ...givenValues, bootstrap_brokers_sasl_scram: UNKNOWN, bootstrap_brokers: UNKNOWN };
    const shape = { ...block, blocks: { client_authentication: listBlock(schemaBlockOf({})) } };
    const createdValues = computeValues(
      { type: "aws_msk_cluster", before: null, after },
      shape,
      callContextWith(),
    );
    expect(createdValues.bootstrap_brokers).toBe("");
    expect(String(createdValues.bootstrap_brokers_sasl_scram).split(",")).toEqual([
      like("b-1\\..*:9096"),
      like("b-2\\..*:9096"),
    ]);
  });
});
