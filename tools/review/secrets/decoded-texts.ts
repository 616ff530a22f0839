import { trimEnd } from "../../trim-end.ts";
import { inflated } from "./inflated.ts";
import type { TextSpan } from "./pattern-index.ts";

/** A decoded part of a text, with the place that each part of it has in the text. */
export interface DecodedText {
  /** The decoded text; decoded bytes are one character each. */
  readonly text: string;
  /** Returns the span of the encoded text that a span of the decoded one comes from. */
  readonly locate: (span: TextSpan) => TextSpan;
}

/**
 * Decodes everything in a text that may be encoded: JSON, JavaScript, URL and HTML escapes, hex
 * digits, and base64 of both alphabets at every alignment, also of gzip as user data has it. What
 * is not encoded stays as it is, so each decoded text has the surroundings too.
 */
export function decodingsOf(text: string): DecodedText[] {
  return [
    ...unescaped(text, BACKSLASH, decodeBackslash),
    ...unescaped(text, PERCENT, decodePercent),
    ...unescaped(text, FORM, decodeForm),
    ...unescaped(text, ENTITY, decodeEntity),
    ...decodedRuns(text, HEX_RUN, HEX),
    ...decodedRuns(text, BASE64_RUN, BASE64),
  ];
}

const BACKSLASH = /\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|([\s\S]))/gi;
const PERCENT = /%([0-9a-f]{2})/gi;
/** As forms encode: a plus is a space. */
const FORM = /%([0-9a-f]{2})|\+/gi;
const ENTITY = /&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]{2,6}));?/gi;

const SHORT_ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };
const NAMED_ENTITIES: Readonly<Record<string, string>> = {
  ...{ lt: "<", gt: ">", amp: "&", quot: '"', apos: "'", nbsp: "\u00a0", newline: "\n", tab: "\t" },
  ...{ sol: "/", plus: "+", equals: "=", colon: ":", semi: ";", num: "#", excl: "!", dollar: "$" },
  ...{ percnt: "%", lpar: "(", rpar: ")", ast: "*", comma: ",", period: ".", quest: "?", commat: "@" },
  ...{ lsqb: "[", rsqb: "]", bsol: "\\", hat: "^", lowbar: "_", grave: "`", lcub: "{", rcub: "}" },
  ...{ verbar: "|", vert: "|" },
};

function decodeBackslash([, point, unit, byte, other = ""]: RegExpExecArray): string {
  const code = point ?? unit ?? byte;
  if (code !== undefined) return fromCode(Number.parseInt(code, 16));
  return Object.hasOwn(SHORT_ESCAPES, other) ? (SHORT_ESCAPES[other] ?? other) : other;
}

/** A byte becomes one character: patterns also have their UTF-8 bytes as characters. */
function decodePercent([, byte = ""]: RegExpExecArray): string {
  return String.fromCharCode(Number.parseInt(byte, 16));
}

function decodeForm(match: RegExpExecArray): string {
  return match[0] === "+" ? " " : decodePercent(match);
}

function decodeEntity([all, hex, decimal, name = ""]: RegExpExecArray): string {
  if (hex !== undefined) return fromCode(Number.parseInt(hex, 16));
  if (decimal !== undefined) return fromCode(Number.parseInt(decimal, 10));
  const key = name.toLowerCase();
  return Object.hasOwn(NAMED_ENTITIES, key) ? (NAMED_ENTITIES[key] ?? all) : all;
}

function fromCode(code: number): string {
  return code <= 0x10_ffff ? String.fromCodePoint(code) : "\ufffd";
}

