import { arnTemplate } from "../../computed-values/value-context.ts";
import type { ServiceResources } from "../service-resources.ts";

/** Route 53 Resolver endpoints. */
export const route53ResolverResources: ServiceResources = {
  types: {
    aws_route53_resolver_endpoint: {
      values: {
        id: "rslvr-in-0{hex:16}",
        arn: arnTemplate("route53resolver:{region}:{account}:resolver-endpoint/{id}"),
      },
    },
  },
};
