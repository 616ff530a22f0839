/** The AWS SDK's and the provider's names of a resource type, as their errors use them. */
export interface ResourceTypeLabel {
  /** The SDK's service ID: `Elastic Load Balancing v2`. */
  readonly sdkServiceId: string;
  /** The provider's name of the resource: `ELBv2 Load Balancer`. */
  readonly displayName: string;
}

/**
 * Type prefixes with the service's name in the provider's messages and, where it differs, in the
 * SDK:
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/names/data/names_data.hcl The
 * longest matching prefix wins.
 */
const SERVICE_NAMES: Readonly<Record<string, readonly [human: string, sdk?: string]>> = {
  acm_: ["ACM"],
  api_gateway_: ["API Gateway"],
  apigatewayv2_: ["API Gateway v2", "ApiGatewayV2"],
  appautoscaling_: ["Application Auto Scaling"],
  autoscaling_: ["Auto Scaling"],
  backup_: ["Backup"],
  budgets_: ["Budgets"],
  cloudfront_: ["CloudFront"],
  cloudtrail: ["CloudTrail"],
  cloudwatch_: ["CloudWatch"],
  cloudwatch_event_: ["EventBridge"],
  cloudwatch_log_: ["CloudWatch Logs"],
  db_: ["RDS"],
  dynamodb_: ["DynamoDB"],
  ec2_: ["EC2"],
  ecr_: ["ECR"],
  ecs_: ["ECS"],
  efs_: ["EFS"],
  eks_: ["EKS"],
  elasticache_: ["ElastiCache"],
  iam_: ["IAM"],
  kms_: ["KMS"],
  lambda_: ["Lambda"],
  lb: ["ELBv2", "Elastic Load Balancing v2"],
  networkfirewall_: ["Network Firewall"],
  rds_: ["RDS"],
  route53_: ["Route 53"],
  route53_resolver_: ["Route 53 Resolver", "Route53Resolver"],
  s3_: ["S3"],
  secretsmanager_: ["Secrets Manager"],
  sns_: ["SNS"],
  sqs_: ["SQS"],
  ssm_: ["SSM"],
  sts_: ["STS"],
  wafv2_: ["WAFv2", "WAFV2"],
};

/** First words of EC2 types without a service prefix. */
const EC2_TYPES =
  /^(ami|customer|default|ebs|egress|eip|flow|instance|internet|key|launch|main|nat|network|placement|route|security|snapshot|spot|subnet|volume|vpc|vpn)(_|$)/;

/** Words with irregular capitalization. */
const SPELLINGS: Readonly<Record<string, string>> = {
  acl: "ACL",
  db: "DB",
  dhcp: "DHCP",
  ebs: "EBS",
  eip: "EIP",
  iam: "IAM",
  id: "ID",
  ipv4: "IPv4",
  ipv6: "IPv6",
  lb: "Load Balancer",
  nat: "NAT",
  vpc: "VPC",
  vpn: "VPN",
};

/** Returns `EC2` and `EC2 Subnet` for `aws_subnet`. */
export function resourceTypeLabel(type: string): ResourceTypeLabel {
  const name = type.replace(/^aws_/, "");
  const prefix = Object.keys(SERVICE_NAMES)
    .filter((candidate) => name.startsWith(candidate))
    .sort((a, b) => b.length - a.length)[0];
  const [providerName, sdkServiceId] =
    prefix === undefined ? [serviceByFirstWord(name)] : (SERVICE_NAMES[prefix] ?? []);
  const rest = prefix?.endsWith("_") ? name.slice(prefix.length) : name;
  const words = rest.split("_").map(spellWord);
  const isNamed = prefix === undefined && providerName !== "EC2";
  return {
    sdkServiceId: sdkServiceId ?? providerName ?? "AWS",
    displayName: isNamed ? words.join(" ") : `${providerName} ${words.join(" ")}`,
  };
}

/** The name of a service that is not in the table, from the type's first word: `Pricing`. */
function serviceByFirstWord(name: string): string {
  return EC2_TYPES.test(name) ? "EC2" : spellWord(name.split("_")[0] ?? name);
}

function spellWord(word: string): string {
  return SPELLINGS[word] ?? word.charAt(0).toUpperCase() + word.slice(1);
}
