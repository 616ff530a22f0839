import { computeValues } from "../../../../../tools/rehearse/simulator/computed-values/index.ts";
import { readSimulatedDataSource } from "../../../../../tools/rehearse/simulator/data-sources/index.ts";
import type { TerraformType } from "../../../../../tools/rehearse/simulator/schema.ts";
import { type ObjectValue, UNKNOWN } from "../../../../../tools/rehearse/simulator/terraform-value.ts";
import { callContextWith, existingResource, listBlock, schemaBlockOf } from "../computed-values/support.ts";
import { readDataSource } from "./support.ts";

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
