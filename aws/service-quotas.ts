/**
 * The subnets of load balancers: the longest prefix for an application load balancer, and the free
 * addresses that every load balancer requires in each subnet.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/availability-zones.html
 * (read 2026-11-30)
 */
export const LOAD_BALANCER_SUBNET = { longestApplicationPrefix: 27, freeAddresses: 8 } as const;

/**
 * The values of all conditions of a listener rule.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
 * (read 2026-11-30)
 */
export const CONDITION_VALUES_PER_RULE = 5;

/**
 * The target groups of one ECS service.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/register-multiple-targetgroups.html
 * (read 2026-11-30)
 */
export const TARGET_GROUPS_PER_SERVICE = 5;

/**
 * The domain names of a certificate, and the length of the primary one in characters.
 * https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html
 * https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html
 * (the first read 2026-11-30, the second in botocore 1.43.107's service models)
 */
export const CERTIFICATE_NAMES = { max: 10, primaryCharactersMax: 64 } as const;

/**
 * The rule action overrides of a managed rule group.
 * https://docs.aws.amazon.com/waf/latest/APIReference/API_ManagedRuleGroupStatement.html
 * (read 2026-11-30, in botocore 1.43.107's service models)
 */
export const RULE_ACTION_OVERRIDES_MAX = 100;

/**
 * The notifications of a budget.
 * https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Notification.html
 * (read 2026-11-30, in botocore 1.43.107's service models)
 */
export const NOTIFICATIONS_PER_BUDGET = 10;

/**
 * The tags of a resource.
 * https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_TagResources.html
 * (read 2026-11-30, in botocore 1.43.107's service models)
 */
export const TAGS_PER_RESOURCE = 50;

/**
 * The size of EC2 user data in bytes.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html
 * (read 2026-11-30)
 */
export const USER_DATA_BYTES = 16 * 1024;

/**
 * The storage of RDS instances: the least GiB of io2, and the least ratio of the autoscaling limit
 * to the allocated storage.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
 * (the second read 2026-11-30)
 */
export const RDS_STORAGE = { io2GiBMin: 100, autoscalingRatioMin: 1.1 } as const;

/**
 * The default quotas of IAM; sizes in characters without white space.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * (policies and trust policy read 2026-11-30, in AWS's archived sources of the page; the others not
 * again)
 */
export const IAM_QUOTAS = {
  /** Managed policies of a role. */
  policiesPerRole: 10,
  managedPolicyCharacters: 6144,
  trustPolicyCharacters: 2048,
  /** All inline policies of a role. */
  roleInlineCharacters: 10_240,
  /** All inline policies of a user. */
  userInlineCharacters: 2048,
  /** All inline policies of a group. */
  groupInlineCharacters: 5120,
} as const;

/**
 * The longest names by kind of resource, in characters.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * (read 2026-11-30, in botocore 1.43.107's service models; the page of bucket names not again)
 */
export const NAME_CHARACTERS_MAX = {
  "load balancer": 32,
  "target group": 32,
  database: 63,
  cache: 40,
  bucket: 63,
  user: 64,
  role: 64,
} as const;
