import type { SamplePair } from "./value-constraints.ts";

/**
 * The forms of the sample values, each with a number in it. Regions and zones are of a fixed set, so
 * that those forms have none.
 */
const FORMS: readonly ((number: number) => string)[] = [
  (number) => `a${number}`,
  (number) => `arn:aws:iam::123456789012:role/a${number}`,
  (number) => `10.${number >> 8}.${number & 255}.0/24`,
  (number) => `{"a":"${number}"}`,
  (number) => new Date(Date.UTC(2030, 0, 1) + number * 1000).toISOString().replace(".000", ""),
  (number) => `1.${number}`,
  (number) => `${number}`,
  (number) => `${123_456_000_000 + number}`,
  (number) => `eu-west-${number}`,
  (number) => `eu-west-${number}a`,
  (number) => `abcd${number}`,
  (number) => `${number}m`,
  (number) => `https://a${number}.example.com`,
];

/** Large, so that no marker is a sample value or one that is allowed. */
const FIRST = 1000;

/** Values that tell of which path they are: no two paths have one in common. */
export class PathMarkers {
  readonly #numbers = new Map<string, number>();
  readonly #paths = new Map<string, string>();

  /** The text of a path, of the form of one of the sample values. */
  texts(path: string, form: number): SamplePair {
    const text = FORMS[form]!(this.#number(path));
    this.#paths.set(text, path);
    return [text, text];
  }

  /** The number of a path, which is negative and large. */
  number(path: string): number {
    const number = -100_000 - this.#number(path);
    this.#paths.set(`${number}`, path);
    return number;
  }

  /** The path that a value is of; undefined for a value that is of none. */
  pathOf(value: string | undefined): string | undefined {
    return value === undefined ? undefined : this.#paths.get(value);
  }

  #number(path: string): number {
    const known = this.#numbers.get(path) ?? this.#numbers.size + FIRST;
    this.#numbers.set(path, known);
    return known;
  }
}
