import { regionalServiceName } from "../../../../../aws/prefix-lists.ts";
import { partitionOfRegion } from "../../../../../aws/regions.ts";
import { stringAttribute } from "../../computed-values/attribute-reader.ts";
import { deterministicToken } from "../../computed-values/deterministic-values.ts";
import { availabilityZonesOf } from "../../computed-values/regions.ts";
import { arnTemplate, renderTemplate } from "../../computed-values/value-context.ts";
import type { DataSourceHandler } from "../../data-sources/data-source-handler.ts";
import type { ServiceResources } from "../service-resources.ts";

/** Services with gateway endpoints. */
const GATEWAY_SERVICES = ["s3", "dynamodb"];

/** Reads an AWS service as an endpoint service. */
const readEndpointService: DataSourceHandler = (config, { region }) => {
  const requested =
    stringAttribute(config, "service_name") ??
    regionalServiceName(region, stringAttribute(config, "service") ?? "");
  const service = requested.replace(regionalServiceName(region, ""), "");
  if (service === requested || service === "") {
    const message = `The Vpc Endpoint Service '${requested}' does not exist`;
    return { apiError: { code: "InvalidServiceName", operation: "DescribeVpcEndpointServices", message } };
  }
  const type = stringAttribute(config, "service_type") ?? (service === "dynamodb" ? "Gateway" : "Interface");
  const isGateway = type === "Gateway" && GATEWAY_SERVICES.includes(service);
  const id = `vpce-svc-0${deterministicToken(`${region}/${service}/${type}`, "hex", 16)}`;
  return {
    values: {
      id: String(Number.parseInt(deterministicToken(requested, "hex", 8), 16)),
      service,
      service_name: requested,
      service_id: id,
      service_type: type,
      region,
      arn: `arn:${partitionOfRegion(region).id}:ec2:${region}:amazon:vpc-endpoint-service/${id}`,
      owner: "amazon",
      acceptance_required: false,
      manages_vpc_endpoints: false,
      vpc_endpoint_policy_supported: true,
      private_dns_name: isGateway ? "" : `${service.split(".").reverse().join(".")}.${region}.amazonaws.com`,
      private_dns_names: isGateway
        ? []
        : [`${service.split(".").reverse().join(".")}.${region}.amazonaws.com`],
      base_endpoint_dns_names: isGateway
        ? [`${service}.${region}.amazonaws.com`]
        : [`${service}.${region}.vpce.amazonaws.com`],
      availability_zones: availabilityZonesOf(region).map(({ name }) => name),
      supported_ip_address_types: ["ipv4"],
      tags: {},
    },
  };
};

/** VPC endpoint services. */
export const vpcEndpointsEndpointServiceResources: ServiceResources = {
  types: {
    aws_vpc_endpoint_service: {
      values: {
        id: "vpce-svc-0{hex:16}",
        arn: arnTemplate("ec2:{region}:{account}:vpc-endpoint-service/{id}"),
        service_name: "com.amazonaws.vpce.{region}.{id}",
        service_type: "Interface",
        state: "Available",
        base_endpoint_dns_names: (context) => [renderTemplate("{id}.{region}.vpce.amazonaws.com", context)],
        availability_zones: (context) =>
          availabilityZonesOf(context.region)
            .slice(0, 2)
            .map((zone) => zone.name),
        supported_ip_address_types: ["ipv4"],
        supported_regions: (context) => [context.region],
        private_dns_name: "",
        manages_vpc_endpoints: false,
      },
      readDataSource: readEndpointService,
    },
    aws_vpc_endpoint_service_allowed_principal: { values: { id: "vpce-svc-perm-0{hex:16}" } },
    aws_vpc_endpoint_connection_notification: {
      values: {
        id: "vpce-nfn-0{hex:16}",
        state: "Enabled",
        notification_type: "Topic",
      },
    },
  },
};
