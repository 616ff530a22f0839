import { SECURITY_GROUP_DESCRIPTION } from "../../aws/vpc-quotas.ts";

const LENGTH_MAX = SECURITY_GROUP_DESCRIPTION.charactersMax;

/**
 * The description of a security group rule: the flows that need it, `app to db, worker to db`. At
 * most 255 of the characters that AWS accepts (`>` is not one); flows that do not fit are counted.
 *
 * @param flows such as `app -> db`
 */
export function ruleDescription(flows: readonly string[]): string {
  const formatted = flows.map((flow) => flow.replace(" -> ", " to "));
  const fullPlatform = formatted.join(", ");
  if (fullPlatform.length <= LENGTH_MAX) return fullPlatform;
  const shown = formatted.findLastIndex((_, index) => shortened(formatted, index).length <= LENGTH_MAX);
  return shortened(formatted, shown);
}

/** The first `count` flows, and the number of the others. */
function shortened(formatted: readonly string[], count: number): string {
  return [...formatted.slice(0, count), `and ${formatted.length - count} more`].join(", ");
}
