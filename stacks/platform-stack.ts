import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { S3Backend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { type StackKind, stackName } from "../modules/names.ts";
import { type StateSettings, stateSettings } from "../modules/state/backend.ts";
import type { Platform } from "../spec/platform.ts";
import { UniqueAddresses } from "./unique-addresses.ts";

/** The Terraform that the stacks are written for: native S3 locking came with 1.11. */
export const TERRAFORM_VERSIONS = ">= 1.11.0, < 2.0.0";
/** The AWS provider's versions that the stacks are valid for, both majors. */
export const PROVIDER_VERSIONS = ">= 5.100.0, < 7.0.0";

/** One unit of deployment of one platform in one environment: provider, backend, tags. */
export abstract class PlatformStack extends TerraformStack {
  readonly kind: StackKind;
  protected readonly platform: Platform;
  protected readonly provider: AwsProvider;

  constructor(scope: Construct, platform: Platform, kind: StackKind) {
    super(scope, stackName(platform, kind));
    this.kind = kind;
    this.platform = platform;
    this.provider = new AwsProvider(this, "aws", {
      region: platform.region,
      allowedAccountIds: [platform.account],
      defaultTags: [{ tags: defaultTags(platform) }],
    });
    const settings = this.stateSettings();
    const backend = new S3Backend(this, settings);
    backend.addOverride("use_lockfile", settings.use_lockfile);
    pinVersions(this);
    this.node.addValidation(new UniqueAddresses(this));
  }

  /** Where this stack's state is: for its own backend and for those who read it. */
  stateSettings(): StateSettings {
    return stateSettings(this.platform, stackName(this.platform, this.kind));
  }
}

/** Asks for the Terraform and provider versions the stacks are written for. */
export function pinVersions(stack: TerraformStack, provider: string = PROVIDER_VERSIONS): void {
  stack.addOverride("terraform.required_version", TERRAFORM_VERSIONS);
  stack.addOverride("terraform.required_providers.aws.version", provider);
}

/** The tags on everything that can have tags. */
export function defaultTags(
  platform: Pick<Platform, "name" | "environment" | "tags">,
): Record<string, string> {
  return {
    ...platform.tags,
    Platform: platform.name,
    Environment: platform.environment,
    ManagedBy: "drydock",
  };
}
