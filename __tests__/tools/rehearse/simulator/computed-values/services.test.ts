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
const twoZones = [
  existingResource("aws_subnet", "subnet-0a", { vpc_id: "vpc-0a", availability_zone: "us-east-1a" }),
  existingResource("aws_subnet", "subnet-0b", { vpc_id: "vpc-0a", availability_zone: "us-east-1b" }),
];

describe("the services' computed values", () => {
  it("load balancers have AWS's names and hosted zones", () => {
    const requestedNames = ["id", "arn", "arn_suffix", "dns_name", "zone_id", "vpc_id"];
    const alb = {
      name: "cybershield-alb",
      load_balancer_type: "application",
      internal: false,
      subnets: ["subnet-0a", "subnet-0b"],
    };
    const createdValues = computedAfterCreate("aws_lb", alb, requestedNames, callContextWith(...twoZones));
    expect(createdValues).toMatchObject({
      arn: like(
        "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/cybershield-alb/[0-9a-f]{16}",
      ),
      dns_name: like("cybershield-alb-\\d{10}\\.us-east-1\\.elb\\.amazonaws\\.com"),
      zone_id: "Z35SXDOTRQ7X7K",
      vpc_id: "vpc-0a",
    });
    expect(createdValues.id).toBe(createdValues.arn);
    expect(createdValues.arn).toBe(
      `arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/${createdValues.arn_suffix}`,
    );
    expect(computedAfterCreate("aws_lb", { ...alb, internal: true }, requestedNames).dns_name).toMatch(
      /^internal-cybershield-alb-\d{10}\./,
    );
    expect(
      computedAfterCreate("aws_lb", { ...alb, load_balancer_type: "network" }, requestedNames),
    ).toMatchObject({
      zone_id: "Z26RNL4JYFTOTI",
      dns_name: like("cybershield-alb-[0-9a-f]{16}\\.elb\\.us-east-1\\.amazonaws\\.com"),
    });
    const listener = computedAfterCreate(
      "aws_lb_listener",
      { load_balancer_arn: createdValues.arn ?? "", port: 443 },
      ["arn"],
    );
    expect(listener.arn).toMatch(/:listener\/app\/cybershield-alb\/[0-9a-f]{16}\/[0-9a-f]{16}$/);
    expect(
      computedAfterCreate("aws_lb_listener_rule", { listener_arn: listener.arn ?? "" }, ["arn"]).arn,
    ).toMatch(/:listener-rule\/app\/cybershield-alb\/[0-9a-f]{16}\/[0-9a-f]{16}\/[0-9a-f]{16}$/);
  });

  it("a certificate has a validation record for each name; a wildcard shares its apex's", () => {
    const option = [
      "set",
      [
        "object",
        {
          domain_name: "string",
          resource_record_name: "string",
          resource_record_type: "string",
          resource_record_value: "string",
        },
      ],
    ] as const;
    const givenValues = {
      domain_name: "example.com",
      subject_alternative_names: ["example.com", "*.example.com", "b.example.com"],
      validation_method: "DNS",
    };
    const createdValues = computedAfterCreate("aws_acm_certificate", givenValues, {
      arn: "string",
      status: "string",
      domain_validation_options: option,
    });
    const options = createdValues.domain_validation_options as readonly {
      domain_name: string;
      resource_record_name: string;
      resource_record_value: string;
    }[];
    expect(options.map((one) => one.domain_name)).toEqual(["example.com", "*.example.com", "b.example.com"]);
    expect(options[0]).toMatchObject({
      resource_record_name: like("_[0-9a-f]{32}\\.example\\.com\\."),
      resource_record_value: like("_[0-9a-f]{32}\\.[a-z]{10}\\.acm-validations\\.aws\\."),
    });
    expect(options[1]?.resource_record_name).toBe(options[0]?.resource_record_name);
    expect(options[2]?.resource_record_name).toMatch(/\.b\.example\.com\.$/);
    expect(createdValues).toMatchObject({
      arn: like(`arn:aws:acm:us-east-1:123456789012:certificate/${uuid}`),
      status: "PENDING_VALIDATION",
    });
  });

  it("a certificate keeps its planned names, and only their records are computed", () => {
    const type = ["set", ["object", { domain_name: "string", resource_record_name: "string" }]] as const;
    const after = {
      validation_method: "DNS",
      domain_validation_options: [{ domain_name: "a.com", resource_record_name: UNKNOWN }],
    };
    const createdValues = computeValues(
      { type: "aws_acm_certificate", before: null, after },
      schemaBlockOf({ validation_method: "string", domain_validation_options: type }),
      callContextWith(),
    );
    expect(createdValues.domain_validation_options).toEqual([
      { domain_name: "a.com", resource_record_name: like("_[0-9a-f]{32}\\.a\\.com\\.") },
    ]);
  });

  it("a hosted zone has four name servers, in AWS's four domains", () => {
    const createdValues = computedAfterCreate(
      "aws_route53_zone",
      { name: "example.com" },
      { zone_id: "string", name_servers: ["list", "string"], arn: "string" },
    );
    const servers = createdValues.name_servers as readonly string[];
    expect(servers.map((server) => server.replace(/^ns-\d+\.awsdns-\d\d\./, "")).sort()).toEqual([
      "co.uk",
      "com",
      "net",
      "org",
    ]);
    expect(createdValues).toMatchObject({
      zone_id: like("Z[A-Z0-9]{20}"),
      arn: `arn:aws:route53:::hostedzone/${createdValues.zone_id}`,
    });
    const zone = existingResource("aws_route53_zone", "Z1", { name: "example.com" });
    expect(
      computedAfterCreate(
        "aws_route53_record",
        { zone_id: "Z1", name: "www", type: "A" },
        ["id", "fqdn"],
        callContextWith(zone),
      ),
    ).toMatchObject({ id: "Z1_www_A", fqdn: "www.example.com" });
  });

  it("a distribution has AWS's domain and hosted zone, and a new etag at each change", () => {
    const createdValues = computedAfterCreate("aws_cloudfront_distribution", { comment: "a" }, [
      "id",
      "arn",
      "domain_name",
      "hosted_zone_id",
      "etag",
    ]);
    expect(createdValues).toMatchObject({
      id: like("E[A-Z0-9]{13}"),
      arn: `arn:aws:cloudfront::123456789012:distribution/${createdValues.id}`,
      domain_name: like("d[0-9a-z]{13}\\.cloudfront\\.net"),
      hosted_zone_id: "Z2FDTNDATAQYW2",
    });
    const again = computeValues(
      {
        type: "aws_cloudfront_distribution",
        before: createdValues,
        after: { ...createdValues, comment: "b", etag: UNKNOWN, domain_name: UNKNOWN },
      },
      schemaBlockOf({
        comment: "string",
        etag: "string",
        domain_name: "string",
        id: "string",
        arn: "string",
        hosted_zone_id: "string",
      }),
      callContextWith(),
    );
    expect(again).toMatchObject({ domain_name: createdValues.domain_name, etag: like("E[A-Z0-9]{13}") });
    expect(again.etag).not.toBe(createdValues.etag);
    expect(computedAfterCreate("aws_cloudfront_vpc_origin", {}, ["id", "arn"]).arn).toMatch(
      /^arn:aws:cloudfront::123456789012:vpcorigin\/vo_/,
    );
  });

  it("a database has an endpoint, and a secret if AWS manages the password", () => {
    const secret = [
      "list",
      ["object", { kms_key_id: "string", secret_arn: "string", secret_status: "string" }],
    ] as const;
    const givenValues = {
      identifier: "main",
      engine: "postgres",
      engine_version: "15.13",
      manage_master_user_password: true,
    };
    const createdValues = computedAfterCreate("aws_db_instance", givenValues, {
      id: "string",
      resource_id: "string",
      arn: "string",
      address: "string",
      endpoint: "string",
      port: "number",
      hosted_zone_id: "string",
      parameter_group_name: "string",
      option_group_name: "string",
      master_user_secret: secret,
      engine_version_actual: "string",
    });
    expect(createdValues.engine_version_actual).toBe("15.13");
    const byMajor = computedAfterCreate(
      "aws_db_instance",
      { ...givenValues, engine_version: "15" },
      { engine_version_actual: "string" },
    );
    expect(byMajor.engine_version_actual).toMatch(/^15\.\d+$/);
    expect(createdValues).toMatchObject({
      resource_id: like("db-[A-Z2-7]{26}"),
      arn: "arn:aws:rds:us-east-1:123456789012:db:main",
      address: like("main\\.[0-9a-z]{12}\\.us-east-1\\.rds\\.amazonaws\\.com"),
      port: 5432,
      hosted_zone_id: "Z2R2ITUGPM61AM",
      parameter_group_name: "default.postgres15",
      option_group_name: "default:postgres-15",
      master_user_secret: [
        {
          secret_arn: like(
            `arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-${uuid}-[0-9A-Za-z]{6}`,
          ),
          secret_status: "active",
          kms_key_id: like(`arn:aws:kms:us-east-1:123456789012:key/${uuid}`),
        },
      ],
    });
    expect(createdValues.id).toBe(createdValues.resource_id);
    expect(createdValues.endpoint).toBe(`${createdValues.address}:5432`);
    expect(
      computedAfterCreate(
        "aws_db_instance",
        { ...givenValues, manage_master_user_password: null },
        { master_user_secret: secret },
      ).master_user_secret,
    ).toEqual([]);
  });

  it("a replication group has its nodes and endpoints", () => {
    const givenValues = {
      replication_group_id: "cache",
      num_cache_clusters: 2,
      transit_encryption_enabled: true,
      engine: "redis",
      engine_version: "7.1",
    };
    const requestedNames = {
      primary_endpoint_address: "string",
      reader_endpoint_address: "string",
      member_clusters: ["set", "string"],
      configuration_endpoint_address: "string",
      engine_version_actual: "string",
    } as const;
    expect(
      computedAfterCreate("aws_elasticache_replication_group", givenValues, requestedNames),
    ).toMatchObject({
      primary_endpoint_address: like("master\\.cache\\.[a-z]{6}\\.use1\\.cache\\.amazonaws\\.com"),
      reader_endpoint_address: like("replica\\.cache\\.[a-z]{6}\\.use1\\.cache\\.amazonaws\\.com"),
      member_clusters: ["cache-001", "cache-002"],
      configuration_endpoint_address: "",
      engine_version_actual: "7.1.0",
    });
    expect(
      computedAfterCreate(
        "aws_elasticache_replication_group",
        { ...givenValues, transit_encryption_enabled: false },
        requestedNames,
      ).primary_endpoint_address,
    ).toMatch(/^cache\.[a-z]{6}\.ng\.0001\.use1\./);
  });

  it("containers have a repository, cluster, service, and increasing revisions of a family", () => {
    expect(
      computedAfterCreate("aws_ecr_repository", { name: "app" }, ["repository_url", "registry_id", "arn"]),
    ).toMatchObject({
      repository_url: "123456789012.dkr.ecr.us-east-1.amazonaws.com/app",
      registry_id: "123456789012",
      arn: "arn:aws:ecr:us-east-1:123456789012:repository/app",
    });
    const cluster = computedAfterCreate("aws_ecs_cluster", { name: "main" }, ["id", "arn"]);
    expect(
      computedAfterCreate("aws_ecs_service", { name: "web", cluster: cluster.arn ?? "" }, ["id"]).id,
    ).toBe("arn:aws:ecs:us-east-1:123456789012:service/main/web");
    const first = computedAfterCreate(
      "aws_ecs_task_definition",
      { family: "web" },
      { id: "string", revision: "number", arn: "string", arn_without_revision: "string" },
    );
    expect(first).toMatchObject({
      id: "web",
      revision: 1,
      arn: "arn:aws:ecs:us-east-1:123456789012:task-definition/web:1",
      arn_without_revision: "arn:aws:ecs:us-east-1:123456789012:task-definition/web",
    });
    const next = computedAfterCreate(
      "aws_ecs_task_definition",
      { family: "web" },
      { id: "string", revision: "number", arn: "string" },
      callContextWith(existingResource("aws_ecs_task_definition", "web", first)),
    );
    expect(next).toMatchObject({
      revision: 2,
      arn: "arn:aws:ecs:us-east-1:123456789012:task-definition/web:2",
    });
  });

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

  it("an instance is in its subnet, with a public address if requested", () => {
    const subnet = existingResource("aws_subnet", "subnet-0a", {
      vpc_id: "vpc-0a",
      cidr_block: "10.0.1.0/24",
      availability_zone: "us-east-1b",
      map_public_ip_on_launch: true,
    });
    const requestedNames = ["id", "private_ip", "private_dns", "public_ip", "availability_zone"];
    const open = computedAfterCreate(
      "aws_instance",
      { subnet_id: "subnet-0a" },
      requestedNames,
      callContextWith(subnet),
    );
    expect(open).toMatchObject({
      private_ip: like("10\\.0\\.1\\.\\d+"),
      availability_zone: "us-east-1b",
      private_dns: like("ip-10-0-1-\\d+\\.ec2\\.internal"),
    });
    expect(open.public_ip).not.toBe("");
    expect(
      computedAfterCreate(
        "aws_instance",
        { subnet_id: "subnet-0a", associate_public_ip_address: false },
        requestedNames,
        callContextWith(subnet),
      ).public_ip,
    ).toBe("");
  });

  it("a launch template counts its versions", () => {
    const createdValues = computedAfterCreate(
      "aws_launch_template",
      { name: "web" },
      { id: "string", latest_version: "number", default_version: "number" },
    );
    expect(createdValues).toMatchObject({ latest_version: 1, default_version: 1 });
    const block = schemaBlockOf({
      name: "string",
      id: "string",
      latest_version: "number",
      default_version: "number",
    });
    const next = computeValues(
      {
        type: "aws_launch_template",
        before: createdValues,
        after: { ...createdValues, latest_version: UNKNOWN },
      },
      block,
      callContextWith(),
    );
    expect(next).toMatchObject({ id: createdValues.id, latest_version: 2 });
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
