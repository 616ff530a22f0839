/** The service and resource type in the ARNs of a Terraform type. */
export interface ArnService {
  /** The service in the ARN: `elasticloadbalancing`. */
  readonly service: string;
  /** The rest of the type's name: `target_group`. Empty if the name is the service alone. */
  readonly resourceType: string;
}

/**
 * ARN services of type-name prefixes that differ from the service's name in ARNs.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const ARN_SERVICES: Readonly<Record<string, string>> = {
  acmpca: "acm-pca",
  alb: "elasticloadbalancing",
  ami: "ec2",
  api_gateway: "apigateway",
  apigatewayv2: "apigateway",
  appautoscaling: "application-autoscaling",
  appintegrations: "app-integrations",
  applicationinsights: "applicationinsights",
  autoscaling: "autoscaling",
  autoscalingplans: "autoscaling-plans",
  bedrockagent: "bedrock",
  chimesdkmediapipelines: "chime",
  chimesdkvoice: "chime",
  cloudhsm_v2: "cloudhsm",
  cloudwatch_event: "events",
  cloudwatch_log: "logs",
  cloudwatch_query: "logs",
  cloudfrontkeyvaluestore: "cloudfront",
  codeconnections: "codeconnections",
  codegurureviewer: "codeguru-reviewer",
  codeguruprofiler: "codeguru-profiler",
  codestarconnections: "codestar-connections",
  codestarnotifications: "codestar-notifications",
  cognito_identity: "cognito-identity",
  cognito: "cognito-idp",
  config: "config",
  customer_gateway: "ec2",
  customerprofiles: "profile",
  datapipeline: "datapipeline",
  db: "rds",
  default: "ec2",
  devopsguru: "devops-guru",
  directory_service: "ds",
  docdb: "rds",
  docdbelastic: "docdb-elastic",
  dx: "directconnect",
  ebs: "ec2",
  ecrpublic: "ecr-public",
  efs: "elasticfilesystem",
  egress_only: "ec2",
  eip: "ec2",
  elastic_beanstalk: "elasticbeanstalk",
  elasticsearch: "es",
  elb: "elasticloadbalancing",
  emr: "elasticmapreduce",
  emrcontainers: "emr-containers",
  emrserverless: "emr-serverless",
  flow_log: "ec2",
  imagebuilder: "imagebuilder",
  inspector: "inspector",
  instance: "ec2",
  internet_gateway: "ec2",
  key_pair: "ec2",
  keyspaces: "cassandra",
  kinesis_analytics: "kinesisanalytics",
  kinesis_firehose: "firehose",
  kinesis_video: "kinesisvideo",
  kinesisanalyticsv2: "kinesisanalytics",
  launch_configuration: "autoscaling",
  launch_template: "ec2",
  lb: "elasticloadbalancing",
  lex: "lex",
  lexv2models: "lex",
  licensemanager: "license-manager",
  load_balancer: "elasticloadbalancing",
  location: "geo",
  media_convert: "mediaconvert",
  media_package: "mediapackage",
  media_packagev2: "mediapackagev2",
  media_store: "mediastore",
  msk: "kafka",
  mskconnect: "kafkaconnect",
  mwaa: "airflow",
  nat_gateway: "ec2",
  neptune: "rds",
  neptunegraph: "neptune-graph",
  network_acl: "ec2",
  network_interface: "ec2",
  networkfirewall: "network-firewall",
  networkmonitor: "networkmonitor",
  opensearch: "es",
  opensearchserverless: "aoss",
  paymentcryptography: "payment-cryptography",
  pinpoint: "mobiletargeting",
  pinpointsmsvoicev2: "sms-voice",
  placement_group: "ec2",
  prometheus: "aps",
  redshiftserverless: "redshift-serverless",
  resourceexplorer2: "resource-explorer-2",
  resourcegroups: "resource-groups",
  route53_resolver: "route53resolver",
  route53recoverycontrolconfig: "route53-recovery-control",
  route53recoveryreadiness: "route53-recovery-readiness",
  route_table: "ec2",
  route: "ec2",
  s3control: "s3",
  s3outposts: "s3-outposts",
  security_group: "ec2",
  service_discovery: "servicediscovery",
  serverlessapplicationrepository: "serverlessrepo",
  servicecatalogappregistry: "servicecatalog",
  sesv2: "ses",
  sfn: "states",
  snapshot: "ec2",
  spot: "ec2",
  ssmcontacts: "ssm-contacts",
  ssmincidents: "ssm-incidents",
  ssmquicksetup: "ssm-quicksetup",
  ssoadmin: "sso",
  subnet: "ec2",
  timestreaminfluxdb: "timestream-influxdb",
  timestreamquery: "timestream",
  timestreamwrite: "timestream",
  verifiedaccess: "ec2",
  volume: "ec2",
  vpc_lattice: "vpc-lattice",
  vpc: "ec2",
  vpclattice: "vpc-lattice",
  vpn: "ec2",
  wafregional: "waf-regional",
  workspacesweb: "workspaces-web",
};

/**
 * Services whose ARNs have no region.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export const REGIONLESS_ARN_SERVICES: ReadonlySet<string> = new Set([
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
  "sso",
  "waf",
]);

/** Services whose ARNs separate resource type and name with `:` instead of `/`. */
export const COLON_SEPARATED_ARN_SERVICES: ReadonlySet<string> = new Set([
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

/** The ARN service of `type` and the rest of its name: the longest known prefix wins. */
export function arnServiceOf(type: string): ArnService {
  const words = type.replace(/^aws_/, "").split("_");
  for (let length = words.length; length > 0; length--) {
    const prefix = words.slice(0, length).join("_");
    const service = ARN_SERVICES[prefix];
    if (service === undefined) continue;
    // In `aws_subnet` the prefix is the resource type itself, not the service.
    const isEc2ResourceType = service === "ec2" && prefix !== "ec2" && words.length >= length;
    return { service, resourceType: isEc2ResourceType ? words.join("_") : words.slice(length).join("_") };
  }
  return { service: words[0] ?? "", resourceType: words.slice(1).join("_") };
}
