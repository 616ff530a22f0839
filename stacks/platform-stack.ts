import type { Construct } from "constructs";
import type { Region } from "../aws/regions.ts";
import type { Platform } from "../language/platform.ts";
import type { RegionalView } from "../language/regional-view.ts";
import { type StackKind, stackName } from "../modules/names.ts";
import { stateSettings } from "../modules/state/backend.ts";
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
