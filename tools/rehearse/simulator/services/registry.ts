// Written by `npm run generate` from the files of this folder.
import { accountResources } from "./account.ts";
import { acmCertificateResources } from "./acm/certificate.ts";
import { apigatewayResources } from "./apigateway.ts";
import { appautoscalingResources } from "./appautoscaling.ts";
import { apprunnerResources } from "./apprunner.ts";
import { appsyncResources } from "./appsync.ts";
import { autoscalingDiskKeyResources } from "./autoscaling/disk-key.ts";
import { autoscalingGroupResources } from "./autoscaling/group.ts";
import { backupResources } from "./backup.ts";
import { batchResources } from "./batch.ts";
import { cloudformationResources } from "./cloudformation.ts";
import { cloudfrontDistributionResources } from "./cloudfront/distribution.ts";
import { cloudfrontPolicyResources } from "./cloudfront/policy.ts";
import { cloudtrailResources } from "./cloudtrail.ts";
import { cloudwatchResources } from "./cloudwatch.ts";
import { codeServicesResources } from "./code-services.ts";
import { cognitoResources } from "./cognito.ts";
import { configResources } from "./config.ts";
import { costManagementResources } from "./cost-management.ts";
import { directConnectResources } from "./direct-connect.ts";
import { directoryServiceResources } from "./directory-service.ts";
import { dmsResources } from "./dms.ts";
import { dynamodbResources } from "./dynamodb.ts";
import { ec2InstancesImageResources } from "./ec2-instances/image.ts";
import { ec2InstancesInstanceResources } from "./ec2-instances/instance.ts";
import { ec2InstancesInstanceTypeResources } from "./ec2-instances/instance-type.ts";
import { ec2InstancesLaunchTemplateResources } from "./ec2-instances/launch-template.ts";
import { ec2InstancesVolumeResources } from "./ec2-instances/volume.ts";
import { ec2NetworkElasticIpResources } from "./ec2-network/elastic-ip.ts";
import { ec2NetworkFlowLogResources } from "./ec2-network/flow-log.ts";
import { ec2NetworkInternetGatewayResources } from "./ec2-network/internet-gateway.ts";
import { ec2NetworkNatGatewayResources } from "./ec2-network/nat-gateway.ts";
import { ec2NetworkNetworkAclResources } from "./ec2-network/network-acl.ts";
import { ec2NetworkNetworkInterfaceResources } from "./ec2-network/network-interface.ts";
import { ec2NetworkPrefixListResources } from "./ec2-network/prefix-list.ts";
import { ec2NetworkRouteTableResources } from "./ec2-network/route-table.ts";
import { ec2NetworkSecurityGroupResources } from "./ec2-network/security-group.ts";
import { ec2NetworkSecurityGroupRuleResources } from "./ec2-network/security-group-rule.ts";
import { ec2NetworkSubnetResources } from "./ec2-network/subnet.ts";
import { ec2NetworkVpcResources } from "./ec2-network/vpc.ts";
import { ec2NetworkVpcPeeringResources } from "./ec2-network/vpc-peering.ts";
import { ecrResources } from "./ecr.ts";
import { ecsClusterResources } from "./ecs/cluster.ts";
import { ecsServiceResources } from "./ecs/service.ts";
import { ecsTaskDefinitionResources } from "./ecs/task-definition.ts";
import { efsResources } from "./efs.ts";
import { eksResources } from "./eks.ts";
import { elasticacheResources } from "./elasticache.ts";
import { elasticbeanstalkResources } from "./elasticbeanstalk.ts";
import { elbListenerResources } from "./elb/listener.ts";
import { elbLoadBalancerResources } from "./elb/load-balancer.ts";
import { elbLoadBalancerLogsResources } from "./elb/load-balancer-logs.ts";
import { elbLoadBalancerNetworkResources } from "./elb/load-balancer-network.ts";
import { elbTargetGroupResources } from "./elb/target-group.ts";
import { emrResources } from "./emr.ts";
import { eventsResources } from "./events.ts";
import { fisResources } from "./fis.ts";
import { fsxResources } from "./fsx.ts";
import { globalacceleratorResources } from "./globalaccelerator.ts";
import { glueResources } from "./glue.ts";
import { guarddutyResources } from "./guardduty.ts";
import { iamIdentityProviderResources } from "./iam/identity-provider.ts";
import { iamPolicyResources } from "./iam/policy.ts";
import { iamRoleResources } from "./iam/role.ts";
import { iamUserResources } from "./iam/user.ts";
import { imagebuilderResources } from "./imagebuilder.ts";
import { iotResources } from "./iot.ts";
import { kafkaResources } from "./kafka.ts";
import { kinesisResources } from "./kinesis.ts";
import { kmsAliasResources } from "./kms/alias.ts";
import { kmsKeyResources } from "./kms/key.ts";
import { lambdaResources } from "./lambda.ts";
import { logsResources } from "./logs.ts";
import { managedMetricsResources } from "./managed-metrics.ts";
import { mqResources } from "./mq.ts";
import { networkFirewallResources } from "./network-firewall.ts";
import { opensearchResources } from "./opensearch.ts";
import { organizationsResources } from "./organizations.ts";
import { rdsDbClusterResources } from "./rds/db-cluster.ts";
import { rdsDbInstanceResources } from "./rds/db-instance.ts";
import { rdsEngineResources } from "./rds/engine.ts";
import { rdsMaintenanceWindowsResources } from "./rds/maintenance-windows.ts";
import { rdsMasterUserResources } from "./rds/master-user.ts";
import { rdsSubnetGroupResources } from "./rds/subnet-group.ts";
import { redshiftResources } from "./redshift.ts";
import { route53RecordResources } from "./route53/record.ts";
import { route53ResolverResources } from "./route53/resolver.ts";
import { route53ZoneResources } from "./route53/zone.ts";
import { s3BucketResources } from "./s3/bucket.ts";
import { s3ObjectResources } from "./s3/object.ts";
import { secretsmanagerResources } from "./secretsmanager.ts";
import { serviceDiscoveryResources } from "./service-discovery.ts";
import type { ServiceResources } from "./service-resources.ts";
import { servicecatalogResources } from "./servicecatalog.ts";
import { sesResources } from "./ses.ts";
import { shieldResources } from "./shield.ts";
import { snsResources } from "./sns.ts";
import { sqsResources } from "./sqs.ts";
import { ssmResources } from "./ssm.ts";
import { ssoadminResources } from "./ssoadmin.ts";
import { stepfunctionsResources } from "./stepfunctions.ts";
import { transferResources } from "./transfer.ts";
import { transitGatewayAttachmentResources } from "./transit-gateway/attachment.ts";
import { transitGatewayRouteTableResources } from "./transit-gateway/route-table.ts";
import { vpcEndpointsEndpointResources } from "./vpc-endpoints/endpoint.ts";
import { vpcEndpointsEndpointServiceResources } from "./vpc-endpoints/endpoint-service.ts";
import { vpcLatticeResources } from "./vpc-lattice.ts";
import { vpnClientVpnResources } from "./vpn/client-vpn.ts";
import { vpnVpnConnectionResources } from "./vpn/vpn-connection.ts";
import { wafv2Resources } from "./wafv2.ts";

