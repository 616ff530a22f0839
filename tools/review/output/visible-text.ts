import { escapeForTerminal } from "../../escape-for-terminal.ts";

/** The characters of a name, or of a text, that outputs for people show. */
const NAME_CHARACTERS_MAX = 200;
const TEXT_CHARACTERS_MAX = 1_000;

/**
 * Returns a name of unknown origin, such as an address, on one line without invisible characters,
 * and with a long middle left out.
 */
export function visibleName(name: string, max = NAME_CHARACTERS_MAX): string {
  return visible(name, max);
}

/** Returns a sentence of unknown origin in the same way; it may be longer. */
export function visibleText(text: string, max = TEXT_CHARACTERS_MAX): string {
  return visible(text, max);
}

function visible(text: string, max: number): string {
  return text.trim() === "" ? "(empty)" : abbreviate(escapeForTerminal(text), max);
}

/** Leaves out the middle of a text, in whole characters: `aws_instance.a…z`. */
function abbreviate(text: string, max: number): string {
  if (text.length <= max) return text;
  const characters = Array.from(text);
  if (characters.length <= max) return text;
  const start = Math.ceil((max - 1) / 2);
  return `${characters.slice(0, start).join("")}…${characters.slice(start - max + 1).join("")}`;
}
