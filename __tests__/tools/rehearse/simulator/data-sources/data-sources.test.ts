import { computeValues } from "../../../../../tools/rehearse/simulator/computed-values/index.ts";
import { readSimulatedDataSource } from "../../../../../tools/rehearse/simulator/data-sources/index.ts";
import type { SchemaBlock, TerraformType } from "../../../../../tools/rehearse/simulator/schema.ts";
import type { SimulatedResource } from "../../../../../tools/rehearse/simulator/simulator-types.ts";
import { type ObjectValue, UNKNOWN } from "../../../../../tools/rehearse/simulator/terraform-value.ts";
import { callContextWith, existingResource, listBlock, schemaBlockOf } from "../computed-values/support.ts";

const COMMON = {
  id: "string",
  arn: "string",
  name: "string",
  names: ["list", "string"],
  ids: ["list", "string"],
  zone_ids: ["list", "string"],
  zone_id: "string",
  value: "string",
  max_entries: "number",
  account_id: "string",
  vpc_id: "string",
  cidr_block: "string",
  status: "string",
  secret_string: "string",
  version: "string",
  version_actual: "string",
  key_id: "string",
  target_key_arn: "string",
  architecture: "string",
  revision: "number",
  service_name: "string",
  cluster_arn: "string",
  desired_count: "number",
  task_definition: "string",
} as const satisfies Record<string, TerraformType>;

function readDataSource(
  type: string,
  config: ObjectValue,
  block: readonly string[] | SchemaBlock,
  ...resources: readonly SimulatedResource[]
) {
  const shape =
    "attributes" in block
      ? block
      : schemaBlockOf(Object.fromEntries(block.map((name) => [name, COMMON[name as keyof typeof COMMON]])));
  return readSimulatedDataSource(
    type,
    config,
    shape,
    callContextWith(...resources),
    (one) => !/(vpcs|subnets|instances|roles|log_groups|_names)$/.test(one),
  );
}

const vpc = existingResource("aws_vpc", "vpc-0a", {
  cidr_block: "10.0.0.0/16",
  tags: { Name: "main" },
  tags_all: { Name: "main", Team: "a" },
  default_security_group_id: "sg-0d",
});
const subnets = ["a", "b"].map((letter) =>
  existingResource("aws_subnet", `subnet-0${letter}`, {
    vpc_id: "vpc-0a",
    availability_zone: `us-east-1${letter}`,
    tags: { Tier: letter },
  }),
);
const filter = (name: string, ...values: readonly string[]) => ({ filter: [{ name, values }] });

