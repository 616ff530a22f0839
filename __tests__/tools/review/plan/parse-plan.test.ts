import { parsePlan } from "../../../../tools/review/plan/parse-plan.ts";
import { ReviewError } from "../../../../tools/review/review-error.ts";

const SOURCE = { stack: "data", path: "data.json" };
const parse = (json: unknown) => parsePlan(JSON.parse(JSON.stringify(json)), SOURCE);
const change = (actions: readonly string[], more: object = {}) => ({
  address: "aws_vpc.main",
  mode: "managed",
  type: "aws_vpc",
  change: { actions, before: {}, after: {}, after_unknown: {} },
  ...more,
});
const plan = (changes: readonly object[], more: object = {}) => ({
  format_version: "1.2",
  resource_changes: changes,
  ...more,
});

describe("the actions of a plan", () => {
  it.each([
    [["no-op"], "no-op"],
    [["create"], "create"],
    [["update"], "update"],
    [["delete"], "delete"],
    [["forget"], "forget"],
    [["delete", "create"], "replace"],
    [["create", "delete"], "replace-create-first"],
    [["create", "forget"], "create-forget"],
    [["archive"], "unrecognized"],
    [["delete", "forget"], "unrecognized"],
    [[], "unrecognized"],
    [["constructor"], "unrecognized"],
  ])("%j is %s", (actions, expected) => {
    expect(parse(plan([change(actions)])).changes[0]?.action).toBe(expected);
  });

  it("are sorted by address, with deposed objects beside their successors, and without data sources", () => {
    const changes = [
      change(["delete"], { address: "aws_vpc.main", deposed: "ab12" }),
      change(["read"], { address: "data.aws_vpc.x", mode: "data" }),
      change(["no-op"], { address: "aws_vpc.main" }),
      change(["update"], { address: "aws_alb.b", type: "aws_alb" }),
    ];
    expect(parse(plan(changes)).changes.map((each) => [each.displayAddress, each.type, each.action])).toEqual(
      [
        ["aws_alb.b", "aws_lb", "update"],
        ["aws_vpc.main", "aws_vpc", "no-op"],
        ["aws_vpc.main (deposed ab12)", "aws_vpc", "delete"],
      ],
    );
  });
});

describe("the mode of a plan", () => {
  it.each([
    ["normal", plan([change(["update"])])],
    ["normal", plan([])],
    ["normal", plan([change(["delete"], { action_reason: "delete_because_no_resource_config" })])],
    ["destroy", plan([change(["delete"])])],
    ["refresh-only", { format_version: "1.2", resource_drift: [change(["update"])] }],
  ])("is %s", (mode, json) => {
    expect(parse(json).mode).toBe(mode);
  });

  it("is complete without the keys, which Terraform before 1.8 does not write", () => {
    expect(parse(plan([]))).toMatchObject({ isComplete: true, isErrored: false });
    expect(parse(plan([], { complete: false, errored: true }))).toMatchObject({
      isComplete: false,
      isErrored: true,
    });
  });
});

describe("what is beside the resource changes", () => {
  it("is read: outputs, checks, invocations, deferred changes", () => {
    const read = parse(
      plan([], {
        output_changes: {
          url: {
            actions: ["update"],
            before: "a",
            after: "b",
            after_unknown: false,
            before_sensitive: false,
            after_sensitive: false,
          },
          key: {
            actions: ["update"],
            after: "b",
            after_unknown: true,
            before_sensitive: true,
            after_sensitive: false,
          },
        },
        checks: [
          { address: { to_display: "check.up" }, status: "fail", instances: [] },
          { address: { to_display: "check.ok" }, status: "pass" },
        ],
        action_invocations: [
          {
            address: "action.aws_lambda_invoke.x",
            type: "aws_lambda_invoke",
            lifecycle_action_trigger: {
              triggering_resource_address: "aws_s3_bucket.b",
              action_trigger_event: "AfterCreate",
            },
          },
        ],
        deferred_changes: [{ reason: "instance_count_unknown", resource_change: change(["create"]) }],
      }),
    );
    expect(read.outputs).toEqual([
      { name: "key", actions: ["update"], isUnknown: true, isSensitive: true, losesMask: true },
      { name: "url", actions: ["update"], isUnknown: false, isSensitive: false, losesMask: false },
    ]);
    expect(read.failedChecks).toEqual([{ address: "check.up", status: "fail" }]);
    expect(read.invocations).toEqual([
      {
        address: "action.aws_lambda_invoke.x",
        type: "aws_lambda_invoke",
        trigger: "aws_s3_bucket.b (AfterCreate)",
      },
    ]);
    expect(read.deferred).toEqual(["aws_vpc.main"]);
  });
});

describe("a file that is no plan", () => {
  it.each<[string, unknown, RegExp]>([
    ["a list", [], /is not a Terraform plan/],
    ["an object without a version", { resource_changes: [] }, /no format_version/],
    ["a state", { version: 4, serial: 3, lineage: "x", resources: [] }, /is a state, not a plan/],
    ["a shown state", { format_version: "1.0", values: {} }, /is a state, not a plan/],
    [
      "a version of 2",
      { format_version: "2.0", resource_changes: [] },
      /plan format "2\.0", and only 1\.x is known/,
    ],
    ["a version of 0", { format_version: "0.2", resource_changes: [] }, /only 1\.x is known/],
    ["a provider schema", { format_version: "1.0", provider_schemas: {} }, /it has no changes/],
    ["a damaged list", { format_version: "1.2", resource_changes: {} }, /resource_changes is not a list/],
  ])("such as %s is rejected in one line", (_, json, message) => {
    const reading = () => parse(json);
    expect(reading).toThrow(ReviewError);
    expect(reading).toThrow(message);
    expect(reading).not.toThrow(/\n/);
  });
});
