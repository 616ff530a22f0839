import type { ApiError, Constraint } from "../simulator-types.ts";
import { addressInUse } from "./address-in-use.ts";
import { addressQuota } from "./address-quota.ts";
import { aliasKey } from "./alias-key.ts";
import { aliasTarget } from "./alias-target.ts";
import { autoScalingGroupKey } from "./auto-scaling-group-key.ts";
import { autoScalingGroupNetwork } from "./auto-scaling-group-network.ts";
import { autoScalingGroupSize } from "./auto-scaling-group-size.ts";
import { backupPlan } from "./backup-plan.ts";
import { bucketAcl } from "./bucket-acl.ts";
import { bucketNameUnique } from "./bucket-name.ts";
import { bucketNotEmpty } from "./bucket-not-empty.ts";
import { bucketPolicyPublic } from "./bucket-policy-public.ts";
import { cacheFailover } from "./cache-failover.ts";
import { cacheNetwork } from "./cache-network.ts";
import { certificateInUse } from "./certificate-in-use.ts";
import { certificateValidationRecord } from "./certificate-validation-record.ts";
import { clusterInUse } from "./cluster-in-use.ts";
import { databaseFinalSnapshot } from "./database-final-snapshot.ts";
import { databaseNetwork } from "./database-network.ts";
import { databaseProtected } from "./database-protected.ts";
import { databaseStorage } from "./database-storage.ts";
import { databaseSubnetGroup } from "./database-subnet-group.ts";
import { databaseWindows } from "./database-windows.ts";
import { distributionAliases } from "./distribution-aliases.ts";
import { distributionCertificate } from "./distribution-certificate.ts";
import { endpointPrivateDns } from "./endpoint-private-dns.ts";
import { endpointSubnets } from "./endpoint-subnets.ts";
import { fargateSize } from "./fargate-size.ts";
import { gatewayEndpointRoute } from "./gateway-endpoint-route.ts";
import { identityInUse } from "./identity-in-use.ts";
import { instanceArchitecture } from "./instance-architecture.ts";
import { instanceNetwork } from "./instance-network.ts";
import { instanceProtected } from "./instance-protected.ts";
import { interfaceAddress } from "./interface-address.ts";
import { interfaceAttachment } from "./interface-attachment.ts";
import { interfaceSecurityGroups } from "./interface-security-groups.ts";
import { internetGatewayInUse } from "./internet-gateway-in-use.ts";
import { keyPolicy } from "./key-policy.ts";
import { listenerCertificate } from "./listener-certificate.ts";
import { listenerPort } from "./listener-port.ts";
import { listenerProtocol } from "./listener-protocol.ts";
import { listenerRulePriority } from "./listener-rule-priority.ts";
import { loadBalancerAddress } from "./load-balancer-address.ts";
import { loadBalancerInternet } from "./load-balancer-internet.ts";
import { loadBalancerLogBucket } from "./load-balancer-log-bucket.ts";
import { loadBalancerProtected } from "./load-balancer-protected.ts";
import { loadBalancerSubnetSize } from "./load-balancer-subnet-size.ts";
import { loadBalancerZones } from "./load-balancer-zones.ts";
import { logGroupKey } from "./log-group-key.ts";
import { logRetention } from "./log-retention.ts";
import { natGatewayAddress } from "./nat-gateway-address.ts";
import { networkAclEntries } from "./network-acl-entries.ts";
import { networkInUse } from "./network-in-use.ts";
import { oneInternetGateway } from "./one-internet-gateway.ts";
import { parentResourceExists } from "./parent-resource-exists.ts";
import { policiesPerRole } from "./policies-per-role.ts";
import { policyDocumentConstraint } from "./policy-document.ts";
import { policySizeLimit } from "./policy-size.ts";
import { recordUnique } from "./record-unique.ts";
import { referencesExist } from "./references-exist.ts";
import { roleTrustedByService } from "./role-trusted-by-service.ts";
import { routeSameNetwork } from "./route-same-network.ts";
import { routeTableAssociationUnique } from "./route-table-association-unique.ts";
import { routeTarget } from "./route-target.ts";
import { scalingTarget } from "./scaling-target.ts";
import { secretVersionParent } from "./secret-version.ts";
import { securityGroupDescription } from "./security-group-description.ts";
import { securityGroupInUse } from "./security-group-in-use.ts";
import { securityGroupName } from "./security-group-name.ts";
import { securityGroupRuleDuplicate } from "./security-group-rule-duplicate.ts";
import { securityGroupRuleQuota } from "./security-group-rule-quota.ts";
import { serviceCluster } from "./service-cluster.ts";
import { serviceTargetGroup } from "./service-target-group.ts";
import { subnetGroupInUse } from "./subnet-group-in-use.ts";
import { subnetInsideVpc } from "./subnet-inside-vpc.ts";
import { subnetsDisjoint } from "./subnets-disjoint.ts";
import { targetGroupInUse } from "./target-group-in-use.ts";
import { targetGroupOneBalancer } from "./target-group-one-balancer.ts";
import { targetGroupSameNetwork } from "./target-group-same-network.ts";
import { targetRegistration } from "./target-registration.ts";
import { taskExecutionRole } from "./task-execution-role.ts";
import { transitAttachmentReady } from "./transit-attachment-ready.ts";
import { transitAttachmentUnique } from "./transit-attachment-unique.ts";
import { uniqueName } from "./unique-name.ts";
import { vpcCidrSize } from "./vpc-cidr-size.ts";
import { webAclInUse } from "./web-acl-in-use.ts";
import { webAclLogName } from "./web-acl-log-name.ts";
import { webAclScope } from "./web-acl-scope.ts";
import { zoneExists } from "./zone-exists.ts";
import { zoneInUse } from "./zone-in-use.ts";

