import { arnTemplate, renderTemplate } from "../computed-values/value-context.ts";
import type { ParentReference, ServiceResources } from "./service-resources.ts";

const USER_POOL_PARENT: ParentReference = {
  attribute: "user_pool_id",
  types: ["aws_cognito_user_pool"],
  code: "ResourceNotFoundException",
  message: "User pool {} does not exist.",
};

/** Cognito user and identity pools. */
export const cognitoResources: ServiceResources = {
  types: {
    aws_cognito_identity_pool: {
      values: {
        id: "{region}:{uuid}",
        arn: arnTemplate("cognito-identity:{region}:{account}:identitypool/{id}"),
      },
    },
    aws_cognito_user_pool: {
      values: {
        id: "{region}_{mixed:9}",
        arn: arnTemplate("cognito-idp:{region}:{account}:userpool/{id}"),
        endpoint: "cognito-idp.{region}.amazonaws.com/{id}",
        estimated_number_of_users: 0,
      },
    },
    aws_cognito_user_pool_client: {
      values: {
        id: "{base36:26}",
        client_secret: (context) =>
          context.resolve("generate_secret") === true ? renderTemplate("{base36:51/secret}", context) : "",
      },
      parents: [USER_POOL_PARENT],
    },
    aws_cognito_user_pool_domain: {
      uniqueName: {
        attribute: "domain",
        code: "InvalidParameterException",
        message: "Domain already associated with another user pool.",
      },
      parents: [USER_POOL_PARENT],
    },
    aws_cognito_identity_provider: { parents: [USER_POOL_PARENT] },
    aws_cognito_resource_server: { parents: [USER_POOL_PARENT] },
    aws_cognito_user: { parents: [USER_POOL_PARENT] },
    aws_cognito_user_group: { parents: [USER_POOL_PARENT] },
  },
};
