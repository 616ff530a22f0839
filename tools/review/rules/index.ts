// Written by `npm run generate` from the files of this folder.
import { acmRules } from "./acm.ts";
import { createAnyTypeRules } from "./any-type.ts";
import { apiGatewayRules } from "./apigateway.ts";
import { appAutoscalingRules } from "./appautoscaling.ts";
import { autoscalingRules } from "./autoscaling.ts";
import { backupRules } from "./backup.ts";
import { budgetRules } from "./budgets.ts";
import { clientVpnRules } from "./client-vpn.ts";
import { cloudfrontRules } from "./cloudfront.ts";
import { cloudfrontBehaviorRules } from "./cloudfront-behaviors.ts";
import { cloudtrailRules } from "./cloudtrail.ts";
import { cloudwatchRules } from "./cloudwatch.ts";
import { cognitoRules } from "./cognito.ts";
import { configRules } from "./config.ts";
import { costRules } from "./costs.ts";
import { directConnectRules } from "./direct-connect.ts";
import { dynamodbRules } from "./dynamodb.ts";
import { ebsRules } from "./ebs.ts";
import { ec2ImageRules } from "./ec2-images.ts";
import { ec2InstanceRules } from "./ec2-instances.ts";
import { ec2NetworkRules } from "./ec2-network.ts";
import { ec2SecurityGroupRules } from "./ec2-security-groups.ts";
import { ecrRules } from "./ecr.ts";
import { ecsRules } from "./ecs.ts";
import { ecsTaskDefinitionRules } from "./ecs-task-definitions.ts";
import { efsRules } from "./efs.ts";
import { eksRules } from "./eks.ts";
import { elasticacheRules } from "./elasticache.ts";
import { elasticacheAccessRules } from "./elasticache-access.ts";
import { elbRules } from "./elb.ts";
import { elbListenerRules } from "./elb-listeners.ts";
import { elbTargetGroupRules } from "./elb-target-groups.ts";
import { eventRules } from "./events.ts";
import { guarddutyRules } from "./guardduty.ts";
import { iamRules } from "./iam.ts";
import { kinesisRules } from "./kinesis.ts";
import { kmsRules } from "./kms.ts";
import { lambdaRules } from "./lambda.ts";
import { lambdaInvocationRules } from "./lambda-invocations.ts";
import { logsRules } from "./logs.ts";
import { networkFirewallRules } from "./network-firewall.ts";
import { opensearchRules } from "./opensearch.ts";
import { rdsRules } from "./rds.ts";
import { rdsConnectionsRules } from "./rds-connections.ts";
import { rdsMaintenanceRules } from "./rds-maintenance.ts";
import { rdsOperationRules } from "./rds-operation.ts";
import { redshiftRules } from "./redshift.ts";
import type { ReviewRule } from "./review-rule.ts";
import { roleAssignmentRules } from "./role-assignments.ts";
import { route53Rules } from "./route53.ts";
import { route53RecordRules } from "./route53-records.ts";
import { route53ResolverRules } from "./route53-resolver.ts";
import { s3Rules } from "./s3.ts";
import { s3AccessRules } from "./s3-access.ts";
import { s3LifecycleRules } from "./s3-lifecycle.ts";
import { secretsmanagerRules } from "./secretsmanager.ts";
import { serviceDiscoveryRules } from "./service-discovery.ts";
import { sharedNetworkRules } from "./shared-networks.ts";
import { snsRules } from "./sns.ts";
import { sqsRules } from "./sqs.ts";
import { ssmRules } from "./ssm.ts";
import { storesRules } from "./stores.ts";
import { tagTypeRules } from "./tag-types.ts";
import { transitGatewayRules } from "./transit-gateway.ts";
import { utilityProviderRules } from "./utility-providers.ts";
import { vpcEndpointRules } from "./vpc-endpoints.ts";
import { vpnRules } from "./vpn.ts";
import { wafv2Rules } from "./wafv2.ts";

/** The rules of single resource types. */
const TYPE_RULES: readonly ReviewRule[] = [
  ...acmRules,
  ...apiGatewayRules,
  ...appAutoscalingRules,
  ...autoscalingRules,
  ...backupRules,
  ...budgetRules,
  ...clientVpnRules,
  ...cloudfrontRules,
  ...cloudfrontBehaviorRules,
  ...cloudtrailRules,
  ...cloudwatchRules,
  ...cognitoRules,
  ...configRules,
  ...costRules,
  ...directConnectRules,
  ...dynamodbRules,
  ...ebsRules,
  ...ec2ImageRules,
  ...ec2InstanceRules,
  ...ec2NetworkRules,
  ...ec2SecurityGroupRules,
  ...ecrRules,
  ...ecsRules,
  ...ecsTaskDefinitionRules,
  ...efsRules,
  ...eksRules,
  ...elasticacheRules,
  ...elasticacheAccessRules,
  ...elbRules,
  ...elbListenerRules,
  ...elbTargetGroupRules,
  ...eventRules,
  ...guarddutyRules,
  ...iamRules,
  ...kinesisRules,
  ...kmsRules,
  ...lambdaRules,
  ...lambdaInvocationRules,
  ...logsRules,
  ...networkFirewallRules,
  ...opensearchRules,
  ...rdsRules,
  ...rdsConnectionsRules,
  ...rdsMaintenanceRules,
  ...rdsOperationRules,
  ...redshiftRules,
  ...roleAssignmentRules,
  ...route53Rules,
  ...route53RecordRules,
  ...route53ResolverRules,
  ...s3Rules,
  ...s3AccessRules,
  ...s3LifecycleRules,
  ...secretsmanagerRules,
  ...serviceDiscoveryRules,
  ...sharedNetworkRules,
  ...snsRules,
  ...sqsRules,
  ...ssmRules,
  ...storesRules,
  ...tagTypeRules,
  ...transitGatewayRules,
  ...utilityProviderRules,
  ...vpcEndpointRules,
  ...vpnRules,
  ...wafv2Rules,
];

/** All rules: those of single resource types, then those over every type. */
export const REVIEW_RULES: readonly ReviewRule[] = [...TYPE_RULES, ...createAnyTypeRules(TYPE_RULES)];
