import { required } from "../../../language/required.ts";
import type { SamplePair } from "./sample-values.ts";

/**
 * The forms of the sample values, each with a number in it. Regions and zones come from a fixed
 * set, so those forms match no real value.
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

/** Large, so that no marker equals a sample value or an allowed value. */
const FIRST = 1000;

/** Unique values for each path, so that a value in an error identifies its path. */
export class PathMarkers {
  readonly #numbers = new Map<string, number>();
  readonly #paths = new Map<string, string>();

  /** Returns the text marker of a path, in the form of one of the sample values. */
  texts(path: string, form: number): SamplePair {
    const text = required(FORMS, form)(this.#number(path));
    this.#paths.set(text, path);
    return [text, text];
  }

  /** Returns the number marker of a path, which is large and negative. */
  number(path: string): number {
    const number = -100_000 - this.#number(path);
    this.#paths.set(`${number}`, path);
    return number;
  }

  /** Returns the path of a marker; undefined for any other value. */
  pathOf(value: string | undefined): string | undefined {
    return value === undefined ? undefined : this.#paths.get(value);
  }

  #number(path: string): number {
    const known = this.#numbers.get(path) ?? this.#numbers.size + FIRST;
    this.#numbers.set(path, known);
    return known;
  }
}
