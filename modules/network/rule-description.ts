const LENGTH_MAX = 255;

/**
 * What a security-group rule says of itself: the flows that need it, `app to db, worker to db`, in at most 255 of the
 * characters that AWS takes, of which `>` is none. Of flows that do not fit, their number is told.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html
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

/** The first flows, as many as `count`, and how many there are besides. */
function shortened(formatted: readonly string[], count: number): string {
  return [...formatted.slice(0, count), `and ${formatted.length - count} more`].join(", ");
}
