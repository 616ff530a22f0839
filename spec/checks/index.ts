import type { Platform } from "../platform.ts";
import type { Problem } from "../problem.ts";
import { checkCdn } from "./cdn.ts";
import type { Check } from "./check.ts";

const CHECKS: readonly Check[] = [checkCdn];

/** Every problem that shows only across the parts of a platform. */
export function crossCheck(platform: Platform): Problem[] {
  return CHECKS.flatMap((check) => check(platform));
}
