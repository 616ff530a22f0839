import { arnTemplate, identifiedByArn } from "../computed-values/value-context.ts";
import type { ServiceResources } from "./service-resources.ts";

/** CodeBuild, CodeCommit, CodePipeline and their connections. */
export const codeServicesResources: ServiceResources = {
  types: {
    aws_codebuild_project: { values: identifiedByArn("codebuild:{region}:{account}:project/{name}") },
    aws_codestarconnections_connection: {
      values: identifiedByArn("codestar-connections:{region}:{account}:connection/{uuid}"),
    },
    aws_codecommit_repository: {
      values: {
        id: "{repository_name}",
        repository_id: "{uuid}",
        arn: arnTemplate("codecommit:{region}:{account}:{repository_name}"),
        clone_url_http: "https://git-codecommit.{region}.amazonaws.com/v1/repos/{repository_name}",
        clone_url_ssh: "ssh://git-codecommit.{region}.amazonaws.com/v1/repos/{repository_name}",
      },
      uniqueName: {
        attribute: "repository_name",
        code: "RepositoryNameExistsException",
        message: "Repository named {} already exists",
      },
    },
    aws_codepipeline: {
      values: { id: "{name}", arn: arnTemplate("codepipeline:{region}:{account}:{name}") },
    },
  },
};
