import type { PlatformSpec } from "../language/platform.ts";
import { cqube } from "./cqube.ts";
import { cybershield } from "./cybershield.ts";
import { hybrid } from "./hybrid.ts";
import { roboshop } from "./roboshop.ts";

/** Every platform of this project. */
export const platforms: readonly PlatformSpec[] = [cybershield, roboshop, cqube, hybrid];

/** Returns a platform by name; undefined for an unknown name. */
export function platformNamed(name: string): PlatformSpec | undefined {
  return platforms.find((platform) => platform.name === name);
}
