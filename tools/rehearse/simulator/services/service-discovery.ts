import { arnTemplate } from "../computed-values/value-context.ts";
import type { ServiceResources } from "./service-resources.ts";

/** Cloud Map namespaces and services. */
export const serviceDiscoveryResources: ServiceResources = {
  types: {
    aws_service_discovery_private_dns_namespace: {
      values: {
        id: "ns-{base36:16}",
        arn: arnTemplate("servicediscovery:{region}:{account}:namespace/{id}"),
        hosted_zone: "Z{upper:20}",
      },
    },
    aws_service_discovery_http_namespace: {
      values: {
        id: "ns-{base36:16}",
        arn: arnTemplate("servicediscovery:{region}:{account}:namespace/{id}"),
        http_name: "{name}",
      },
    },
    aws_service_discovery_service: {
      values: {
        id: "srv-{base36:16}",
        arn: arnTemplate("servicediscovery:{region}:{account}:service/{id}"),
      },
    },
  },
};
