import type { TerraformStack } from "cdktf";

/** The Terraform that the stacks are written for: native S3 locking came with 1.11. */
export const TERRAFORM_VERSIONS = ">= 1.11.0, < 2.0.0";
/** The AWS provider's versions that the stacks are valid for, both majors. */
export const PROVIDER_VERSIONS = ">= 5.100.0, < 7.0.0";

/** Asks for the Terraform and provider versions the stacks are written for. */
export function pinVersions(stack: TerraformStack, provider: string = PROVIDER_VERSIONS): void {
  stack.addOverride("terraform.required_version", TERRAFORM_VERSIONS);
  stack.addOverride("terraform.required_providers.aws.version", provider);
}
