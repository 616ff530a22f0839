import { formatTimestamp } from "../computed-values/attribute-rules/attributes.ts";
import { arnTemplate, renderTemplate, resolveString } from "../computed-values/value-context.ts";
import type { ParentReference, ServiceResources } from "./service-resources.ts";

const REPOSITORY_PARENT: ParentReference = {
  attribute: "repository",
  types: ["aws_ecr_repository"],
  code: "RepositoryNotFoundException",
  message: "The repository with name '{}' does not exist in the registry",
};

/** ECR repositories. */
export const ecrResources: ServiceResources = {
  types: {
    aws_ecrpublic_repository: {
      values: {
        id: "{repository_name}",
        arn: arnTemplate("ecr-public::{account}:repository/{repository_name}"),
        repository_uri: "public.ecr.aws/{base36:8}/{repository_name}",
      },
    },
    aws_ecr_pull_through_cache_rule: { values: { id: "{ecr_repository_prefix}", registry_id: "{account}" } },
    aws_ecr_authorization_token: {
      values: {
        id: "{region}",
        user_name: "AWS",
        password: "{mixed:64/password}",
        authorization_token: (context) =>
          Buffer.from(`AWS:${resolveString(context, "password")}`).toString("base64"),
        proxy_endpoint: "https://{account}.dkr.ecr.{region}.amazonaws.com",
        expires_at: (context) => formatTimestamp(context, 1),
      },
    },
    aws_ecrpublic_authorization_token: {
      values: {
        id: "{region}",
        user_name: "AWS",
        password: "{mixed:64/password}",
        authorization_token: (context) =>
          Buffer.from(`AWS:${resolveString(context, "password")}`).toString("base64"),
        expires_at: (context) => formatTimestamp(context, 1),
      },
    },
    aws_ecr_repository: {
      values: {
        id: "{name}",
        arn: arnTemplate("ecr:{region}:{account}:repository/{name}"),
        registry_id: "{account}",
        repository_url: "{account}.dkr.ecr.{region}.amazonaws.com/{name}",
        "encryption_configuration.kms_key": (context) =>
          context.self.encryption_type === "KMS"
            ? renderTemplate("arn:{partition}:kms:{region}:{account}:key/{uuid:ecr}", context)
            : "",
      },
      uniqueName: {
        attribute: "name",
        code: "RepositoryAlreadyExistsException",
        message: "The repository with name '{}' already exists in the registry",
      },
      notFound: {
        code: "RepositoryNotFoundException",
        message: "The repository with name '{}' does not exist in the registry",
      },
    },
    aws_ecr_lifecycle_policy: {
      values: { id: "{repository}", registry_id: "{account}" },
      parents: [REPOSITORY_PARENT],
    },
    aws_ecr_repository_policy: {
      values: { id: "{repository}", registry_id: "{account}" },
      parents: [REPOSITORY_PARENT],
    },
    aws_ecr_registry_scanning_configuration: { values: { id: "{account}" } },
  },
};
