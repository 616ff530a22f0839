import { arnTemplate } from "../computed-values/value-context.ts";
import type { ServiceResources } from "./service-resources.ts";

/** OpenSearch domains and collections. */
export const opensearchResources: ServiceResources = {
  types: {
    aws_opensearchserverless_collection: {
      values: {
        id: "{base36:20}",
        arn: arnTemplate("aoss:{region}:{account}:collection/{id}"),
        collection_endpoint: "https://{id}.{region}.aoss.amazonaws.com",
        dashboard_endpoint: "https://{id}.{region}.aoss.amazonaws.com/_dashboards",
      },
    },
    aws_opensearch_domain: {
      values: {
        id: "{arn}",
        arn: arnTemplate("es:{region}:{account}:domain/{domain_name}"),
        domain_id: "{account}/{domain_name}",
        endpoint: "search-{domain_name}-{base36:26}.{region}.es.amazonaws.com",
        engine_version: "OpenSearch_2.17",
        kibana_endpoint: "",
        dashboard_endpoint: "search-{domain_name}-{base36:26}.{region}.es.amazonaws.com/_dashboards",
      },
      uniqueName: {
        attribute: "domain_name",
        code: "ResourceAlreadyExistsException",
        message: "Domain {} already exists",
      },
    },
  },
};