/** The resource types and constraints of all AWS services. */
export const SERVICE_RESOURCES: readonly ServiceResources[] = [
  accountResources,
  acmCertificateResources,
  apigatewayResources,
  appautoscalingResources,
  apprunnerResources,
  appsyncResources,
  autoscalingDiskKeyResources,
  autoscalingGroupResources,
  backupResources,
  batchResources,
  cloudformationResources,
  cloudfrontDistributionResources,
  cloudfrontPolicyResources,
  cloudtrailResources,
  cloudwatchResources,
  codeServicesResources,
  cognitoResources,
  configResources,
  costManagementResources,
  directConnectResources,
  directoryServiceResources,
  dmsResources,
  dynamodbResources,
  ec2InstancesImageResources,
  ec2InstancesInstanceResources,
  ec2InstancesInstanceTypeResources,
  ec2InstancesLaunchTemplateResources,
  ec2InstancesVolumeResources,
  ec2NetworkElasticIpResources,
  ec2NetworkFlowLogResources,
  ec2NetworkInternetGatewayResources,
  ec2NetworkNatGatewayResources,
  ec2NetworkNetworkAclResources,
  ec2NetworkNetworkInterfaceResources,
  ec2NetworkPrefixListResources,
  ec2NetworkRouteTableResources,
  ec2NetworkSecurityGroupResources,
  ec2NetworkSecurityGroupRuleResources,
  ec2NetworkSubnetResources,
  ec2NetworkVpcResources,
  ec2NetworkVpcPeeringResources,
  ecrResources,
  ecsClusterResources,
  ecsServiceResources,
  ecsTaskDefinitionResources,
  efsResources,
  eksResources,
  elasticacheResources,
  elasticbeanstalkResources,
  elbListenerResources,
  elbLoadBalancerResources,
  elbLoadBalancerLogsResources,
  elbLoadBalancerNetworkResources,
  elbTargetGroupResources,
  emrResources,
  eventsResources,
  fisResources,
  fsxResources,
  globalacceleratorResources,
  glueResources,
  guarddutyResources,
  iamIdentityProviderResources,
  iamPolicyResources,
  iamRoleResources,
  iamUserResources,
  imagebuilderResources,
  iotResources,
  kafkaResources,
  kinesisResources,
  kmsAliasResources,
  kmsKeyResources,
  lambdaResources,
  logsResources,
  managedMetricsResources,
  mqResources,
  networkFirewallResources,
  opensearchResources,
  organizationsResources,
  rdsDbClusterResources,
  rdsDbInstanceResources,
  rdsEngineResources,
  rdsMaintenanceWindowsResources,
  rdsMasterUserResources,
  rdsSubnetGroupResources,
  redshiftResources,
  route53RecordResources,
  route53ResolverResources,
  route53ZoneResources,
  s3BucketResources,
  s3ObjectResources,
  secretsmanagerResources,
  serviceDiscoveryResources,
  servicecatalogResources,
  sesResources,
  shieldResources,
  snsResources,
  sqsResources,
  ssmResources,
  ssoadminResources,
  stepfunctionsResources,
  transferResources,
  transitGatewayAttachmentResources,
  transitGatewayRouteTableResources,
  vpcEndpointsEndpointResources,
  vpcEndpointsEndpointServiceResources,
  vpcLatticeResources,
  vpnClientVpnResources,
  vpnVpnConnectionResources,
  wafv2Resources,
];
