const LENGTH_MAX = 255;

/**
 * What a security-group rule says of itself: the flows that need it, `app to db, worker to db`, in at most 255 of the
 * characters that AWS takes, of which `>` is none. Of flows that do not fit, their number is told.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html
 *
 * @param flows such as `app -> db`
 */
export function ruleDescription(flows: readonly string[]): string {
  const said = flows.map((flow) => flow.replace(" -> ", " to "));
  const whole = said.join(", ");
  if (whole.length <= LENGTH_MAX) return whole;
  const shown = said.findLastIndex((_, index) => shortened(said, index).length <= LENGTH_MAX);
  return shortened(said, shown);
}

/** The first flows, as many as `count`, and how many there are besides. */
function shortened(said: readonly string[], count: number): string {
  return [...said.slice(0, count), `and ${said.length - count} more`].join(", ");
}
