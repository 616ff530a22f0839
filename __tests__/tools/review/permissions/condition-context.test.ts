import { findContext } from "../../../../tools/review/permissions/condition-context.ts";
import { conditionTest } from "../../../../tools/review/permissions/condition-test.ts";

type Line = readonly [operator: string, ...values: string[]];

/**
 * The values of a key that pass one line and fail another: `absent`, `none` if there are none, or
 * the reason why that is not decided.
 */
function between(passed: Line, failed: Line, key = "k:k"): readonly string[] | string {
  const wanted = [
    { test: conditionTest(passed[0], key, passed.slice(1)), passes: true },
    { test: conditionTest(failed[0], key, failed.slice(1)), passes: false },
  ];
  try {
    const context = findContext(wanted);
    return context === undefined ? "none" : (context.get(key) ?? "absent");
  } catch (error) {
    return (error as Error).message;
  }
}

it.each<[Line, Line]>([
  [
    ["StringEquals", "a"],
    ["StringLike", "a*"],
  ],
  [
    ["StringEqualsIgnoreCase", "A"],
    ["StringEqualsIgnoreCase", "a", "b"],
  ],
  [
    ["StringLike", "a*"],
    ["StringNotEquals", "b"],
  ],
  [
    ["ArnLike", "arn:aws:sns:eu-west-1:1:t"],
    ["ArnEquals", "arn:aws:sns:*:1:*"],
  ],
  [
    ["IpAddress", "10.1.0.0/16"],
    ["IpAddress", "10.0.0.0/8"],
  ],
  [
    ["IpAddress", "2001:db8:1::/48"],
    ["IpAddress", "2001:db8::/32", "10.0.0.0/8"],
  ],
  [
    ["NotIpAddress", "10.0.0.0/8"],
    ["NotIpAddress", "10.1.0.0/16"],
  ],
  [
    ["NumericLessThan", "5"],
    ["NumericLessThanEquals", "5"],
  ],
  [
    ["NumericEquals", "5"],
    ["NumericGreaterThan", "4"],
  ],
  [
    ["DateLessThan", "2026-01-01T00:00:00Z"],
    ["DateLessThan", "2026-06-01T00:00:00Z"],
  ],
  [
    ["DateEquals", "1767225600"],
    ["DateEquals", "2026-01-01T00:00:00Z"],
  ],
  [
    ["Bool", "true"],
    ["Null", "false"],
  ],
  [
    ["StringEquals", "a"],
    ["StringEqualsIfExists", "a"],
  ],
  [
    ["ForAllValues:StringEquals", "a"],
    ["ForAllValues:StringLike", "a*"],
  ],
  [
    ["ForAnyValue:StringEquals", "a"],
    ["ForAnyValue:StringEquals", "a", "b"],
  ],
])("what passes %j passes %j", (inner, outer) => {
  expect(between(inner, outer)).toBe("none");
});

it.each<[Line, Line, readonly string[] | string]>([
  [["StringLike", "a*"], ["StringEquals", "a"], ["ax"]],
  [["StringNotEquals", "a"], ["StringEquals", "a"], "absent"],
  [["StringEqualsIfExists", "a"], ["StringEquals", "a"], "absent"],
  [["Bool", "true"], ["Bool", "false"], ["true"]],
  [["ArnLike", "arn:aws:sns:*:1:t"], ["ArnLike", "arn:aws:sns:eu-west-1:1:t"], ["arn:aws:sns::1:t"]],
  [["IpAddress", "10.0.0.0/8"], ["IpAddress", "10.0.0.0/9"], ["10.255.255.255"]],
  [["NumericLessThanEquals", "5"], ["NumericLessThan", "5"], ["5"]],
  [["NumericGreaterThan", "0.1"], ["NumericGreaterThanEquals", "0.2"], ["0.15000000000000002"]],
  [
    ["DateLessThan", "2026-06-01T00:00:00Z"],
    ["DateLessThan", "2026-01-01T00:00:00Z"],
    ["2026-01-01T00:00:00.000Z"],
  ],
  [["ForAllValues:StringEquals", "a"], ["ForAnyValue:StringEquals", "a"], "absent"],
  [
    ["ForAnyValue:StringEquals", "a"],
    ["ForAllValues:StringEquals", "a"],
    ["a", ""],
  ],
  [["Null", "true"], ["StringEquals", "a"], "absent"],
])("what passes %j may fail %j: %j", (passed, failed, values) => {
  expect(between(passed, failed)).toEqual(values);
});

it.each<[Line, Line, string]>([
  [["Odd", "a"], ["Odd", "b"], "conditions on k:k cannot be compared"],
  [["StringEquals", "1"], ["NumericEquals", "1"], "conditions on k:k are of several kinds"],
  [["IpAddress", "${x}"], ["IpAddress", "10.0.0.0/8"], "a value of k:k is known only after apply"],
  [["NumericEquals", "many"], ["NumericEquals", "1"], "a value of k:k is no number"],
])("%j against %j is undecided", (passed, failed, why) => {
  expect(between(passed, failed)).toBe(why);
});
