/** The names and ids of what is watched: known once it is deployed. */
export interface DeployedResources {
  /** The part of the ARN that CloudWatch calls `LoadBalancer`, by load balancer. */
  readonly loadBalancerSuffixes: Readonly<Record<string, string>>;
  /** The part of the ARN that CloudWatch calls `TargetGroup`, by workload. */
  readonly targetGroupSuffixes: Readonly<Record<string, string>>;
  /** ECS services' names, by workload. */
  readonly serviceNames: Readonly<Record<string, string>>;
  /** Servers' instances, by workload. */
  readonly serverIds: Readonly<Record<string, string>>;
  /** Fleets' Auto Scaling groups, by workload. */
  readonly fleetNames: Readonly<Record<string, string>>;
  /** NAT gateways, by network and zone. */
  readonly natGatewayIds: Readonly<Record<string, string>>;
  /** NAT instances, by network. */
  readonly natInstanceIds: Readonly<Record<string, string>>;
  /** Site-to-site VPNs, by connection. @default none */
  readonly vpnIds?: Readonly<Record<string, string>>;
  /** The vault of the region's long-term backups. @default no backup */
  readonly backupVaultName?: string;
  /** @default no services */
  readonly clusterName?: string;
  /** @default no certificate */
  readonly certificateArn?: string;
  /** @default no CDN */
  readonly distributionId?: string;
}
