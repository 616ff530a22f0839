import type { PlatformSpec } from "../../../language/platform.ts";
import type { ReviewFinding } from "../../../tools/review/finding.ts";
import { withRetiredLogGroups } from "../../../tools/review/retired-log-groups.ts";
import { shop } from "../../language/support/shop.ts";

const finding: ReviewFinding = {
  ...{ rule: "logs-group-destroyed", level: "block", class: "loss", action: "delete", documentation: [] },
  stack: "shop-prod-compute",
  address: "aws_cloudwatch_log_group.old-web-log_group_D9D61324",
  text: "It is deleted: all its events are gone.",
};

function judged(retire: PlatformSpec["retire"], more: Partial<ReviewFinding> = {}) {
  const spec = { ...shop, environments: { prod: { account: "111111111111", retire } } };
  return withRetiredLogGroups([{ ...finding, ...more }], [spec as PlatformSpec])[0]!;
}

describe("the deletion of a log group", () => {
  it("is for a person to decide if the platform says that what left is deleted", () => {
    expect(judged({ "old-web": "delete" })).toMatchObject({
      level: "ask",
      text: "It is deleted: all its events are gone. The platform says so: retire.old-web.",
    });
  });

  it("says how the platform may decide, where it has not", () => {
    expect(judged({}).text).toBe(
      'It is deleted: all its events are gone. In the platform, retire: { "old-web": "keep" } leaves it in AWS; "delete" lets a person decide.',
    );
    expect(judged({}, { stack: "other-prod-compute" }).text).toBe(finding.text);
  });

  it.each([
    [{}, {}],
    [{ "old-web": "keep" }, {}],
    [{ other: "delete" }, {}],
    [{ "old-web": "delete" }, { stack: "other-prod-compute" }],
    [{ "old-web": "delete" }, { stack: "shop-dev-compute" }],
    [{ "old-web": "delete" }, { rule: "s3-bucket-destroyed" }],
    [{ main: "delete" }, { address: "aws_cloudwatch_log_group.main-flow-logs_group_636CA703" }],
  ] as const)("blocks otherwise: %j, %j", (retire, more) => {
    expect(judged(retire, more).level).toBe("block");
  });
});
