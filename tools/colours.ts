import pc from "picocolors";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * True if output to a stream is coloured: only on a terminal, so that no log, file or pipe receives
 * escape codes. picocolors' own check also returns true wherever `CI` is set. `NO_COLOR`
 * (https://no-color.org/) disables colours, `FORCE_COLOR` (https://force-color.org/) enables them,
 * both if not empty; `NO_COLOR` takes precedence.
 */
export function isColoured(stream: { readonly isTTY?: boolean }, env: Environment = process.env): boolean {
  if (isSet(env.NO_COLOR)) return false;
  return isSet(env.FORCE_COLOR) || (stream.isTTY === true && env.TERM !== "dumb");
}

/** The colours for standard output. */
export const colours = pc.createColors(isColoured(process.stdout));

/** Returns the colours for another stream. */
export function coloursFor(stream: { readonly isTTY?: boolean }): typeof colours {
  return pc.createColors(isColoured(stream));
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}
