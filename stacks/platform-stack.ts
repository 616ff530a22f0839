import type { Construct } from "constructs";
import { type StackKind, stackName } from "../modules/names.ts";
import { stateSettings } from "../modules/state/backend.ts";
import type { Platform } from "../spec/platform.ts";
import { BaseStack } from "./base-stack.ts";

/** One unit of deployment of one platform in one environment. */
export abstract class PlatformStack extends BaseStack {
  readonly kind: StackKind;
  protected readonly platform: Platform;

  constructor(scope: Construct, platform: Platform, kind: StackKind) {
    const name = stackName(platform, kind);
    super(scope, name, {
      account: platform.account,
      region: platform.region,
      tags: defaultTags(platform),
      state: stateSettings(platform, name),
    });
    this.kind = kind;
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