/** All constraints, sorted by name. */
export const constraints: readonly Constraint[] = [
  addressInUse,
  addressQuota,
  aliasKey,
  aliasTarget,
  autoScalingGroupKey,
  autoScalingGroupNetwork,
  autoScalingGroupSize,
  backupPlan,
  bucketAcl,
  bucketNameUnique,
  bucketNotEmpty,
  bucketPolicyPublic,
  cacheFailover,
  cacheNetwork,
  certificateInUse,
  certificateValidationRecord,
  clusterInUse,
  databaseFinalSnapshot,
  databaseNetwork,
  databaseProtected,
  databaseStorage,
  databaseSubnetGroup,
  databaseWindows,
  distributionAliases,
  distributionCertificate,
  endpointPrivateDns,
  endpointSubnets,
  fargateSize,
  gatewayEndpointRoute,
  identityInUse,
  instanceArchitecture,
  instanceNetwork,
  instanceProtected,
  interfaceAddress,
  interfaceAttachment,
  interfaceSecurityGroups,
  internetGatewayInUse,
  keyPolicy,
  listenerCertificate,
  listenerPort,
  listenerProtocol,
  listenerRulePriority,
  loadBalancerAddress,
  loadBalancerInternet,
  loadBalancerLogBucket,
  loadBalancerProtected,
  loadBalancerSubnetSize,
  loadBalancerZones,
  logGroupKey,
  logRetention,
  natGatewayAddress,
  networkAclEntries,
  networkInUse,
  oneInternetGateway,
  parentResourceExists,
  policiesPerRole,
  policyDocumentConstraint,
  policySizeLimit,
  recordUnique,
  referencesExist,
  roleTrustedByService,
  routeSameNetwork,
  routeTableAssociationUnique,
  routeTarget,
  scalingTarget,
  secretVersionParent,
  securityGroupDescription,
  securityGroupInUse,
  securityGroupName,
  securityGroupRuleDuplicate,
  securityGroupRuleQuota,
  serviceCluster,
  serviceTargetGroup,
  subnetGroupInUse,
  subnetInsideVpc,
  subnetsDisjoint,
  targetGroupInUse,
  targetGroupOneBalancer,
  targetGroupSameNetwork,
  targetRegistration,
  taskExecutionRole,
  transitAttachmentReady,
  transitAttachmentUnique,
  uniqueName,
  vpcCidrSize,
  webAclInUse,
  webAclLogName,
  webAclScope,
  zoneExists,
  zoneInUse,
];

/**
 * API errors that the provider retries for minutes while AWS removes dependents. They count only
 * once no other change is in progress.
 * https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service/ec2
 */
const RETRIED_ERROR_CODES: ReadonlySet<string> = new Set([
  "DependencyViolation",
  "ClusterContainsServicesException",
  "DeleteConflict",
  "ResourceInUse",
  "ResourceInUseException",
  "WAFAssociatedItemException",
]);

/** True if the provider retries the call before it reports the API error. */
export function isRetriedByProvider(apiError: ApiError): boolean {
  return RETRIED_ERROR_CODES.has(apiError.code);
}
