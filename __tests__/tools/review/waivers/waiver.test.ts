import { ReviewError } from "../../../../tools/review/review-error.ts";
import { parseWaivers } from "../../../../tools/review/waivers/waiver.ts";

const WAIVER = {
  rule: "rds-deleted",
  address: "aws_db_instance.main",
  reason: "Test data.",
  who: "Ada",
  until: "2027-01-31",
};

function messageOf(json: string): string {
  try {
    parseWaivers(json);
    return "";
  } catch (error) {
    if (!(error instanceof ReviewError)) throw error;
    return error.message;
  }
}

describe("parseWaivers", () => {
  it("reads waivers, with and without stack and digest", () => {
    const bound = { ...WAIVER, stack: "shop-prod-data", digest: "a".repeat(64) };
    expect(parseWaivers(JSON.stringify([WAIVER, bound]))).toEqual([WAIVER, bound]);
    expect(parseWaivers("[]")).toEqual([]);
  });

  it.each([
    "module.a.aws_s3_bucket.b",
    "aws_s3_bucket.b[0]",
    'module.a["x.y*"].aws_s3_bucket.b["q\\"]"]',
    "aws_instance.web (deposed ab12cd34)",
  ])("accepts the address %s", (address) => {
    expect(parseWaivers(JSON.stringify([{ ...WAIVER, address }]))).toHaveLength(1);
  });

  it("reports all problems at once: path, value and fix", () => {
    const waivers = [
      { ...WAIVER, rule: "rds-*", address: "aws_db_instance.*", until: "2027-02-30", owner: "x" },
      { ...WAIVER, reason: " ", who: undefined, digest: "abc", address: "*" },
    ];
    expect(messageOf(JSON.stringify(waivers))).toBe(
      [
        "review-waivers.json: 8 problems in the waivers",
        '  review-waivers.json[0].rule: received "rds-*"; allowed: one rule\'s ID, without wildcards. Fix: copy it from the review: rds-storage-shrinks.',
        '  review-waivers.json[0].address: received "aws_db_instance.*"; allowed: one resource\'s address, without wildcards. Fix: copy it from the review: aws_db_instance.main.',
        '  review-waivers.json[0].until: received "2027-02-30"; allowed: a date of the calendar. Fix: write the last day as "2027-01-31".',
        '  review-waivers.json[0].owner: received "x"; allowed: one of the settings rule, address, stack, reason, who, until or digest. Fix: remove it.',
        '  review-waivers.json[1].address: received "*"; allowed: one resource\'s address, without wildcards. Fix: copy it from the review: aws_db_instance.main.',
        '  review-waivers.json[1].reason: received " "; allowed: the reason, as text. Fix: say why the risk is taken.',
        "  review-waivers.json[1].who: received nothing; allowed: the person who answers for it. Fix: name a person, or a team.",
        '  review-waivers.json[1].digest: received "abc"; allowed: a plan\'s digest: 64 hexadecimal digits. Fix: copy it from the review.',
      ].join("\n"),
    );
  });

  it.each([
    ["{", "review-waivers.json is no JSON. Fix: write a list of waivers, or [] for none."],
    [
      "{}",
      "review-waivers.json: 1 problem in the waivers\n  review-waivers.json: received {}; allowed: a list of waivers. Fix: write [] for none.",
    ],
  ])("refuses %s", (json, message) => {
    expect(messageOf(json)).toBe(message);
  });
});
