import { arnTemplate } from "../computed-values/value-context.ts";
import type { ServiceResources } from "./service-resources.ts";

/** Service Catalog. */
export const servicecatalogResources: ServiceResources = {
  types: {
    aws_servicecatalog_portfolio: {
      values: {
        id: "port-{base36:13}",
        arn: arnTemplate("catalog:{region}:{account}:portfolio/{id}"),
      },
    },
    aws_servicecatalog_product: {
      values: {
        id: "prod-{base36:13}",
        arn: arnTemplate("catalog:{region}:{account}:product/{id}"),
      },
    },
  },
};
