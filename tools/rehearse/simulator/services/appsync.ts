import { arnTemplate, renderTemplate } from "../computed-values/value-context.ts";
import type { ParentReference, ServiceResources } from "./service-resources.ts";

const GRAPHQL_API_PARENT: ParentReference = {
  attribute: "api_id",
  types: ["aws_appsync_graphql_api"],
  code: "NotFoundException",
  message: "GraphQL API {} not found.",
};

/** AppSync APIs. */
export const appsyncResources: ServiceResources = {
  types: {
    aws_appsync_graphql_api: {
      values: {
        id: "{base36:26}",
        arn: arnTemplate("appsync:{region}:{account}:apis/{id}"),
        uris: (context) => ({
          GRAPHQL: renderTemplate(
            "https://{base36:26/host}.appsync-api.{region}.amazonaws.com/graphql",
            context,
          ),
          REALTIME: renderTemplate(
            "wss://{base36:26/host}.appsync-realtime-api.{region}.amazonaws.com/graphql",
            context,
          ),
        }),
      },
    },
    aws_appsync_api_key: {
      values: { id: "{api_id}:{api_key_id}", api_key_id: "da2-{base36:26}", key: "da2-{base36:26}" },
      parents: [GRAPHQL_API_PARENT],
    },
    aws_appsync_datasource: { parents: [GRAPHQL_API_PARENT] },
    aws_appsync_function: { parents: [GRAPHQL_API_PARENT] },
    aws_appsync_resolver: { parents: [GRAPHQL_API_PARENT] },
    aws_appsync_type: { parents: [GRAPHQL_API_PARENT] },
  },
};
