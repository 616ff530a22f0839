import { type Diagnostic, SEVERITY } from "../simulator/protocol/messages.ts";
import type { SchemaBlock } from "../simulator/schema.ts";
import type { ObjectValue } from "../simulator/terraform-value.ts";
import { PathMarkers } from "./path-markers.ts";
import { maxSampleDepth, sampleBlock } from "./samples.ts";
import {
  errorPath,
  type ParsedValidationError,
  parseAllowedValues,
  parseMinimum,
  refusedValue,
} from "./validation-errors.ts";

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

/**
 * Validates configurations with everything set and reads the errors: one in which each value is of
 * its path alone, one for each pair of {@link SAMPLE_VALUES}, and one with the values allowed.
 *
 * An error is known by the value that it refuses. Its path is not to be relied on: the provider's
 * SDK builds the paths of neighbours in one piece of memory, so that each run names others.
 */
export async function probeValueConstraints(
  block: SchemaBlock,
  probeValidation: ProbeValidation,
): Promise<ProbedConstraints> {
  const probe = new ConstraintProbe(block, probeValidation);
  await probe.learnAllowedValues();
  const acceptedSamples = await probe.learnAcceptedSamples();
  await probe.refuteAllowedValues();
  return {
    constraints: { allowedValues: probe.allowedValues, minimum: probe.minimum, acceptedSamples },
    enums: probe.enums(),
  };
}

class ConstraintProbe {
  readonly allowedValues: Record<string, readonly string[]> = {};
  readonly minimum: Record<string, number> = {};
  readonly #block: SchemaBlock;
  readonly #probeValidation: ProbeValidation;
  readonly #depth: number;
  readonly #markers = new PathMarkers();
  readonly #uncertainPaths = new Set<string>();

  constructor(block: SchemaBlock, probeValidation: ProbeValidation) {
    this.#block = block;
    this.#probeValidation = probeValidation;
    this.#depth = maxSampleDepth(block, MAX_ATTRIBUTES);
  }

  /** The allowed values of the paths where no other value passes. */
  enums(): ValueConstraints["allowedValues"] {
    const certain = Object.entries(this.allowedValues).filter(([path]) => !this.#uncertainPaths.has(path));
    return Object.fromEntries(certain);
  }

  /** Sets each value to one of its own. */
  async learnAllowedValues(): Promise<void> {
    const errors = await this.#validate({
      allowedValues: {},
      minimum: byPath((path) => this.#markers.number(path)),
      acceptedSamples: byPath((path) => [this.#markers.texts(path, 0)]),
    });
    for (const { path, allowedValues, minimum } of errors) {
      if (allowedValues !== undefined) this.allowedValues[path] = allowedValues;
      if (minimum !== undefined) this.minimum[path] = minimum;
    }
  }

  /** Sets every value to one sample after the other; those with allowed values to another one of its form. */
  async learnAcceptedSamples(): Promise<ValueConstraints["acceptedSamples"]> {
    const rejectedPaths: ReadonlySet<string>[] = [];
    for (const [index, samplePair] of SAMPLE_VALUES.entries()) {
      const errors = await this.#validate({
        allowedValues: {},
        minimum: this.minimum,
        acceptedSamples: byPath((path) => [
          path in this.allowedValues ? this.#markers.texts(path, index) : samplePair,
        ]),
      });
      rejectedPaths.push(new Set(errors.map(({ path }) => path)));
      this.#doubt(errors);
    }
    return acceptedSamplesByPath(rejectedPaths);
  }

  /** Sets the allowed values: a refused one means that the list is read wrong, as of words with spaces. */
  async refuteAllowedValues(): Promise<void> {
    const { allowedValues, minimum } = this;
    const errors = await this.#validate({
      allowedValues,
      minimum,
      acceptedSamples: byPath(() => [SAMPLE_VALUES[0]!]),
    });
    for (const { value, allowedValues: listed } of errors) {
      for (const [path, [first]] of Object.entries(allowedValues)) {
        if (listed !== undefined && value === first) this.#uncertainPaths.add(path);
      }
    }
  }

  /** Paths where a value passes that is not listed, or where several rules refuse one: either would do. */
  #doubt(errors: readonly ParsedValidationError[]): void {
    for (const path of duplicatePaths(errors)) this.#uncertainPaths.add(path);
    const listed = new Set(errors.flatMap((error) => (error.allowedValues === undefined ? [] : error.path)));
    for (const path of Object.keys(this.allowedValues)) {
      if (!listed.has(path)) this.#uncertainPaths.add(path);
    }
  }

  async #validate(constraints: ValueConstraints): Promise<ParsedValidationError[]> {
    const config = sampleBlock(
      this.#block,
      { attributes: "settable", depth: this.#depth },
      { constraints, attempt: 0, variant: 0 },
    );
    const diagnostics = await this.#probeValidation(config);
    return diagnostics
      .filter(({ severity }) => severity === SEVERITY.error)
      .map((diagnostic) => this.#parse(diagnostic));
  }

  #parse(diagnostic: Diagnostic): ParsedValidationError {
    const listed = parseAllowedValues(diagnostic);
    const value = refusedValue(diagnostic);
    const path = this.#markers.pathOf(value) ?? listed?.path ?? errorPath(diagnostic);
    return { path, value, allowedValues: listed?.allowedValues, minimum: parseMinimum(diagnostic) };
  }
}

/** A value for each path, made when asked for. */
function byPath<T>(make: (path: string) => T): Readonly<Record<string, T>> {
  return new Proxy({}, { get: (_, path) => make(String(path)) });
}

function duplicatePaths(errors: readonly { readonly path: string }[]): string[] {
  const paths = errors.map(({ path }) => path);
  return paths.filter((path, index) => paths.indexOf(path) !== index);
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
