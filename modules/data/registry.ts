import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy/index.js";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository/index.js";
import { Construct } from "constructs";
import type { Registry } from "../../language/stores.ts";

/** Inputs of {@link ImageRegistry}. */
export interface RegistryProps {
  /** The repository's name. */
  readonly name: string;
  /** Its settings in the spec. */
  readonly store: Registry;
  /** ARN of the KMS key for its images. */
  readonly dataKeyArn: string;
  /** Makes Terraform refuse to destroy it; a repository with images is deletable only if unset. */
  readonly protected: boolean;
}

/**
 * An ECR repository: immutable tags, scan on push, encrypted. Without a repository policy, only
 * this account's roles can use it. A multi-architecture image is one tagged index.
 */
export class ImageRegistry extends Construct {
  /** The repository URL, without a tag. */
  readonly url: string;
  /** The repository's ARN, which pull permissions name. */
  readonly arn: string;

  constructor(scope: Construct, id: string, props: RegistryProps) {
    super(scope, id);
    const repository = new EcrRepository(this, "repository", {
      name: props.name,
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [{ encryptionType: "KMS", kmsKey: props.dataKeyArn }],
      forceDelete: !props.protected,
      lifecycle: { preventDestroy: props.protected },
    });
    new EcrLifecyclePolicy(this, "lifecycle", {
      repository: repository.name,
      policy: lifecyclePolicy(props.store),
    });
    this.url = repository.repositoryUrl;
    this.arn = repository.arn;
  }
}

/**
 * Expires untagged images after some days, and tagged ones when newer ones replace them. Images in
 * a tagged index do not count as untagged.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 */
function lifecyclePolicy({ untaggedDays, keepImages }: Registry): string {
  return JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        description: `Untagged images go after ${untaggedDays} days`,
        selection: {
          tagStatus: "untagged",
          countType: "sinceImagePushed",
          countUnit: "days",
          countNumber: untaggedDays,
        },
        action: { type: "expire" },
      },
      {
        rulePriority: 2,
        description: `The last ${keepImages} tagged images stay`,
        selection: {
          tagStatus: "tagged",
          tagPatternList: ["*"],
          countType: "imageCountMoreThan",
          countNumber: keepImages,
        },
        action: { type: "expire" },
      },
    ],
  });
}
