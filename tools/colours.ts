import pc from "picocolors";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Is what is written to a stream coloured? Only on a terminal, so that no log, file or pipe is given escape codes:
 * picocolors' own answer is also yes wherever `CI` is set. `NO_COLOR` takes colours away (https://no-color.org/), `FORCE_COLOR` gives them
 * (https://force-color.org/), both when not empty; `NO_COLOR` wins.
 */
export function isColoured(stream: { readonly isTTY?: boolean }, env: Environment = process.env): boolean {
  if (isSet(env.NO_COLOR)) return false;
  return isSet(env.FORCE_COLOR) || (stream.isTTY === true && env.TERM !== "dumb");
}

/** The colours of what is printed on standard output. */
export const colours = pc.createColors(isColoured(process.stdout));

/** The colours of what is written to another stream. */
export function coloursFor(stream: { readonly isTTY?: boolean }): typeof colours {
  return pc.createColors(isColoured(stream));
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}
