import { canonicalType } from "./resource-types.ts";

/** The service of resource types, by its names in AWS and in the provider. */
export interface AwsService {
  /** The service in ARNs: `elasticloadbalancing`. */
  readonly arn: string;
  /**
   * The provider's name in messages: `ELBv2`.
   * @default none: the first word of the type
   */
  readonly name?: string;
  /**
   * The SDK's service ID: `Elastic Load Balancing v2`.
   * @default the name
   */
  readonly sdkId?: string;
}

const EC2: AwsService = { arn: "ec2", name: "EC2" };

/** The prefixes of EC2's resource types that name the resource, not the service. */
const EC2_RESOURCES: readonly string[] = [
  "ami",
  "customer_gateway",
  "default",
  "ebs",
  "egress_only",
  "eip",
  "flow_log",
  "instance",
  "internet_gateway",
  "key_pair",
  "launch_template",
  "main_route_table",
  "nat_gateway",
  "network_acl",
  "network_interface",
  "placement_group",
  "route",
  "route_table",
  "security_group",
  "snapshot",
  "spot",
  "subnet",
  "verifiedaccess",
  "volume",
  "vpc",
  "vpn",
];

/** All prefixes that name the resource. */
const RESOURCE_PREFIXES: ReadonlySet<string> = new Set([
  ...EC2_RESOURCES,
  "cognito_identity_provider",
  "launch_configuration",
]);

/**
 * The services by prefix of type names, without `aws_`, where the prefix is not itself the service
 * in ARNs, or the provider has a name for it.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/names/data/names_data.hcl
 * (not read again)
 */
