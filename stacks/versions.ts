import type { TerraformStack } from "cdktf";

/** The required Terraform version: native S3 locking needs 1.11. */
const TERRAFORM_VERSIONS = ">= 1.11.0, < 2.0.0";
/** The AWS provider versions that the stacks are valid for: both majors. */
const PROVIDER_VERSIONS = ">= 5.100.0, < 7.0.0";

/** Sets `required_version` and the provider's version constraint. */
export function pinVersions(stack: TerraformStack, provider: string = PROVIDER_VERSIONS): void {
  stack.addOverride("terraform.required_version", TERRAFORM_VERSIONS);
  stack.addOverride("terraform.required_providers.aws.version", provider);
}
