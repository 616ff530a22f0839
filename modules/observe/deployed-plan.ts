/** Names and IDs of monitored resources, known after deployment. */
export interface DeployedResources {
  /** The CloudWatch dimension `LoadBalancer` (the end of the ARN), by load balancer. */
  readonly loadBalancerSuffixes: Readonly<Record<string, string>>;
  /** The CloudWatch dimension `TargetGroup`, by workload. */
  readonly targetGroupSuffixes: Readonly<Record<string, string>>;
  /** ECS service names by workload. */
  readonly serviceNames: Readonly<Record<string, string>>;
  /** EC2 instance IDs by workload. */
  readonly serverIds: Readonly<Record<string, string>>;
  /** Auto Scaling group names by workload. */
  readonly fleetNames: Readonly<Record<string, string>>;
  /** NAT gateway IDs by network and zone. */
  readonly natGatewayIds: Readonly<Record<string, string>>;
  /** NAT instance IDs by network. */
  readonly natInstanceIds: Readonly<Record<string, string>>;
  /** Site-to-site VPN IDs by connection. @default none */
  readonly vpnIds?: Readonly<Record<string, string>>;
  /** The region's backup vault. @default no backup */
  readonly backupVaultName?: string;
  /** The ECS cluster's name. @default none: no services */
  readonly clusterName?: string;
  /** ARN of the ACM certificate. @default none */
  readonly certificateArn?: string;
  /** The CloudFront distribution's ID. @default none: no CDN */
  readonly distributionId?: string;
}
