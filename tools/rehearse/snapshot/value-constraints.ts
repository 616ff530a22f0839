import { required } from "../../../language/required.ts";
import { type Diagnostic, Diagnostic_Severity } from "../simulator/protocol/tfplugin5.ts";
import type { SchemaBlock } from "../simulator/schema.ts";
import type { ObjectValue } from "../simulator/terraform-value.ts";
import { PathMarkers } from "./path-markers.ts";
import type { SamplePair, ValueConstraints } from "./sample-values.ts";
import { SAMPLE_VALUES } from "./sample-values.ts";
import { maxSampleDepth, sampleBlock } from "./samples.ts";
import {
  errorPath,
  type ParsedValidationError,
  parseAllowedValues,
  parseMinimum,
  rejectedValue,
} from "./validation-errors.ts";

/** Samples of timeouts, which the provider parses only when it plans. */
const DURATION_SAMPLES: readonly SamplePair[] = [["30m", "60m"]];

/** Validates a configuration of one type. */
export type ProbeValidation = (config: ObjectValue) => Promise<readonly Diagnostic[]>;

/** The maximum number of attributes; larger configurations take the provider minutes. */
const MAX_ATTRIBUTES = 4000;

/** The learned constraints, and the enums among them that are certain. */
export interface ProbedConstraints {
  /** The constraints, certain or not. */
  readonly constraints: ValueConstraints;
  /**
   * {@link ValueConstraints.allowedValues} without paths at which other values may be accepted too.
   */
  readonly enums: ValueConstraints["allowedValues"];
}

/**
 * Validates configurations with all attributes set and parses the errors: one configuration in
 * which each value is unique to its path, one for each pair of {@link SAMPLE_VALUES}, and one with
 * the allowed values.
 *
 * An error is matched to its path by the rejected value. The path in the error is unreliable: the
 * provider's SDK builds sibling paths in shared memory, so each run reports others.
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

  /** Returns the allowed values of the paths that accept no other value. */
  enums(): ValueConstraints["allowedValues"] {
    const certainPaths = Object.entries(this.allowedValues).filter(
      ([path]) => !this.#uncertainPaths.has(path),
    );
    return Object.fromEntries(certainPaths);
  }

  /** Sets each value to its path's marker. */
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

  /**
   * Sets all values to one sample after the other; values with an enum get a marker of the sample's
   * form.
   */
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
      this.#markUncertain(errors);
    }
    return acceptedSamplesByPath(rejectedPaths);
  }

  /**
   * Sets the allowed values. If one is rejected, the list was parsed wrongly, for example because
   * its values contain spaces.
   */
  async refuteAllowedValues(): Promise<void> {
    const { allowedValues, minimum } = this;
    const errors = await this.#validate({
      allowedValues,
      minimum,
      acceptedSamples: byPath(() => SAMPLE_VALUES.slice(0, 1)),
    });
    for (const { value, allowedValues: listed } of errors) {
      for (const [path, [first]] of Object.entries(allowedValues)) {
        if (listed !== undefined && value === first) this.#uncertainPaths.add(path);
      }
    }
  }

  /**
   * Marks paths as uncertain that accept an unlisted value, or reject one by several rules, of
   * which passing any may be enough.
   */
  #markUncertain(errors: readonly ParsedValidationError[]): void {
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
      .filter(({ severity }) => severity === Diagnostic_Severity.ERROR)
      .map((diagnostic) => this.#parse(diagnostic));
  }

  #parse(diagnostic: Diagnostic): ParsedValidationError {
    const listed = parseAllowedValues(diagnostic);
    const value = rejectedValue(diagnostic);
    const path = this.#markers.pathOf(value) ?? listed?.path ?? errorPath(diagnostic);
    return { path, value, allowedValues: listed?.allowedValues, minimum: parseMinimum(diagnostic) };
  }
}

/** Returns a record that computes the value of any path on demand. */
function byPath<T>(make: (path: string) => T): Readonly<Record<string, T>> {
  return new Proxy({}, { get: (_, path) => make(String(path)) });
}

function duplicatePaths(errors: readonly { readonly path: string }[]): string[] {
  const paths = errors.map(({ path }) => path);
  return paths.filter((path, index) => paths.indexOf(path) !== index);
}

/**
 * Returns the accepted samples of paths that accept some, but not all. A path that accepts none
 * gives no information and is omitted.
 */
function acceptedSamplesByPath(
  rejectedPaths: readonly ReadonlySet<string>[],
): ValueConstraints["acceptedSamples"] {
  const paths = new Set(rejectedPaths.flatMap((item) => [...item]));
  const acceptedSamples = [...paths].map((path) => {
    return [path, SAMPLE_VALUES.filter((_, index) => !required(rejectedPaths, index).has(path))] as const;
  });
  const durations = ["create", "read", "update", "delete"].map(
    (name) => [`timeouts.${name}`, DURATION_SAMPLES] as const,
  );
  return Object.fromEntries([...acceptedSamples.filter(([, samples]) => samples.length > 0), ...durations]);
}
