import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Region } from "../aws/regions.ts";
import type { Platform } from "../language/platform.ts";
import type { RegionalView } from "../language/regional-view.ts";
import {
  DEPLOYED_CONFIGURATION_OUTPUT,
  OUTPUTS_READ_OUTPUT,
  type StackKind,
  stackName,
} from "../modules/names.ts";
import { stateSettings } from "../modules/state/backend.ts";
import { formatOutputRead, outputsReadBy } from "../modules/state/outputs-read.ts";
import { BaseStack } from "./base-stack.ts";

/** A stack of one platform in one environment and region. */
export abstract class PlatformStack extends BaseStack {
  /** The stack's part in a platform, from which its name is made. */
  readonly kind: StackKind;
  /** The region of its resources, except those of the connect stack. */
  readonly region: Region;
  /** The regional view of the platform that the stack is built from. */
  protected readonly platform: RegionalView;

  constructor(scope: Construct, platform: RegionalView, kind: StackKind) {
    const { fullPlatform, region } = platform;
    const name = stackName(fullPlatform, kind, region);
    super(scope, name, {
      account: platform.account,
      region,
      tags: defaultTags(platform),
      // All regions keep their states in the primary region.
      state: stateSettings(fullPlatform, name),
    });
    this.kind = kind;
    this.region = region;
    this.platform = platform;
    this.#recordConfiguration();
  }

  /** The platform in all its regions. */
  get fullPlatform(): Platform {
    return this.platform.fullPlatform;
  }

  /** Adds the list of the outputs that the stack reads, for the guard of the first stack. */
  override toTerraform(): ReturnType<BaseStack["toTerraform"]> {
    const json = super.toTerraform();
    const { output = {}, ...rest } = json;
    const reads = outputsReadBy(json, rest).map(formatOutputRead);
    if (reads.length === 0) return json;
    return { ...json, output: { ...output, [OUTPUTS_READ_OUTPUT]: { value: [...new Set(reads)].sort() } } };
  }

  /**
   * Records the stack's file in its state. Terraform reads the file at each run, so the record is
   * what was deployed last, by whatever command. Sensitive only to keep it out of the terminal: it
   * contains no secret.
   */
  #recordConfiguration(): void {
    new TerraformOutput(this, DEPLOYED_CONFIGURATION_OUTPUT, {
      staticId: true,
      sensitive: true,
      value: '${base64gzip(file("${path.module}/cdk.tf.json"))}',
    });
  }
}

/** The default tags of every taggable resource. */
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
