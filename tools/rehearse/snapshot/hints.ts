import type { Diagnostic } from "../cloud/protocol/messages.ts";
import { SEVERITY } from "../cloud/protocol/messages.ts";
import type { Block } from "../cloud/schema.ts";
import type { ObjectValue } from "../cloud/value.ts";
import { affordableDepth, sampleBlock } from "./samples.ts";

/** Text pairs to set and to change attributes to; the first that the provider does not complain of is used. */
export const PALETTES: readonly TextPair[] = [
  ["a", "b"],
  ["arn:aws:iam::123456789012:role/a", "arn:aws:iam::123456789012:role/b"],
  ["10.0.0.0/24", "10.0.1.0/24"],
  ['{"a":"1"}', '{"a":"2"}'],
  ["2030-01-01T00:00:00Z", "2030-01-02T00:00:00Z"],
  ["1.1", "1.2"],
  ["30", "60"],
  ["123456789012", "210987654321"],
  ["eu-west-1", "eu-central-1"],
  ["eu-west-1a", "eu-west-1b"],
  ["abcd1234", "abcd1235"],
  ["30m", "60m"],
  ["https://a.example.com", "https://b.example.com"],
];

/** Time-outs, which the provider reads only when it plans. */
const DURATIONS: readonly TextPair[] = [["30m", "60m"]];

/** Two texts that differ. */
export type TextPair = readonly [string, string];

/** What the provider's complaints about nonsense teach about the values it takes, by path. */
export interface Hints {
  /** The texts allowed at a path, where they are few. */
  readonly allowed: Readonly<Record<string, readonly string[]>>;
  /** The least number allowed at a path, where it is not 1. */
  readonly least: Readonly<Record<string, number>>;
  /** The palettes that fit a path, where not all do. */
  readonly fitting: Readonly<Record<string, readonly TextPair[]>>;
}

/** Nothing is known of any path. */
export const NO_HINTS: Hints = { allowed: {}, least: {}, fitting: {} };

/** Validates a configuration of one type. */
export type AskValidate = (config: ObjectValue) => Promise<readonly Diagnostic[]>;

/** Larger configurations take the provider minutes. */
const LARGEST = 4000;

/** What the complaints teach, and the choices among it that hold for certain. */
export interface ProbedHints {
  readonly hints: Hints;
  /** {@link Hints.allowed} without those where another value may pass too. */
  readonly choices: Hints["allowed"];
}

/** Validates configurations with everything set, one for each palette, and reads the complaints. */
export async function probeHints(block: Block, ask: AskValidate): Promise<ProbedHints> {
  const allowed: Record<string, readonly string[]> = {};
  const least: Record<string, number> = {};
  const doubtful = new Set<string>();
  const unfit: ReadonlySet<string>[] = [];
  const depth = affordableDepth(block, LARGEST);
  for (const palette of PALETTES) {
    const hints: Hints = { allowed, least, fitting: everywhere(palette) };
    const config = sampleBlock(block, { attributes: "settable", depth }, { hints, turn: 0, side: 0 });
    const complaints = (await ask(config)).filter(({ severity }) => severity === SEVERITY.error);
    const read = complaints.map((complaint) => readComplaint(complaint));
    // Several complaints of one value: any of several rules would do. One of a listed value: the list is
    // not read right, as where its words have spaces.
    for (const path of repeatedPaths(read)) doubtful.add(path);
    for (const { path, texts, number } of read) {
      if (path in allowed) doubtful.add(path);
      if (texts !== undefined) allowed[path] = texts;
      if (number !== undefined) least[path] = number;
    }
    unfit.push(new Set(read.map(({ path }) => path)));
  }
  const choices = Object.fromEntries(Object.entries(allowed).filter(([path]) => !doubtful.has(path)));
  return { hints: { allowed, least, fitting: fittingPalettes(unfit) }, choices };
}

function readComplaint(complaint: Diagnostic) {
  const texts = allowedTexts(complaint);
  return { path: texts?.path ?? pathOf(complaint), texts: texts?.allowed, number: leastNumber(complaint) };
}

function repeatedPaths(complaints: readonly { readonly path: string }[]): string[] {
  const paths = complaints.map(({ path }) => path);
  return paths.filter((path, index) => paths.indexOf(path) !== index);
}

/** The same pair, whatever the path. */
function everywhere(pair: TextPair): Hints["fitting"] {
  return new Proxy({}, { get: () => [pair] });
}

/** Paths that some palettes draw no complaint from; one that all do is left out: it tells nothing. */
function fittingPalettes(unfit: readonly ReadonlySet<string>[]): Hints["fitting"] {
  const paths = new Set(unfit.flatMap((each) => [...each]));
  const fitting = [...paths].map((path) => {
    return [path, PALETTES.filter((_, index) => !unfit[index]!.has(path))] as const;
  });
  const durations = ["create", "read", "update", "delete"].map(
    (name) => [`timeouts.${name}`, DURATIONS] as const,
  );
  return Object.fromEntries([...fitting.filter(([, palettes]) => palettes.length > 0), ...durations]);
}

/**
 * Reads the allowed texts out of a complaint. Each house of validators has a way of its own to say it:
 * `expected type to be one of ["A" "B"], got a`, `value must be one of: ["A" "B"], got: "a"`, and
 * `Path: x[0].type … Valid Values: [A B ]`.
 */
export function allowedTexts(
  complaint: Diagnostic,
): { readonly path: string; readonly allowed: readonly string[] } | undefined {
  const text = `${complaint.summary}\n${complaint.detail}`;
  const sdk = /expected (\S+) to be one of \[("[^\]]*)\], got /.exec(text);
  if (sdk !== null) return { path: ownPath(pathOf(complaint), sdk[1]!), allowed: quoted(sdk[2]!) };
  const framework = /value must be one of: \[("[^\]]*)\], got: "/.exec(text);
  if (framework !== null) return { path: pathOf(complaint), allowed: quoted(framework[1]!) };
  const values =
    /Path: (.*)\n[\s\S]*Valid Values: \[([^\]]*)\]/.exec(text) ??
    /at attribute (\S+) is not a valid enum value. Valid values are: \[([^\]]*)\]/.exec(text);
  if (values === null) return undefined;
  const path = values[1]!.replace(/\[Value\(.*?\)\]|\[\d+\]/g, "");
  return { path, allowed: values[2]!.split(" ").filter((each) => each !== "") };
}

/** A complaint about something in a set names the set only; its words name the attribute. */
function ownPath(path: string, name: string): string {
  const attribute = name
    .split(".")
    .filter((part) => !/^\d+$/.test(part))
    .at(-1)!;
  return path.split(".").at(-1) === attribute ? path : `${path}.${attribute}`;
}

function leastNumber({ summary, detail }: Diagnostic): number | undefined {
  const text = `${summary}\n${detail}`;
  const match =
    /expected \S+ to be in the range \((-?\d+) - /.exec(text) ??
    /expected \S+ to be at least \((-?\d+)\)/.exec(text) ??
    /expected \S+ to be one of \[(-?\d+)/.exec(text) ??
    /value must be (?:between|at least) (-?\d+)/.exec(text);
  return match === null ? undefined : Number(match[1]);
}

function quoted(list: string): string[] {
  return [...list.matchAll(/"([^"]*)"/g)].map((match) => match[1]!);
}

function pathOf({ attribute }: Diagnostic): string {
  return (attribute?.steps ?? []).flatMap((step) => step.attributeName || []).join(".");
}