const SERVICES: Readonly<Record<string, AwsService>> = {
  ...Object.fromEntries(EC2_RESOURCES.map((prefix) => [prefix, EC2])),
  acm: { arn: "acm", name: "ACM" },
  acmpca: { arn: "acm-pca" },
  api_gateway: { arn: "apigateway", name: "API Gateway" },
  apigatewayv2: { arn: "apigateway", name: "API Gateway v2", sdkId: "ApiGatewayV2" },
  appautoscaling: { arn: "application-autoscaling", name: "Application Auto Scaling" },
  appintegrations: { arn: "app-integrations" },
  applicationinsights: { arn: "applicationinsights" },
  autoscaling: { arn: "autoscaling", name: "Auto Scaling" },
  autoscalingplans: { arn: "autoscaling-plans" },
  backup: { arn: "backup", name: "Backup" },
  bedrockagent: { arn: "bedrock" },
  budgets: { arn: "budgets", name: "Budgets" },
  ce: { arn: "ce", name: "Cost Explorer", sdkId: "Cost Explorer" },
  chimesdkmediapipelines: { arn: "chime" },
  chimesdkvoice: { arn: "chime" },
  cloudfront: { arn: "cloudfront", name: "CloudFront" },
  cloudfrontkeyvaluestore: { arn: "cloudfront" },
  cloudhsm_v2: { arn: "cloudhsm", name: "CloudHSM", sdkId: "CloudHSM V2" },
  cloudtrail: { arn: "cloudtrail", name: "CloudTrail" },
  cloudwatch: { arn: "cloudwatch", name: "CloudWatch" },
  cloudwatch_event: { arn: "events", name: "EventBridge" },
  cloudwatch_log: { arn: "logs", name: "CloudWatch Logs" },
  cloudwatch_query: { arn: "logs", name: "CloudWatch Logs" },
  codeconnections: { arn: "codeconnections" },
  codeguruprofiler: { arn: "codeguru-profiler" },
  codegurureviewer: { arn: "codeguru-reviewer" },
  codestarconnections: { arn: "codestar-connections" },
  codestarnotifications: { arn: "codestar-notifications" },
  cognito: { arn: "cognito-idp", name: "Cognito IDP", sdkId: "Cognito Identity Provider" },
  cognito_identity_provider: { arn: "cognito-idp", name: "Cognito IDP", sdkId: "Cognito Identity Provider" },
  cognito_identity: { arn: "cognito-identity", name: "Cognito Identity" },
  computeoptimizer: { arn: "compute-optimizer", name: "Compute Optimizer", sdkId: "Compute Optimizer" },
  config: { arn: "config" },
  customerprofiles: { arn: "profile" },
  datapipeline: { arn: "datapipeline" },
  db: { arn: "rds", name: "RDS" },
  devopsguru: { arn: "devops-guru" },
  directory_service: { arn: "ds", name: "DS", sdkId: "Directory Service" },
  docdb: { arn: "rds" },
  docdbelastic: { arn: "docdb-elastic" },
  dx: { arn: "directconnect" },
  dynamodb: { arn: "dynamodb", name: "DynamoDB" },
  ec2: EC2,
  ecr: { arn: "ecr", name: "ECR" },
  ecrpublic: { arn: "ecr-public" },
  ecs: { arn: "ecs", name: "ECS" },
  efs: { arn: "elasticfilesystem", name: "EFS" },
  eks: { arn: "eks", name: "EKS" },
  elastic_beanstalk: { arn: "elasticbeanstalk", name: "Elastic Beanstalk" },
  elasticache: { arn: "elasticache", name: "ElastiCache" },
  elasticsearch: { arn: "es" },
  elb: { arn: "elasticloadbalancing", name: "ELB Classic", sdkId: "Elastic Load Balancing" },
  emr: { arn: "elasticmapreduce" },
  emrcontainers: { arn: "emr-containers" },
  emrserverless: { arn: "emr-serverless" },
  iam: { arn: "iam", name: "IAM" },
  imagebuilder: { arn: "imagebuilder" },
  inspector: { arn: "inspector" },
  keyspaces: { arn: "cassandra" },
  kinesis_analytics: { arn: "kinesisanalytics", name: "Kinesis Analytics" },
  kinesis_firehose: { arn: "firehose", name: "Firehose" },
  kinesis_video: { arn: "kinesisvideo", name: "Kinesis Video" },
  kinesisanalyticsv2: { arn: "kinesisanalytics" },
  kms: { arn: "kms", name: "KMS" },
  lambda: { arn: "lambda", name: "Lambda" },
  launch_configuration: { arn: "autoscaling", name: "Auto Scaling" },
  lb: { arn: "elasticloadbalancing", name: "ELBv2", sdkId: "Elastic Load Balancing v2" },
  lex: { arn: "lex" },
  lexv2models: { arn: "lex" },
  licensemanager: { arn: "license-manager" },
  load_balancer: { arn: "elasticloadbalancing", name: "ELB Classic", sdkId: "Elastic Load Balancing" },
  location: { arn: "geo" },
  media_convert: { arn: "mediaconvert", name: "Elemental MediaConvert", sdkId: "MediaConvert" },
  media_package: { arn: "mediapackage", name: "Elemental MediaPackage", sdkId: "MediaPackage" },
  media_packagev2: {
    arn: "mediapackagev2",
    name: "Elemental MediaPackage Version 2",
    sdkId: "MediaPackageV2",
  },
  media_store: { arn: "mediastore", name: "Elemental MediaStore", sdkId: "MediaStore" },
  msk: { arn: "kafka" },
  mskconnect: { arn: "kafkaconnect" },
  mwaa: { arn: "airflow" },
  neptune: { arn: "rds" },
  neptunegraph: { arn: "neptune-graph" },
  networkfirewall: { arn: "network-firewall", name: "Network Firewall" },
  networkmonitor: { arn: "networkmonitor" },
  opensearch: { arn: "es" },
  opensearchserverless: { arn: "aoss" },
  paymentcryptography: { arn: "payment-cryptography" },
  pinpoint: { arn: "mobiletargeting" },
  pinpointsmsvoicev2: { arn: "sms-voice" },
  prometheus: { arn: "aps" },
  rds: { arn: "rds", name: "RDS" },
  redshiftserverless: { arn: "redshift-serverless" },
  resourceexplorer2: { arn: "resource-explorer-2" },
  resourcegroups: { arn: "resource-groups" },
  route53: { arn: "route53", name: "Route 53" },
  route53_resolver: { arn: "route53resolver", name: "Route 53 Resolver", sdkId: "Route53Resolver" },
  route53recoverycontrolconfig: { arn: "route53-recovery-control" },
  route53recoveryreadiness: { arn: "route53-recovery-readiness" },
  s3: { arn: "s3", name: "S3" },
  s3control: { arn: "s3" },
  s3outposts: { arn: "s3-outposts" },
  secretsmanager: { arn: "secretsmanager", name: "Secrets Manager" },
  serverlessapplicationrepository: { arn: "serverlessrepo" },
  service_discovery: { arn: "servicediscovery", name: "Cloud Map", sdkId: "ServiceDiscovery" },
  servicecatalogappregistry: { arn: "servicecatalog" },
  sesv2: { arn: "ses" },
  sfn: { arn: "states" },
  sns: { arn: "sns", name: "SNS" },
  sqs: { arn: "sqs", name: "SQS" },
  ssm: { arn: "ssm", name: "SSM" },
  ssmcontacts: { arn: "ssm-contacts" },
  ssmincidents: { arn: "ssm-incidents" },
  ssmquicksetup: { arn: "ssm-quicksetup" },
  ssoadmin: { arn: "sso" },
  sts: { arn: "sts", name: "STS" },
  timestreaminfluxdb: { arn: "timestream-influxdb" },
  timestreamquery: { arn: "timestream" },
  timestreamwrite: { arn: "timestream" },
  vpc_lattice: { arn: "vpc-lattice" },
  vpclattice: { arn: "vpc-lattice" },
  wafregional: { arn: "waf-regional" },
  wafv2: { arn: "wafv2", name: "WAFv2", sdkId: "WAFV2" },
  workspacesweb: { arn: "workspaces-web" },
};

