import { TransportSet } from "../../packets/transport-set.ts";
import { attributeFlag } from "../../terraform/attributes.ts";
import { descriptorReader, type EndpointDescriptor, type EndpointReaders } from "./endpoint-descriptor.ts";

/**
 * A reader of managed workers that only open connections: they listen on nothing and are never
 * public.
 */
function worker(kind: string, parts: Omit<EndpointDescriptor, "kind" | "listening">) {
  return descriptorReader({ kind, listening: () => TransportSet.none, ...parts });
}

const VPC_CONFIG = {
  block: ["vpc_config"],
  subnets: "subnet_ids",
  groups: "security_group_ids",
} satisfies Partial<EndpointDescriptor>;

/** Functions, builds and connectors. */
export const WORKERS: EndpointReaders = {
  // https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
  // Nothing connects to a function.
  aws_lambda_function: worker("function", {
    ...VPC_CONFIG,
    ipv6: (block) => attributeFlag(block.ipv6_allowed_for_dual_stack, false) === true,
  }),
  aws_synthetics_canary: worker("function", VPC_CONFIG),
  // https://docs.aws.amazon.com/codebuild/latest/userguide/vpc-support.html
  aws_codebuild_project: worker("build", { ...VPC_CONFIG, subnets: "subnets" }),
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/connect-with-ec2-instance-connect-endpoint.html
  aws_ec2_instance_connect_endpoint: worker("instance connect endpoint", {
    subnets: "subnet_id",
    groups: "security_group_ids",
  }),
  // https://docs.aws.amazon.com/apprunner/latest/dg/network-vpc.html
  aws_apprunner_vpc_connector: worker("VPC connector", { subnets: "subnets", groups: "security_groups" }),
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html
  aws_apigatewayv2_vpc_link: worker("VPC link", { subnets: "subnet_ids", groups: "security_group_ids" }),
  // https://docs.aws.amazon.com/glue/latest/dg/setup-vpc-for-glue-access.html
  aws_glue_connection: worker("data job", {
    block: ["physical_connection_requirements"],
    subnets: "subnet_id",
    groups: "security_group_id_list",
  }),
  // https://docs.aws.amazon.com/msk/latest/developerguide/msk-connect.html
  aws_mskconnect_connector: worker("stream connector", {
    block: ["kafka_cluster", "apache_kafka_cluster", "vpc"],
    subnets: "subnets",
    groups: "security_groups",
  }),
  // https://docs.aws.amazon.com/managed-flink/latest/java/vpc.html
  aws_kinesisanalyticsv2_application: worker("stream job", {
    block: ["application_configuration", "vpc_configuration"],
    subnets: "subnet_ids",
    groups: "security_group_ids",
  }),
  // https://docs.aws.amazon.com/quicksight/latest/user/working-with-aws-vpc.html
  aws_quicksight_vpc_connection: worker("VPC connector", {
    subnets: "subnet_ids",
    groups: "security_group_ids",
  }),
};
