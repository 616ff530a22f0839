import type { App } from "cdktf";
import type { Platform } from "../spec/platform.ts";
import { NetworkStack } from "./network-stack.ts";
import type { PlatformStack } from "./platform-stack.ts";

/** The stacks of one platform in one environment, each reading what the ones before it publish. */
export function composePlatform(app: App, platform: Platform): PlatformStack[] {
  const network = new NetworkStack(app, platform);
  return [network];
}
