import type { Construct } from "constructs";
import { type StackKind, stackName } from "../modules/names.ts";
import { stateSettings } from "../modules/state/backend.ts";
import type { Platform } from "../spec/platform.ts";
import type { RegionalPlatform } from "../spec/regional.ts";
import type { Region } from "../spec/regions.ts";
import { BaseStack } from "./base-stack.ts";

/** One unit of deployment of one platform in one environment and region. */
export abstract class PlatformStack extends BaseStack {
  readonly kind: StackKind;
  readonly region: Region;
  /** The region's part of the platform: what the stack is made of. */
  protected readonly platform: RegionalPlatform;

  constructor(scope: Construct, platform: RegionalPlatform, kind: StackKind) {
    const { whole, region } = platform;
    const name = stackName(whole, kind, region);
    super(scope, name, {
      account: platform.account,
      region,
      tags: defaultTags(platform),
      // The states of all regions are together, at home.
      state: stateSettings(whole, name),
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
