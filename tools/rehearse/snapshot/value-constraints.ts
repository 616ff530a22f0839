import type { Diagnostic } from "../simulator/protocol/messages.ts";
import { SEVERITY } from "../simulator/protocol/messages.ts";
import type { SchemaBlock } from "../simulator/schema.ts";
import type { ObjectValue } from "../simulator/terraform-value.ts";
import { maxSampleDepth, sampleBlock } from "./samples.ts";

/**
 * Text pairs to set and to change attributes to; the first that the provider does not complain of
 * is used.
 */
export const SAMPLE_VALUES: readonly SamplePair[] = [
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
const DURATION_SAMPLES: readonly SamplePair[] = [["30m", "60m"]];

/** Two texts that differ. */
export type SamplePair = readonly [string, string];

/** What the provider's complaints about nonsense teach about the values it takes, by path. */
export interface ValueConstraints {
  /** The texts allowed at a path, where they are few. */
  readonly allowedValues: Readonly<Record<string, readonly string[]>>;
  /** The least number allowed at a path, where it is not 1. */
  readonly minimum: Readonly<Record<string, number>>;
  /** The palettes that fit a path, where not all do. */
  readonly acceptedSamples: Readonly<Record<string, readonly SamplePair[]>>;
}

/** Nothing is known of any path. */
export const NO_VALUE_CONSTRAINTS: ValueConstraints = { allowedValues: {}, minimum: {}, acceptedSamples: {} };

/** Validates a configuration of one type. */
export type ProbeValidation = (config: ObjectValue) => Promise<readonly Diagnostic[]>;

/** Larger configurations take the provider minutes. */
const MAX_ATTRIBUTES = 4000;

/** What the complaints teach, and the choices among it that hold for certain. */
export interface ProbedConstraints {
  readonly constraints: ValueConstraints;
  /** {@link ValueConstraints.allowedValues} without those where another value may pass too. */
  readonly enums: ValueConstraints["allowedValues"];
}

/** Validates configurations with everything set, one for each palette, and reads the complaints. */
export async function probeValueConstraints(
  block: SchemaBlock,
  probeValidation: ProbeValidation,
): Promise<ProbedConstraints> {
  const allowedValues: Record<string, readonly string[]> = {};
  const minimum: Record<string, number> = {};
  const uncertainPaths = new Set<string>();
  const rejectedPaths: ReadonlySet<string>[] = [];
  const depth = maxSampleDepth(block, MAX_ATTRIBUTES);
  for (const samplePair of SAMPLE_VALUES) {
    const constraints: ValueConstraints = {
      allowedValues,
      minimum,
      acceptedSamples: sameAtEveryPath(samplePair),
    };
    const config = sampleBlock(
      block,
      { attributes: "settable", depth },
      { constraints, attempt: 0, variant: 0 },
    );
    const validationErrors = (await probeValidation(config)).filter(
      ({ severity }) => severity === SEVERITY.error,
    );
    const parsed = validationErrors.map((validationError) => parseValidationError(validationError));
    // Several complaints of one value: any of several rules would do. One of a listed value: the
    // list is
    // not read right, as where its words have spaces.
    for (const path of duplicatePaths(parsed)) uncertainPaths.add(path);
    for (const { path, texts: values, number } of parsed) {
      if (path in allowedValues) uncertainPaths.add(path);
      if (values !== undefined) allowedValues[path] = values;
      if (number !== undefined) minimum[path] = number;
    }
    rejectedPaths.push(new Set(parsed.map(({ path }) => path)));
  }
  const enums = Object.fromEntries(
    Object.entries(allowedValues).filter(([path]) => !uncertainPaths.has(path)),
  );
  return {
    constraints: { allowedValues, minimum, acceptedSamples: acceptedSamplesByPath(rejectedPaths) },
    enums,
  };
}

function parseValidationError(validationError: Diagnostic) {
  const values = parseAllowedValues(validationError);
  return {
    path: values?.path ?? diagnosticPath(validationError),
    texts: values?.allowedValues,
    number: parseMinimum(validationError),
  };
}

function duplicatePaths(validationErrors: readonly { readonly path: string }[]): string[] {
  const paths = validationErrors.map(({ path }) => path);
  return paths.filter((path, index) => paths.indexOf(path) !== index);
}

/** The same pair, whatever the path. */
function sameAtEveryPath(pair: SamplePair): ValueConstraints["acceptedSamples"] {
  return new Proxy({}, { get: () => [pair] });
}

/**
 * Paths that some palettes draw no complaint from; one that all do is left out: it tells nothing.
 */
function acceptedSamplesByPath(
  rejectedPaths: readonly ReadonlySet<string>[],
): ValueConstraints["acceptedSamples"] {
  const paths = new Set(rejectedPaths.flatMap((item) => [...item]));
  const acceptedSamples = [...paths].map((path) => {
    return [path, SAMPLE_VALUES.filter((_, index) => !rejectedPaths[index]!.has(path))] as const;
  });
  const durations = ["create", "read", "update", "delete"].map(
    (name) => [`timeouts.${name}`, DURATION_SAMPLES] as const,
  );
  return Object.fromEntries([...acceptedSamples.filter(([, samples]) => samples.length > 0), ...durations]);
}

/**
 * Reads the allowed texts out of a complaint. Each house of validators has a way of its own to say
 * it:
 * `expected type to be one of ["A" "B"], got a`, `value must be one of: ["A" "B"], got: "a"`, and
 * `Path: x[0].type … Valid Values: [A B ]`.
 */
export function parseAllowedValues(
  validationError: Diagnostic,
): { readonly path: string; readonly allowedValues: readonly string[] } | undefined {
  const text = `${validationError.summary}\n${validationError.detail}`;
  const sdkMatch = /expected (\S+) to be one of \[("[^\]]*)\], got /.exec(text);
  if (sdkMatch !== null)
    return {
      path: attributePath(diagnosticPath(validationError), sdkMatch[1]!),
      allowedValues: quotedStrings(sdkMatch[2]!),
    };
  const frameworkMatch = /value must be one of: \[("[^\]]*)\], got: "/.exec(text);
  if (frameworkMatch !== null)
    return { path: diagnosticPath(validationError), allowedValues: quotedStrings(frameworkMatch[1]!) };
  const enumMatch =
    /Path: (.*)\n[\s\S]*Valid Values: \[([^\]]*)\]/.exec(text) ??
    /at attribute (\S+) is not a valid enum value. Valid values are: \[([^\]]*)\]/.exec(text);
  if (enumMatch === null) return undefined;
  const path = enumMatch[1]!.replace(/\[Value\(.*?\)\]|\[\d+\]/g, "");
  return { path, allowedValues: enumMatch[2]!.split(" ").filter((item) => item !== "") };
}

/** A complaint about something in a set names the set only; its words name the attribute. */
function attributePath(path: string, name: string): string {
  const attribute = name
    .split(".")
    .filter((part) => !/^\d+$/.test(part))
    .at(-1)!;
  return path.split(".").at(-1) === attribute ? path : `${path}.${attribute}`;
}

function parseMinimum({ summary, detail }: Diagnostic): number | undefined {
  const text = `${summary}\n${detail}`;
  const match =
    /expected \S+ to be in the range \((-?\d+) - /.exec(text) ??
    /expected \S+ to be at least \((-?\d+)\)/.exec(text) ??
    /expected \S+ to be one of \[(-?\d+)/.exec(text) ??
    /value must be (?:between|at least) (-?\d+)/.exec(text);
  return match === null ? undefined : Number(match[1]);
}

function quotedStrings(list: string): string[] {
  return [...list.matchAll(/"([^"]*)"/g)].map((match) => match[1]!);
}

function diagnosticPath({ attribute }: Diagnostic): string {
  return (attribute?.steps ?? []).flatMap((step) => step.attributeName || []).join(".");
}
