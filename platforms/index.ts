import type { PlatformSpec } from "../spec/platform.ts";
import { cybershield } from "./cybershield.ts";

/** Every platform of this project. */
export const platforms: readonly PlatformSpec[] = [cybershield];
