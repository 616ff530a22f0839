import fc from "fast-check";
import { Pattern } from "../../../../tools/review/permissions/pattern.ts";
import {
  findText,
  intersects,
  isIncluded,
  matching,
  negated,
} from "../../../../tools/review/permissions/text-search.ts";
import { isLike } from "./request-evaluator.ts";

const glob = (text: string) => Pattern.glob(text);

describe("a pattern", () => {
  it.each([
    ["arn:aws:s3:::logs/*", "arn:aws:s3:::logs/a/b", true],
    ["arn:aws:s3:::logs/*", "arn:aws:s3:::logs", false],
    ["arn:aws:s3:::log?", "arn:aws:s3:::logs", true],
    ["arn:aws:s3:::log?", "arn:aws:s3:::log", false],
    ["*", "", true],
    ["a*b*c", "axxbyyc", true],
    ["a*b*c", "axxcyyb", false],
    ["Logs", "logs", false],
    ["${aws_s3_bucket.a.arn}/*", "${aws_s3_bucket.a.arn}/x", true],
    ["${aws_s3_bucket.a.arn}/*", "${aws_s3_bucket.b.arn}/x", false],
    ["*/x", "${aws_s3_bucket.b.arn}/x", true],
    ["?/x", "${aws_s3_bucket.b.arn}/x", false],
    ["a${*}", "a*", true],
    ["a${*}", "ab", false],
  ])("%s matches %s: %s", (pattern, text, expected) => {
    expect(glob(pattern).matches(text)).toBe(expected);
  });

  it.each([
    ["arn:aws:iam::*:role/app", "arn:aws:iam::111122223333:role/app", true],
    ["arn:aws:iam::*:role/app", "arn:aws:iam::1:x:role/app", false],
    ["arn:aws:s3:::logs/*", "arn:aws:s3:::logs/a:b", true],
  ])("of ARNs, %s matches %s: %s", (pattern, text, expected) => {
    expect(Pattern.arn(pattern).matches(text)).toBe(expected);
  });
});

describe("inclusion", () => {
  it.each([
    ["s3:GetObject", "s3:Get*", true],
    ["s3:Get*", "s3:GetObject", false],
    ["a*b", "a*", true],
    ["a?", "a*", true],
    ["a*", "a?*", false],
    ["*a*", "*", true],
    ["a**b", "a*b", true],
    ["${x}/*", "*", true],
    ["*", "${x}*", false],
  ])("of %s in %s: %s", (inner, outer, expected) => {
    expect(isIncluded(glob(inner), glob(outer))).toBe(expected);
  });

  it("of a union: every text of a* is a or a?*", () => {
    expect(findText([matching(glob("a*")), negated(matching(glob("a"), glob("a?*")))])).toBeUndefined();
    expect(findText([matching(glob("a*")), negated(matching(glob("a?*")))])).toBe("a");
  });

  it.each([
    ["a*", "*b", true],
    ["a*", "b*", false],
    ["a?", "?b", true],
    ["a", "ab*", false],
  ])("%s and %s share a text: %s", (one, other, expected) => {
    expect(intersects(glob(one), glob(other))).toBe(expected);
  });
});

const globs = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 6 });
const texts = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });

it("a pattern matches as the naive matcher does", () => {
  fc.assert(
    fc.property(globs, texts, (pattern, text) => glob(pattern).matches(text) === isLike(text, pattern)),
  );
});

it("inclusion agrees with every text, and exclusion has a witness", () => {
  fc.assert(
    fc.property(globs, globs, texts, (inner, outer, text) => {
      const witness = findText([matching(glob(inner)), negated(matching(glob(outer)))]);
      if (witness === undefined) return !isLike(text, inner) || isLike(text, outer);
      return isLike(witness, inner) && !isLike(witness, outer);
    }),
  );
});
