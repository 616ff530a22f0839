import { DATABASE_PORTS, REDIS_PORTS } from "../../../../../aws/database-ports.ts";
import { deterministicNumber } from "../deterministic-values.ts";
import {
  arnTemplate,
  lastSegment,
  type ResourceDefinitions,
  renderTemplate,
  resolveString,
  type ValueContext,
} from "../value-context.ts";

/** A resource whose ID is its ARN. */
const identifiedByArn = (rest: string): ResourceDefinitions[string] => ({
  id: "{arn}",
  arn: arnTemplate(rest),
});

/**
 * An Image Builder resource, whose ARN ends with its version.
 * https://docs.aws.amazon.com/imagebuilder/latest/userguide/security_iam_service-with-iam.html
 */
const imageBuilderResource = (kind: string, suffix = "") =>
  identifiedByArn(`imagebuilder:{region}:{account}:${kind}/{lower name}/{version}${suffix}`);

/** The public URL of an API stage; the default stage has no path. */
function stageUrl(context: ValueContext): string {
  const stage = resolveString(context, "name");
  const path = stage === "$default" ? "" : encodeURIComponent(stage);
  return `https://${resolveString(context, "api_id")}.execute-api.${context.region}.amazonaws.com/${path}`;
}

/**
 * The endpoint of S3 websites in the region.
 * https://docs.aws.amazon.com/general/latest/gr/s3.html
 */
function websiteHost(context: ValueContext): string {
  const dash = /^(us-east-1|us-west-[12]|eu-west-1|ap-southeast-[12]|ap-northeast-1|sa-east-1)$/.test(
    context.region,
  );
  return `s3-website${dash ? "-" : "."}${context.region}.amazonaws.com`;
}

/** The alias of an access point, usable in place of a bucket name. */
const accessPointAlias = (context: ValueContext) =>
  `${resolveString(context, "name").slice(0, 20)}-${renderTemplate("{base36:34}", context)}-s3alias`;

/** The two static IP addresses of an accelerator. */
const acceleratorAddresses = (context: ValueContext) => [
  {
    ip_family: "IPv4",
    ip_addresses: ["a", "b"].map(
      (which) => `203.0.113.${deterministicNumber(`${context.seed}/${which}`, 254) + 1}`,
    ),
  },
];

/** A broker's instances: two with a standby, otherwise one. */
function mqBrokerInstances(context: ValueContext): readonly object[] {
  const count = /MULTI_AZ/.test(resolveString(context, "deployment_mode")) ? 2 : 1;
  const isRabbit = /rabbit/i.test(resolveString(context, "engine_type"));
  return Array.from({ length: count }, (_, i) => {
    const host = `${resolveString(context, "id")}${isRabbit ? "" : `-${i + 1}`}.mq.${context.region}.amazonaws.com`;
    return {
      console_url: isRabbit ? `https://${host}` : `https://${host}:8162`,
      endpoints: [isRabbit ? `amqps://${host}:5671` : `ssl://${host}:61617`],
      ip_address: `10.0.${i}.${deterministicNumber(context.seed, 200) + 10}`,
    };
  });
}

/** The root of an organization, the parent of all its units. */
const organizationRoots = (context: ValueContext) => [
  {
    id: renderTemplate("r-{base36:4/root}", context),
    arn: renderTemplate("arn:{partition}:organizations::{account}:root/{id}/r-{base36:4/root}", context),
    name: "Root",
    policy_types: [],
  },
];

const organizationId = (context: ValueContext) =>
  String(context.account.resources("aws_organizations_organization")[0]?.id ?? "o-exampleorgid");