/**
 * Global services, by name in ARNs: their resources are the same in every region.
 * https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/what-is.html
 * (read 2026-11-30, in botocore 1.43.107's endpoints; chatbot, globalaccelerator and Route 53's
 * recovery services, which they lack, not again)
 */
const GLOBAL_SERVICES: ReadonlySet<string> = new Set([
  "account",
  "budgets",
  "ce",
  "chatbot",
  "cloudfront",
  "globalaccelerator",
  "iam",
  "networkmanager",
  "organizations",
  "route53",
  "route53-recovery-control",
  "route53-recovery-readiness",
  "shield",
  "waf",
]);

/**
 * Regional services whose ARNs have no region.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 * (not read again)
 */
const OTHER_REGIONLESS_SERVICES: ReadonlySet<string> = new Set(["sso"]);

/** Services whose ARNs separate resource type and name with `:` instead of `/`. */
const COLON_SEPARATED_SERVICES: ReadonlySet<string> = new Set([
  "autoscaling",
  "backup",
  "batch",
  "cloudwatch",
  "elasticache",
  "lambda",
  "logs",
  "rds",
  "redshift",
  "secretsmanager",
  "states",
]);

/** A type's service, and the parts of the type's name. */
export interface ServiceOfType extends AwsService {
  /** The words before the resource, without `aws_`; empty if all are the resource's. */
  readonly prefix: string;
  /** The name without `aws_` and the prefix: `target_group`; empty if nothing is left. */
  readonly resource: string;
}

/** Returns the service of a resource type: the longest known prefix wins. */
export function serviceOfType(type: string): ServiceOfType {
  const known = KNOWN_TYPES.get(type);
  if (known !== undefined) return known;
  const found = findService(type);
  KNOWN_TYPES.set(type, found);
  return found;
}

/** Services by type: the simulator asks for each resource whenever it looks for others. */
const KNOWN_TYPES = new Map<string, ServiceOfType>();

function findService(type: string): ServiceOfType {
  const words = canonicalType(type).replace(/^aws_/, "").split("_");
  for (let length = words.length; length > 0; length--) {
    const prefix = words.slice(0, length).join("_");
    const service = Object.hasOwn(SERVICES, prefix) ? SERVICES[prefix] : undefined;
    if (service === undefined) continue;
    const isResource = RESOURCE_PREFIXES.has(prefix);
    return {
      ...service,
      prefix: isResource ? "" : prefix,
      resource: words.slice(isResource ? 0 : length).join("_"),
    };
  }
  const [service = "", ...resource] = words;
  return { arn: service, prefix: service, resource: resource.join("_") };
}

/** Reports that a type's resources are the same in every region. */
export function isGlobalType(type: string): boolean {
  return GLOBAL_SERVICES.has(serviceOfType(type).arn);
}

/** Reports that the ARNs of a service have no region. */
export function hasRegionlessArns(arnService: string): boolean {
  return GLOBAL_SERVICES.has(arnService) || OTHER_REGIONLESS_SERVICES.has(arnService);
}

/** Returns the character between resource type and name in the ARNs of a service. */
export function arnSeparator(arnService: string): ":" | "/" {
  return COLON_SEPARATED_SERVICES.has(arnService) ? ":" : "/";
}
