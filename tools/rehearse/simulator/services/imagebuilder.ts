import { identifiedByArn } from "../computed-values/value-context.ts";
import type { ServiceResources } from "./service-resources.ts";

/**
 * An Image Builder resource, whose ARN ends with its version.
 * https://docs.aws.amazon.com/imagebuilder/latest/userguide/security_iam_service-with-iam.html
 */
const imageBuilderResource = (kind: string, suffix = "") =>
  identifiedByArn(`imagebuilder:{region}:{account}:${kind}/{lower name}/{version}${suffix}`);

/** EC2 Image Builder. */
export const imagebuilderResources: ServiceResources = {
  types: {
    aws_imagebuilder_component: {
      values: imageBuilderResource("component", "/1"),
      awsManaged: { argument: "arn", names: /^arn:[^:]+:imagebuilder:[^:]*:aws:/ },
    },
    aws_imagebuilder_image_recipe: { values: imageBuilderResource("image-recipe") },
    aws_imagebuilder_container_recipe: { values: imageBuilderResource("container-recipe") },
    aws_imagebuilder_infrastructure_configuration: {
      values: identifiedByArn("imagebuilder:{region}:{account}:infrastructure-configuration/{lower name}"),
    },
    aws_imagebuilder_distribution_configuration: {
      values: identifiedByArn("imagebuilder:{region}:{account}:distribution-configuration/{lower name}"),
    },
    aws_imagebuilder_image_pipeline: {
      values: identifiedByArn("imagebuilder:{region}:{account}:image-pipeline/{lower name}"),
    },
    aws_imagebuilder_image: { awsManaged: { argument: "arn", names: /^arn:[^:]+:imagebuilder:[^:]*:aws:/ } },
  },
};
