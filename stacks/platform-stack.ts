import type { Construct } from "constructs";
import type { Platform } from "../language/platform.ts";
import type { RegionalView } from "../language/regional-view.ts";
import type { Region } from "../language/regions.ts";
import { type StackKind, stackName } from "../modules/names.ts";
import { stateSettings } from "../modules/state/backend.ts";
import { BaseStack } from "./base-stack.ts";

/** One unit of deployment of one platform in one environment and region. */
export abstract class PlatformStack extends BaseStack {
  readonly kind: StackKind;
  readonly region: Region;
  /** The region's part of the platform: what the stack is made of. */
  protected readonly platform: RegionalView;

  constructor(scope: Construct, platform: RegionalView, kind: StackKind) {
    const { fullPlatform, region } = platform;
    const name = stackName(fullPlatform, kind, region);
    super(scope, name, {
      account: platform.account,
      region,
      tags: defaultTags(platform),
      // The states of all regions are together, at home.
      state: stateSettings(fullPlatform, name),
    });
    this.kind = kind;
    this.region = region;
    this.platform = platform;
  }
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