describe("data sources that call AWS", () => {
  it("read the caller's account", () => {
    expect(readDataSource("aws_caller_identity", {}, ["account_id", "arn", "id"])).toEqual({
      account_id: "123456789012",
      arn: "arn:aws:iam::123456789012:user/rehearsal",
      id: "123456789012",
    });
  });

  it("read the region's zones, with and without exclusions", () => {
    expect(
      readDataSource("aws_availability_zones", { state: "available" }, ["names", "zone_ids"]),
    ).toMatchObject({
      names: ["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d", "us-east-1e", "us-east-1f"],
    });
    const some = schemaBlockOf({ names: ["list", "string"], exclude_names: ["set", "string"] });
    expect(
      readDataSource(
        "aws_availability_zones",
        { exclude_names: ["us-east-1a"], ...filter("zone-type", "availability-zone") },
        some,
      ),
    ).toMatchObject({ names: ["us-east-1b", "us-east-1c", "us-east-1d", "us-east-1e", "us-east-1f"] });
    expect(
      readDataSource("aws_availability_zones", filter("zone-type", "local-zone"), ["names"]),
    ).toMatchObject({
      names: [],
    });
    expect(
      readDataSource("aws_availability_zone", { name: "us-east-1b" }, ["name", "zone_id"]),
    ).toMatchObject({
      zone_id: "use1-az2",
    });
    expect(readDataSource("aws_availability_zone", { name: "eu-west-1a" }, ["name"])).toMatchObject({
      apiError: { code: "ResourceNotFoundException" },
    });
  });

  it("read public images, by filters and by public parameters, the same each time", () => {
    const config = { most_recent: true, owners: ["amazon"], ...filter("name", "al2023-ami-2023.*-arm64") };
    const image = readDataSource("aws_ami", config, ["id", "architecture"]);
    expect(image).toEqual({ id: expect.stringMatching(/^ami-[0-9a-f]{17}$/), architecture: "arm64" });
    expect(readDataSource("aws_ami", config, ["id", "architecture"])).toEqual(image);
    const name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";
    expect(readDataSource("aws_ssm_parameter", { name }, ["value"])).toEqual({
      value: expect.stringMatching(/^ami-/),
    });
    const ecs = readDataSource(
      "aws_ssm_parameter",
      { name: "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended" },
      ["value"],
    ) as ObjectValue;
    expect(JSON.parse(String(ecs.value))).toMatchObject({ image_id: expect.stringMatching(/^ami-/) });
    expect(readDataSource("aws_ssm_parameter", { name: "/mine" }, ["value"])).toEqual({
      apiError: {
        code: "ParameterNotFound",
        operation: "GetParameter",
        message: "Parameter /mine not found.",
      },
    });
    expect(
      readDataSource(
        "aws_ssm_parameter",
        { name: "/mine" },
        ["value"],
        existingResource("aws_ssm_parameter", "/mine", { name: "/mine", value: "x" }),
      ),
    ).toEqual({ value: "x" });
  });

  it("read AWS-managed prefix lists, with their weight", () => {
    const name = "com.amazonaws.global.cloudfront.origin-facing";
    expect(readDataSource("aws_ec2_managed_prefix_list", { name }, ["id", "max_entries"])).toEqual({
      id: "pl-3b927c52",
      max_entries: 55,
    });
    const gateway = readDataSource("aws_prefix_list", { name: "com.amazonaws.us-east-1.s3" }, [
      "id",
    ]) as ObjectValue;
    const block = schemaBlockOf({
      service_name: "string",
      vpc_endpoint_type: "string",
      prefix_list_id: "string",
    });
    expect(gateway.id).toMatch(/^pl-[0-9a-f]{8}$/);
    expect(
      computeValues(
        {
          type: "aws_vpc_endpoint",
          before: null,
          after: { service_name: "com.amazonaws.us-east-1.s3", vpc_endpoint_type: "Gateway" },
        },
        block,
        callContextWith(),
      ),
    ).toBeDefined();
    expect(readDataSource("aws_prefix_list", { name: "com.example" }, ["id"])).toMatchObject({
      apiError: { code: "ResourceNotFoundException" },
    });
  });

  it("read CloudFront's managed policies by name or ID, then the account's", () => {
    expect(
      readDataSource("aws_cloudfront_cache_policy", { name: "Managed-CachingDisabled" }, ["id"]),
    ).toEqual({
      id: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
    });
    expect(
      readDataSource("aws_cloudfront_origin_request_policy", { id: "216adef6-5c7f-47e4-b989-5492eafa07d3" }, [
        "name",
      ]),
    ).toEqual({ name: "Managed-AllViewer" });
    const own = existingResource("aws_cloudfront_cache_policy", "p1", { name: "mine" });
    expect(readDataSource("aws_cloudfront_cache_policy", { name: "mine" }, ["id"], own)).toEqual({
      id: "p1",
    });
    expect(readDataSource("aws_cloudfront_cache_policy", { name: "none" }, ["id"], own)).toMatchObject({
      apiError: { message: "no matching cloudfront cache policy found: none" },
    });
  });

  it("read endpoint services and engine versions", () => {
    expect(readDataSource("aws_vpc_endpoint_service", { service: "ecr.api" }, ["service_name"])).toEqual({
      service_name: "com.amazonaws.us-east-1.ecr.api",
    });
    expect(
      readDataSource("aws_rds_engine_version", { engine: "postgres", version: "15" }, ["version_actual"]),
    ).toEqual({
      version_actual: "15.13",
    });
    expect(
      readDataSource("aws_rds_engine_version", { engine: "postgres", version: "3" }, ["version"]),
    ).toMatchObject({
      apiError: { operation: "DescribeDBEngineVersions" },
    });
  });

  it("read hosted zones: public unless a private one is requested", () => {
    const zones = [
      existingResource("aws_route53_zone", "Z1", { name: "a.com", zone_id: "Z1", vpc: [] }),
      existingResource("aws_route53_zone", "Z2", {
        name: "a.com",
        zone_id: "Z2",
        vpc: [{ vpc_id: "vpc-0a" }],
      }),
    ];
    expect(readDataSource("aws_route53_zone", { name: "a.com." }, ["zone_id"], ...zones)).toEqual({
      zone_id: "Z1",
    });
    expect(
      readDataSource("aws_route53_zone", { name: "a.com", private_zone: true }, ["zone_id"], ...zones),
    ).toEqual({
      zone_id: "Z2",
    });
    expect(readDataSource("aws_route53_zone", { name: "b.com" }, ["zone_id"], ...zones)).toMatchObject({
      apiError: { code: "NoSuchHostedZone" },
    });
  });

  it("never invent a secret's value", () => {
    const secret = existingResource("aws_secretsmanager_secret", "arn:s", { name: "api", arn: "arn:s" });
    const rejected = {
      apiError: {
        code: "ResourceNotFoundException",
        operation: "GetSecretValue",
        message: "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
      },
    };
    expect(
      readDataSource("aws_secretsmanager_secret_version", { secret_id: "arn:s" }, ["secret_string"], secret),
    ).toEqual(rejected);
    const version = existingResource("aws_secretsmanager_secret_version", "arn:s|1", {
      secret_id: "arn:s",
      secret_string: "x",
    });
    expect(
      readDataSource(
        "aws_secretsmanager_secret_version",
        { secret_id: "arn:s" },
        ["secret_string"],
        secret,
        version,
      ),
    ).toEqual({ secret_string: "x" });
  });

  it("read task definitions and services: the newest revision; AWS's error if there is none", () => {
    const revision = (number: number) =>
      existingResource("aws_ecs_task_definition", `web${number}`, {
        family: "web",
        revision: number,
        arn: `arn:aws:ecs:us-east-1:123456789012:task-definition/web:${number}`,
      });
    expect(
      readDataSource(
        "aws_ecs_task_definition",
        { task_definition: "web" },
        ["revision"],
        revision(1),
        revision(2),
      ),
    ).toEqual({ revision: 2 });
    expect(
      readDataSource(
        "aws_ecs_task_definition",
        { task_definition: "web:1" },
        ["revision"],
        revision(1),
        revision(2),
      ),
    ).toEqual({ revision: 1 });
    expect(readDataSource("aws_ecs_task_definition", { task_definition: "web" }, ["revision"])).toEqual({
      apiError: {
        code: "ClientException",
        operation: "DescribeTaskDefinition",
        message: "Unable to describe task definition.",
      },
    });
    const service = existingResource(
      "aws_ecs_service",
      "arn:aws:ecs:us-east-1:123456789012:service/main/web",
      {
        name: "web",
        cluster: "arn:aws:ecs:us-east-1:123456789012:cluster/main",
        desired_count: 3,
      },
    );
    const config = { service_name: "web", cluster_arn: "arn:aws:ecs:us-east-1:123456789012:cluster/main" };
    expect(readDataSource("aws_ecs_service", config, ["desired_count", "service_name"], service)).toEqual({
      desired_count: 3,
      service_name: "web",
    });
    expect(
      readDataSource("aws_ecs_service", { ...config, cluster_arn: "other" }, ["desired_count"], service),
    ).toMatchObject({ apiError: { code: "ServiceNotFoundException", message: "Service not found: web" } });
  });

  it("read keys by ID, ARN or alias, and AWS managed keys by theirs", () => {
    const key = existingResource("aws_kms_key", "k1", { arn: "arn:k1", key_id: "k1" });
    const alias = existingResource("aws_kms_alias", "alias/a", {
      name: "alias/a",
      target_key_id: "k1",
      target_key_arn: "arn:k1",
    });
    expect(readDataSource("aws_kms_key", { key_id: "alias/a" }, ["arn", "id"], key, alias)).toEqual({
      arn: "arn:k1",
      id: "k1",
    });
    expect(readDataSource("aws_kms_alias", { name: "alias/a" }, ["target_key_arn"], key, alias)).toEqual({
      target_key_arn: "arn:k1",
    });
    expect(readDataSource("aws_kms_alias", { name: "alias/aws/rds" }, ["target_key_arn"])).toEqual({
      target_key_arn: expect.stringMatching(/^arn:aws:kms:us-east-1:123456789012:key\//),
    });
    expect(readDataSource("aws_kms_key", { key_id: "k2" }, ["arn"], key)).toEqual({
      apiError: { code: "NotFoundException", operation: "DescribeKey", message: "Key 'k2' does not exist" },
    });
  });

  it("read AWS managed policies, and the account's", () => {
    expect(readDataSource("aws_iam_policy", { name: "AmazonSSMManagedInstanceCore" }, ["arn"])).toEqual({
      arn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    });
    expect(
      readDataSource(
        "aws_iam_policy",
        { name: "mine" },
        ["arn"],
        existingResource("aws_iam_policy", "arn:p", { name: "mine", arn: "arn:p" }),
      ),
    ).toEqual({ arn: "arn:p" });
    expect(readDataSource("aws_iam_role", { name: "gone" }, ["arn"])).toEqual({
      apiError: {
        code: "NoSuchEntity",
        operation: "GetRole",
        message: "The role with name gone cannot be found.",
      },
    });
  });
});

describe("data sources of any existing resource", () => {
  it.each([
    ["by id", { id: "vpc-0a" }],
    ["by tags, default ones too", { tags: { Team: "a" } }],
    ["by a filter", filter("tag:Name", "ma*")],
    ["by its block", { cidr_block: "10.0.0.0/16" }],
  ])("%s", (_how, config) => {
    expect(
      readDataSource(
        "aws_vpc",
        config,
        ["id", "cidr_block"],
        vpc,
        existingResource("aws_vpc", "vpc-0b", { cidr_block: "10.1.0.0/16" }),
      ),
    ).toEqual({ id: "vpc-0a", cidr_block: "10.0.0.0/16" });
  });

  it("find resources that AWS created with others", () => {
    const config = { name: "default", vpc_id: "vpc-0a" };
    expect(readDataSource("aws_security_group", config, ["id"], vpc)).toEqual({ id: "sg-0d" });
  });

  it("report none and several as errors", () => {
    expect(readDataSource("aws_vpc", { id: "vpc-0x" }, ["id"], vpc)).toEqual({
      apiError: {
        code: "InvalidVpcID.NotFound",
        operation: "DescribeVpcs",
        message: "The vpc ID 'vpc-0x' does not exist",
      },
    });
    expect(readDataSource("aws_subnet", { vpc_id: "vpc-0a" }, ["id"], ...subnets)).toMatchObject({
      apiError: { code: "MultipleResultsFound" },
    });
    expect(
      readDataSource("aws_subnet", { vpc_id: "vpc-0a", tags: { Tier: "b" } }, ["id"], ...subnets),
    ).toEqual({
      id: "subnet-0b",
    });
  });

  it("do not find another region's resources", () => {
    expect(
      readDataSource(
        "aws_vpc",
        { id: "vpc-0a" },
        ["id"],
        existingResource("aws_vpc", "vpc-0a", {}, "eu-west-1"),
      ),
    ).toMatchObject({ apiError: { code: "InvalidVpcID.NotFound" } });
  });

  it("sort lists, which may be empty", () => {
    expect(
      readDataSource("aws_subnets", filter("vpc-id", "vpc-0a"), ["ids"], ...[...subnets].reverse()),
    ).toEqual({
      ids: ["subnet-0a", "subnet-0b"],
    });
    expect(readDataSource("aws_subnets", filter("vpc-id", "vpc-0x"), ["ids"], ...subnets)).toEqual({
      ids: [],
    });
  });

  it("accept an argument that the resource has under another name", () => {
    const cluster = existingResource("aws_ecs_cluster", "arn:aws:ecs:us-east-1:123456789012:cluster/main", {
      name: "main",
      arn: "arn:aws:ecs:us-east-1:123456789012:cluster/main",
    });
    const other = existingResource("aws_ecs_cluster", "arn:aws:ecs:us-east-1:123456789012:cluster/other", {
      name: "other",
      arn: "arn:aws:ecs:us-east-1:123456789012:cluster/other",
    });
    const block = schemaBlockOf({ cluster_name: "string", arn: "string" });
    expect(readDataSource("aws_ecs_cluster", { cluster_name: "main" }, block, cluster, other)).toEqual({
      cluster_name: "main",
      arn: cluster.id,
    });
  });

  it.each(["aws_iam_policy_document", "aws_region", "aws_partition", "aws_arn", "aws_service_principal"])(
    "%s is left to the provider",
    (type) => {
      expect(readDataSource(type, {}, ["id"])).toBeUndefined();
    },
  );
});

describe("resources and offerings of AWS itself", () => {
  const ids = ["id", "vpc_id", "cidr_block"];

  it("include a VPC in each region, with a subnet in each zone", () => {
    const found = readDataSource("aws_vpc", { default: true }, ids, vpc) as ObjectValue;
    expect(found).toMatchObject({ cidr_block: "172.31.0.0/16", id: expect.stringMatching(/^vpc-0/) });
    expect(readDataSource("aws_vpc", { default: true }, ids)).toEqual(found);
    const inside = readDataSource(
      "aws_subnets",
      filter("vpc-id", String(found.id)),
      ["ids"],
      vpc,
      ...subnets,
    );
    expect((inside as { ids: string[] }).ids).toHaveLength(6);
    const [subnet = ""] = (inside as { ids: string[] }).ids;
    expect(readDataSource("aws_subnet", { id: subnet }, ids)).toMatchObject({ vpc_id: found.id });
    const group = { name: "default", vpc_id: found.id ?? null };
    expect(readDataSource("aws_security_group", group, ids)).toMatchObject({
      id: expect.stringMatching(/^sg-0/),
    });
  });

  it("are adopted unchanged", () => {
    const block = schemaBlockOf({ id: "string", default_security_group_id: "string" });
    const after = { id: UNKNOWN, default_security_group_id: UNKNOWN };
    const taken = computeValues({ type: "aws_default_vpc", before: null, after }, block, callContextWith());
    expect(taken.id).toBe((readDataSource("aws_vpc", { default: true }, ids) as ObjectValue).id);
  });

  it("include the defaults of every account, by name", () => {
    expect(readDataSource("aws_cloudwatch_event_bus", { name: "default" }, ["arn", "name"])).toEqual({
      name: "default",
      arn: "arn:aws:events:us-east-1:123456789012:event-bus/default",
    });
    expect(readDataSource("aws_cloudwatch_event_bus", { name: "mine" }, ["arn"])).toMatchObject({
      apiError: { code: "ResourceNotFoundException" },
    });
    expect(readDataSource("aws_iam_policy", { name: "SecurityAudit" }, ["arn"])).toEqual({
      arn: "arn:aws:iam::aws:policy/SecurityAudit",
    });
  });

  const offer = (type: string, config: ObjectValue, types: Readonly<Record<string, TerraformType>>) =>
    readSimulatedDataSource(
      type,
      config,
      schemaBlockOf(types),
      callContextWith(),
      () => false,
    ) as ObjectValue;

  it("include its offerings: of preferred ones, the first", () => {
    const preferences = { preferred_instance_classes: ["db.r6g.large", "db.t3.micro"] };
    const types = { instance_class: "string", preferred_instance_classes: ["list", "string"] } as const;
    expect(offer("aws_rds_orderable_db_instance", preferences, types)).toMatchObject({
      instance_class: "db.r6g.large",
    });
    const machine = { instance_type: "string", default_vcpus: "number", memory_size: "number" } as const;
    expect(offer("aws_ec2_instance_type", { instance_type: "m6g.2xlarge" }, machine)).toMatchObject({
      default_vcpus: 8,
      memory_size: 32_768,
    });
    const places = { locations: ["list", "string"], instance_types: ["list", "string"] } as const;
    const requestedNames = { location_type: "availability-zone", ...filter("instance-type", "t3.micro") };
    const zoned = { ...places, location_type: "string" } as const;
    const block = {
      ...schemaBlockOf(zoned),
      blocks: { filter: listBlock(schemaBlockOf({ name: "string", values: ["set", "string"] })) },
    };
    const found = readSimulatedDataSource(
      "aws_ec2_instance_type_offerings",
      requestedNames,
      block,
      callContextWith(),
      () => false,
    );
    expect((found as ObjectValue).instance_types).toEqual(Array(6).fill("t3.micro"));
  });

  it("are not invented if they depend on running systems", () => {
    expect(offer("aws_lambda_invocation", { function_name: "f" }, { result: "string" })).toBeUndefined();
  });
});

describe("plural data sources", () => {
  it("list the attribute of their own name", () => {
    const database = existingResource("aws_db_instance", "db-ONE", { identifier: "one", arn: "arn:one" });
    const block = schemaBlockOf({
      instance_identifiers: ["set", "string"],
      instance_arns: ["set", "string"],
    });
    expect(readDataSource("aws_db_instances", {}, block, database)).toEqual({
      instance_identifiers: ["one"],
      instance_arns: ["arn:one"],
    });
  });

  it("apply a prefix, a regular expression and a filter with the resource's name", () => {
    const roles = ["app-one", "other"].map((name) => existingResource("aws_iam_role", name, { name }));
    const names = schemaBlockOf({ names: ["set", "string"], name_regex: "string" });
    expect(readDataSource("aws_iam_roles", { name_regex: "^app-" }, names, ...roles)).toMatchObject({
      names: ["app-one"],
    });
    const groups = ["/a/x", "/b/x"].map((name) =>
      existingResource("aws_cloudwatch_log_group", name, { name }),
    );
    const listed = schemaBlockOf({ log_group_names: ["set", "string"], log_group_name_prefix: "string" });
    expect(
      readDataSource("aws_cloudwatch_log_groups", { log_group_name_prefix: "/a" }, listed, ...groups),
    ).toMatchObject({
      log_group_names: ["/a/x"],
    });
    const volumes = ["gp2", "gp3"].map((type) => existingResource("aws_ebs_volume", `vol-${type}`, { type }));
    expect(readDataSource("aws_ebs_volume", filter("volume-type", "gp3"), ["id"], ...volumes)).toEqual({
      id: "vol-gp3",
    });
  });
});

describe("the credentials that RDS manages", () => {
  it("are read from their secret", () => {
    const secret_arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-1";
    const owner = existingResource("aws_rds_cluster", "main", {
      master_username: "root",
      master_user_secret: [{ secret_arn }],
    });
    const version = readDataSource(
      "aws_secretsmanager_secret_version",
      { secret_id: secret_arn },
      ["secret_string"],
      owner,
    );
    expect(JSON.parse(String((version as ObjectValue).secret_string))).toMatchObject({ username: "root" });
  });
});

describe("resources by their tags", () => {
  const tagged = (type: string, arn: string, tags: ObjectValue, region?: string) =>
    existingResource(type, arn, { arn, tags_all: tags }, region);
  const ours = { ManagedBy: "drydock" };
  const key = "arn:aws:kms:us-east-1:123456789012:key/1";
  const bucket = "arn:aws:s3:::states";
  const account = [
    tagged("aws_kms_key", key, ours),
    tagged("aws_kms_key", `${key}2`, { ManagedBy: "another" }),
    tagged("aws_kms_key", `${key}3`, ours, "eu-west-1"),
    tagged("aws_s3_bucket", bucket, { ...ours, Team: "a" }),
    existingResource("aws_s3_bucket", "untagged", { arn: "arn:aws:s3:::untagged" }),
  ];
  const filter = listBlock(schemaBlockOf({ key: "string", values: ["list", "string"] }));
  const block = {
    ...schemaBlockOf({
      id: "string",
      resource_type_filters: ["list", "string"],
      resource_tag_mapping_list: [
        "list",
        [
          "object",
          { resource_arn: "string", tags: ["map", "string"], compliance_details: ["list", "string"] },
        ],
      ],
    }),
    blocks: { tag_filter: filter },
  };

  it.each<[string, ObjectValue, readonly string[]]>([
    ["with a tag", { tag_filter: [{ key: "ManagedBy", values: ["drydock"] }] }, [key, bucket]],
    ["with a tag of any value", { tag_filter: [{ key: "Team", values: [] }] }, [bucket]],
    ["of a service", { resource_type_filters: ["s3"] }, [bucket]],
    ["of a type", { resource_type_filters: ["kms:key"] }, [key, `${key}2`]],
    ["of another type", { resource_type_filters: ["kms:alias", "s3:bucket"] }, [bucket]],
  ])("are those of the region %s", (_what, config, arns) => {
    const result = readDataSource("aws_resourcegroupstaggingapi_resources", config, block, ...account);
    const list = (result as { resource_tag_mapping_list: { resource_arn: string }[] })
      .resource_tag_mapping_list;
    expect(list.map((one) => one.resource_arn)).toEqual(arns);
  });
});