/** Replaces escapes; none if the text has none. */
function unescaped(text: string, pattern: RegExp, decode: (match: RegExpExecArray) => string): DecodedText[] {
  /** The span of each unit of the decoded text. */
  const origins: TextSpan[] = [];
  let decoded = "";
  let at = 0;
  const keep = (until: number) => {
    decoded += text.slice(at, until);
    for (; at < until; at++) origins.push([at, at + 1]);
  };
  for (const match of text.matchAll(pattern)) {
    keep(match.index);
    const characters = decode(match);
    decoded += characters;
    at = match.index + match[0].length;
    for (let unit = 0; unit < characters.length; unit++) origins.push([match.index, at]);
  }
  if (at === 0) return [];
  keep(text.length);
  return [
    {
      text: decoded,
      locate: ([from, to]) => [origins[from]?.[0] ?? 0, origins[to - 1]?.[1] ?? text.length],
    },
  ];
}

const HEX_RUN = /[0-9a-f]{8,}/gi;
/** Line breaks may wrap it. */
const BASE64_RUN = /[\w+/-]{6,}(?:\r?\n[ \t]*[\w+/-]+)*={0,2}/g;

/** An encoding of bytes in groups of digits. */
interface ByteEncoding {
  readonly name: "base64" | "hex";
  /** The digits of a group, at any of which a run's first whole group may begin. */
  readonly groupDigits: number;
  readonly bitsPerDigit: number;
}

const HEX: ByteEncoding = { name: "hex", groupDigits: 2, bitsPerDigit: 4 };
const BASE64: ByteEncoding = { name: "base64", groupDigits: 4, bitsPerDigit: 6 };

function decodedRuns(text: string, pattern: RegExp, encoding: ByteEncoding): DecodedText[] {
  return [...text.matchAll(pattern)].flatMap(({ 0: run, index }) => {
    const positions = run.includes("\n") ? digitPositions(run) : undefined;
    const digits = positions === undefined ? run : run.replace(/\s/g, "");
    const digitAt = (digit: number) => index + (positions?.[digit] ?? digit);
    return Array.from({ length: encoding.groupDigits }, (_, skipped) =>
      decodedRun(digits, skipped, digitAt, encoding),
    ).flat();
  });
}

function decodedRun(
  digits: string,
  skipped: number,
  digitAt: (digit: number) => number,
  { name, bitsPerDigit }: ByteEncoding,
): DecodedText[] {
  const decoded = Buffer.from(skipped === 0 ? digits : digits.slice(skipped), name);
  /** The digits of the bytes from `first` to `last`. */
  const locate = (first: number, last: number): TextSpan => {
    const firstDigit = skipped + Math.floor((first * 8) / bitsPerDigit);
    const lastDigit = skipped + Math.ceil(((last + 1) * 8) / bitsPerDigit) - 1;
    const isEnd = lastDigit + 1 >= trimEnd(digits, "=").length;
    // Padding belongs to it, and would give its length away.
    return [digitAt(firstDigit), digitAt(isEnd ? digits.length - 1 : lastDigit) + 1];
  };
  const bytes = decoded.toString("latin1");
  // As they are, too: any bytes may begin as compressed ones do, or have NUL among them.
  const texts: DecodedText[] = [{ text: bytes, locate: ([from, to]) => locate(from, to - 1) }];
  if (bytes.includes("\0")) {
    const kept = keptPositions(bytes);
    const byteAt = (position: number) => kept[position] ?? position;
    texts.push({
      text: bytes.replaceAll("\0", ""),
      locate: ([from, to]) => locate(byteAt(from), byteAt(to - 1)),
    });
  }
  const content = inflated(decoded);
  if (content !== undefined) {
    // All of it: no part of compressed bytes stands for a part of their content.
    const all = (): TextSpan => [digitAt(0), digitAt(digits.length - 1) + 1];
    texts.push({ text: content.toString("latin1"), locate: all });
  }
  return texts;
}

function digitPositions(run: string): number[] {
  return [...run].flatMap((character, position) => (/\s/.test(character) ? [] : [position]));
}

/** Positions without NUL bytes, which UTF-16 has beside each ASCII character. */
function keptPositions(bytes: string): number[] {
  return [...bytes].flatMap((byte, position) => (byte === "\0" ? [] : [position]));
}