/** APIs, functions, image builds, brokers, accelerators and organizations. */
export const applicationResources: ResourceDefinitions = {
  aws_apigatewayv2_stage: { id: "{name}", invoke_url: stageUrl },
  aws_api_gateway_stage: {
    id: "ags-{rest_api_id}-{stage_name}",
    invoke_url: "https://{rest_api_id}.execute-api.{region}.amazonaws.com/{stage_name}",
    execution_arn: arnTemplate("execute-api:{region}:{account}:{rest_api_id}/{stage_name}"),
    arn: arnTemplate("apigateway:{region}::/restapis/{rest_api_id}/stages/{stage_name}"),
  },
  aws_api_gateway_resource: { id: "{base36:6}" },
  aws_api_gateway_deployment: { id: "{base36:6}" },
  aws_api_gateway_api_key: { id: "{base36:10}", value: "{mixed:40/value}" },
  aws_lambda_function_url: {
    id: "{function_name}",
    url_id: "{base36:32}",
    function_url: "https://{base36:32}.lambda-url.{region}.on.aws/",
    function_arn: (context) => lambdaArn(context),
  },
  aws_cognito_identity_pool: {
    id: "{region}:{uuid}",
    arn: arnTemplate("cognito-identity:{region}:{account}:identitypool/{id}"),
  },
  aws_appsync_graphql_api: {
    id: "{base36:26}",
    arn: arnTemplate("appsync:{region}:{account}:apis/{id}"),
    uris: (context) => ({
      GRAPHQL: renderTemplate("https://{base36:26/host}.appsync-api.{region}.amazonaws.com/graphql", context),
      REALTIME: renderTemplate(
        "wss://{base36:26/host}.appsync-realtime-api.{region}.amazonaws.com/graphql",
        context,
      ),
    }),
  },
  aws_appsync_api_key: { id: "{api_id}:{api_key_id}", api_key_id: "da2-{base36:26}", key: "da2-{base36:26}" },
  aws_iot_certificate: {
    id: "{hex:64}",
    arn: arnTemplate("iot:{region}:{account}:cert/{id}"),
  },
  aws_apprunner_service: {
    id: "{arn}",
    service_id: "{hex:32}",
    arn: arnTemplate("apprunner:{region}:{account}:service/{service_name}/{service_id}"),
    service_url: "{base36:10}.{region}.awsapprunner.com",
    status: "RUNNING",
  },
  aws_ecrpublic_repository: {
    id: "{repository_name}",
    arn: arnTemplate("ecr-public::{account}:repository/{repository_name}"),
    repository_uri: "public.ecr.aws/{base36:8}/{repository_name}",
  },
  aws_ecr_pull_through_cache_rule: { id: "{ecr_repository_prefix}", registry_id: "{account}" },
  aws_sfn_activity: identifiedByArn("states:{region}:{account}:activity:{name}"),
  aws_codebuild_project: identifiedByArn("codebuild:{region}:{account}:project/{name}"),
  aws_codestarconnections_connection: identifiedByArn(
    "codestar-connections:{region}:{account}:connection/{uuid}",
  ),
  aws_codecommit_repository: {
    id: "{repository_name}",
    repository_id: "{uuid}",
    arn: arnTemplate("codecommit:{region}:{account}:{repository_name}"),
    clone_url_http: "https://git-codecommit.{region}.amazonaws.com/v1/repos/{repository_name}",
    clone_url_ssh: "ssh://git-codecommit.{region}.amazonaws.com/v1/repos/{repository_name}",
  },
  aws_codepipeline: { id: "{name}", arn: arnTemplate("codepipeline:{region}:{account}:{name}") },
  aws_imagebuilder_component: imageBuilderResource("component", "/1"),
  aws_imagebuilder_image_recipe: imageBuilderResource("image-recipe"),
  aws_imagebuilder_container_recipe: imageBuilderResource("container-recipe"),
  aws_imagebuilder_infrastructure_configuration: identifiedByArn(
    "imagebuilder:{region}:{account}:infrastructure-configuration/{lower name}",
  ),
  aws_imagebuilder_distribution_configuration: identifiedByArn(
    "imagebuilder:{region}:{account}:distribution-configuration/{lower name}",
  ),
  aws_imagebuilder_image_pipeline: identifiedByArn(
    "imagebuilder:{region}:{account}:image-pipeline/{lower name}",
  ),
  aws_servicecatalog_portfolio: {
    id: "port-{base36:13}",
    arn: arnTemplate("catalog:{region}:{account}:portfolio/{id}"),
  },
  aws_servicecatalog_product: {
    id: "prod-{base36:13}",
    arn: arnTemplate("catalog:{region}:{account}:product/{id}"),
  },
  aws_batch_job_definition: {
    id: "{arn}",
    arn: arnTemplate("batch:{region}:{account}:job-definition/{name}:{revision}"),
    arn_prefix: arnTemplate("batch:{region}:{account}:job-definition/{name}"),
  },
  aws_batch_job_queue: identifiedByArn("batch:{region}:{account}:job-queue/{name}"),
  aws_emr_cluster: {
    id: "j-{upper:13}",
    arn: arnTemplate("elasticmapreduce:{region}:{account}:cluster/{id}"),
    cluster_state: "WAITING",
    master_public_dns: "ec2-203-0-113-{octet:master}.{region}.compute.amazonaws.com",
  },
  aws_emrserverless_application: {
    id: "00{base36:14}",
    arn: arnTemplate("emr-serverless:{region}:{account}:/applications/{id}"),
  },
  aws_transfer_server: {
    id: "s-{hex:17}",
    arn: arnTemplate("transfer:{region}:{account}:server/{id}"),
    endpoint: "{id}.server.transfer.{region}.amazonaws.com",
    host_key_fingerprint: "SHA256:{mixed:43}=",
  },
  aws_transfer_user: {
    id: "{server_id}/{user_name}",
    arn: arnTemplate("transfer:{region}:{account}:user/{server_id}/{user_name}"),
  },
  aws_fsx_lustre_file_system: fsxFileSystem(),
  aws_fsx_windows_file_system: fsxFileSystem(),
  aws_fsx_ontap_file_system: fsxFileSystem(),
  aws_fsx_openzfs_file_system: fsxFileSystem(),
  aws_elastic_beanstalk_environment: {
    id: "e-{base36:10}",
    arn: arnTemplate("elasticbeanstalk:{region}:{account}:environment/{application}/{name}"),
    cname: "{name}.eba-{base36:8}.{region}.elasticbeanstalk.com",
    endpoint_url: "awseb--{base36:8}-{digits:10}.{region}.elb.amazonaws.com",
  },
  aws_directory_service_directory: { id: "d-{hex:10}", access_url: "{id}.awsapps.com" },
  aws_redshift_cluster: {
    id: "{cluster_identifier}",
    arn: arnTemplate("redshift:{region}:{account}:cluster:{cluster_identifier}"),
    dns_name: "{cluster_identifier}.{base36:12}.{region}.redshift.amazonaws.com",
    endpoint: "{dns_name}:{port}",
    port: DATABASE_PORTS.redshift,
  },
  aws_memorydb_cluster: {
    id: "{name}",
    arn: arnTemplate("memorydb:{region}:{account}:cluster/{name}"),
    "cluster_endpoint.address": "clustercfg.{name}.{base36:6}.memorydb.{region}.amazonaws.com",
    "cluster_endpoint.port": REDIS_PORTS.all,
  },
  aws_elasticache_serverless_cache: {
    id: "{name}",
    arn: arnTemplate("elasticache:{region}:{account}:serverlesscache:{name}"),
    "endpoint.address": "{name}-{base36:6}.serverless.{region}.cache.amazonaws.com",
    "endpoint.port": REDIS_PORTS.all,
    "reader_endpoint.address": "{name}-{base36:6}.serverless.{region}.cache.amazonaws.com",
    "reader_endpoint.port": REDIS_PORTS.reads,
  },
  aws_opensearchserverless_collection: {
    id: "{base36:20}",
    arn: arnTemplate("aoss:{region}:{account}:collection/{id}"),
    collection_endpoint: "https://{id}.{region}.aoss.amazonaws.com",
    dashboard_endpoint: "https://{id}.{region}.aoss.amazonaws.com/_dashboards",
  },
  aws_mq_broker: {
    id: "b-{uuid}",
    arn: arnTemplate("mq:{region}:{account}:broker:{broker_name}:{id}"),
    instances: mqBrokerInstances,
  },
  aws_globalaccelerator_accelerator: {
    id: "{arn}",
    arn: arnTemplate("globalaccelerator::{account}:accelerator/{uuid}"),
    dns_name: "a{hex:16}.awsglobalaccelerator.com",
    hosted_zone_id: "Z2BJ6XQ5FK7U4H",
    ip_sets: acceleratorAddresses,
  },
  aws_globalaccelerator_listener: identifiedByArn(
    "globalaccelerator::{account}:accelerator/{last accelerator_arn}/listener/{hex:8}",
  ),
  aws_s3_access_point: {
    id: "{account}:{name}",
    arn: arnTemplate("s3:{region}:{account}:accesspoint/{name}"),
    alias: accessPointAlias,
    domain_name: "{name}-{account}.s3-accesspoint.{region}.amazonaws.com",
  },
  aws_s3_bucket_website_configuration: {
    id: "{bucket}",
    website_domain: websiteHost,
    website_endpoint: (context) => `${resolveString(context, "bucket")}.${websiteHost(context)}`,
  },
  aws_networkfirewall_firewall: {
    id: "{arn}",
    arn: arnTemplate("network-firewall:{region}:{account}:firewall/{name}"),
  },
  aws_vpclattice_service: vpcLatticeResource("service", "svc"),
  aws_vpclattice_service_network: vpcLatticeResource("servicenetwork", "sn"),
  aws_vpclattice_target_group: vpcLatticeResource("targetgroup", "tg"),
  aws_organizations_organization: {
    id: "o-{base36:10}",
    arn: arnTemplate("organizations::{account}:organization/{id}"),
    master_account_id: "{account}",
    master_account_arn: arnTemplate("organizations::{account}:account/{id}/{account}"),
    roots: organizationRoots,
  },
  aws_organizations_organizational_unit: {
    id: (context) =>
      `ou-${resolveString(context, "parent_id").split("-")[1] ?? ""}-${renderTemplate("{base36:8}", context)}`,
    arn: (context) =>
      renderTemplate(`arn:{partition}:organizations::{account}:ou/${organizationId(context)}/{id}`, context),
  },
  aws_organizations_account: {
    id: "{digits:12}",
    arn: (context) =>
      renderTemplate(
        `arn:{partition}:organizations::{account}:account/${organizationId(context)}/{id}`,
        context,
      ),
  },
  aws_organizations_policy: {
    id: "p-{base36:8}",
    arn: (context) =>
      renderTemplate(
        `arn:{partition}:organizations::{account}:policy/${organizationId(context)}/service_control_policy/{id}`,
        context,
      ),
  },
  aws_fis_experiment_template: { id: "EXT{upper:16}" },
  aws_ssm_maintenance_window: { id: "mw-{hex:17}" },
  aws_ssm_patch_baseline: { id: "pb-{hex:17}" },
  aws_config_config_rule: { id: "{name}", rule_id: "config-rule-{base36:6}" },
};

/** The ARN of a function given by name or ARN. */
function lambdaArn(context: ValueContext): string {
  const name = resolveString(context, "function_name");
  return name.startsWith("arn:")
    ? name
    : renderTemplate("arn:{partition}:lambda:{region}:{account}:function:", context) + name;
}

function fsxFileSystem(): ResourceDefinitions[string] {
  return {
    id: "fs-{hex:17}",
    arn: arnTemplate("fsx:{region}:{account}:file-system/{id}"),
    dns_name: "{id}.fsx.{region}.amazonaws.com",
  };
}

function vpcLatticeResource(kind: string, prefix: string): ResourceDefinitions[string] {
  return {
    id: `${prefix}-{hex:17}`,
    arn: arnTemplate(`vpc-lattice:{region}:{account}:${kind}/{id}`),
    ...(kind === "service"
      ? {
          "dns_entry.domain_name": (context: ValueContext) =>
            `${resolveString({ ...context, self: {} }, "name")}-${lastSegment(resolveString({ ...context, self: {} }, "id"))}.${renderTemplate("{hex:7}", context)}.vpc-lattice-svcs.${context.region}.on.aws`,
        }
      : {}),
  };
}
