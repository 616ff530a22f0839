/** Pairs of sample strings for setting and changing attributes; the first accepted pair is used. */
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

/** Two different strings. */
export type SamplePair = readonly [string, string];

/** Constraints on values, learned from the provider's validation errors, by path. */
export interface ValueConstraints {
  /** The allowed strings of a path, if the error lists them. */
  readonly allowedValues: Readonly<Record<string, readonly string[]>>;
  /** The minimum number of a path, if it is not 1. */
  readonly minimum: Readonly<Record<string, number>>;
  /** The accepted sample pairs of a path, if not all are accepted. */
  readonly acceptedSamples: Readonly<Record<string, readonly SamplePair[]>>;
}

/** No constraints on any path. */
export const NO_VALUE_CONSTRAINTS: ValueConstraints = { allowedValues: {}, minimum: {}, acceptedSamples: {} };
