import type { PlatformSpec } from "../../../language/platform.ts";
import type { ReviewFinding } from "../../../tools/review/finding.ts";
import { platformOfStack } from "../../../tools/review/platform-of-stack.ts";
import { withRetirements } from "../../../tools/review/retired-resources.ts";
import { shop } from "../../language/support/shop.ts";

const finding: ReviewFinding = {
  ...{ rule: "logs-group-destroyed", level: "block", class: "loss", action: "delete", documentation: [] },
  stack: "shop-prod-compute",
  address: "aws_cloudwatch_log_group.old-web-log_group_D9D61324",
  text: "It is deleted: all its events are gone.",
};

function judged(retire: PlatformSpec["retire"], more: Partial<ReviewFinding> = {}) {
  const spec = { ...shop, environments: { prod: { account: "111111111111", retire } } };
  return withRetirements([{ ...finding, ...more }], platformOfStack([spec as PlatformSpec]))[0]!;
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
    [{ "old-web": "delete" }, { action: "replace" }],
    [{ "old-web": "delete" }, { class: "outage" }],
    [{ main: "delete" }, { address: "aws_cloudwatch_log_group.main-flow-logs_group_636CA703" }],
  ] as const)("blocks otherwise: %j, %j", (retire, more) => {
    expect(judged(retire, more).level).toBe("block");
  });
});

describe("the deletion of what holds data", () => {
  const bucket = {
    rule: "s3-bucket-destroyed",
    stack: "shop-prod-data",
    address: "aws_s3_bucket.old-files-bucket_B4534377",
  };
  const database = {
    rule: "rds-instance-destroyed",
    stack: "shop-prod-data",
    address: "aws_db_instance.old-db-database_instance_5A83088B",
  };

  it.each([
    [{ "old-files": "delete" }, bucket],
    [{ "old-db": "delete" }, database],
  ] as const)("is for a person to decide if the platform retires it: %j", (retire, more) => {
    const [name] = Object.keys(retire);
    expect(judged(retire, more)).toMatchObject({
      level: "ask",
      text: `${finding.text} The platform says so: retire.${name}.`,
    });
  });

  it.each([
    [{}, bucket],
    // A deletion without the snapshot that the platform wants.
    [{ "old-db": "final-snapshot" }, database],
    [{ "old-db": "delete" }, bucket],
    [{ "old-files": "keep" }, bucket],
    [{ "old-files": "delete" }, { ...bucket, stack: "other-prod-data" }],
    [{ "old-db": "delete" }, { ...database, address: "aws_db_instance.old-db" }],
  ] as const)("blocks otherwise, as it was judged: %j, %j", (retire, more) => {
    expect(judged(retire, more)).toMatchObject({ level: "block", text: finding.text });
  });
});
