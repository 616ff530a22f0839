import type { ReviewFinding } from "../../../../tools/review/finding.ts";
import { applyWaivers } from "../../../../tools/review/waivers/apply-waivers.ts";
import type { Waiver } from "../../../../tools/review/waivers/waiver.ts";

const TODAY = "2026-11-30";
const DIGEST = "d".repeat(64);
const PLANS = [
  { stack: "shop-prod-data", digest: DIGEST },
  { stack: "shop-test-data", digest: "e".repeat(64) },
];

function finding(own: Partial<ReviewFinding> = {}): ReviewFinding {
  return {
    rule: "rds-resized",
    class: "later",
    level: "ask",
    stack: "shop-prod-data",
    address: "aws_db_instance.main",
    action: "update",
    text: "Text.",
    documentation: [],
    ...own,
  };
}

function waiver(own: Partial<Waiver> = {}): Waiver {
  return {
    rule: "rds-resized",
    address: "aws_db_instance.main",
    reason: "Agreed.",
    who: "Ada",
    until: "2026-12-31",
    ...own,
  };
}

const BLOCKS = finding({ rule: "rds-deleted", class: "loss", level: "block" });
const OTHER = finding({ address: "aws_db_instance.other" });
const IN_TEST = finding({ stack: "shop-test-data" });

describe("applyWaivers", () => {
  it("takes waived findings out, with their waivers", () => {
    const result = applyWaivers([BLOCKS, finding(), OTHER], PLANS, [waiver()], TODAY);
    expect(result).toEqual({
      findings: [BLOCKS, OTHER],
      waived: [{ finding: finding(), reason: "Agreed.", who: "Ada", until: "2026-12-31" }],
      problems: [],
    });
  });

  it("keeps the findings' order", () => {
    const waivers = [waiver({ address: OTHER.address }), waiver()];
    const { waived } = applyWaivers([finding(), OTHER], PLANS, waivers, TODAY);
    expect(waived.map(({ finding: { address } }) => address)).toEqual([
      "aws_db_instance.main",
      "aws_db_instance.other",
    ]);
  });

  it.each<readonly [string, readonly ReviewFinding[], readonly Waiver[]]>([
    ["on its last day", [finding()], [waiver({ until: TODAY })]],
    ["of a block with the plan's digest", [BLOCKS], [waiver({ rule: "rds-deleted", digest: DIGEST })]],
    ["of one of two stacks", [finding()], [waiver({ stack: "shop-prod-data" })]],
    ["of two classes of one rule", [finding(), finding({ class: "outage" })], [waiver()]],
  ])("accepts a waiver %s", (_, findings, waivers) => {
    expect(applyWaivers(findings, PLANS, waivers, TODAY)).toMatchObject({ findings: [], problems: [] });
  });

  it("leaves a waiver alone whose stack is not under review", () => {
    const elsewhere = [waiver({ stack: "shop-prod-edge" })];
    expect(applyWaivers([finding()], PLANS, elsewhere, TODAY)).toMatchObject({ waived: [], problems: [] });
  });

  it.each<readonly [string, readonly ReviewFinding[], readonly Waiver[], readonly string[]]>([
    [
      "expired",
      [finding()],
      [waiver({ until: "2026-11-29" })],
      ['[0].until: received "2026-11-29"', "2026-11-30 or later"],
    ],
    ["expired elsewhere", [finding()], [waiver({ stack: "x", until: "2026-11-29" })], ["[0].until"]],
    ["unused", [], [waiver()], ["[0].address", "remove the waiver, which nothing uses"]],
    ["a second one", [finding()], [waiver(), waiver()], ["[1].rule", "waived once"]],
    [
      "misspelled",
      [finding()],
      [waiver({ rule: "rds-resize" })],
      ["[0].rule", 'did you mean "rds-resized"?'],
    ],
    ["too wide", [finding(), IN_TEST], [waiver()], ["[0].stack", 'add "stack": "shop-prod-data"']],
    [
      "of a block without digest",
      [BLOCKS],
      [waiver({ rule: "rds-deleted" })],
      ["[0].digest: received nothing", DIGEST],
    ],
    ["of another plan", [finding()], [waiver({ digest: "e".repeat(64) })], ["[0].digest", DIGEST]],
  ])("reports a waiver that is %s, and does not apply it", (name, findings, waivers, parts) => {
    const { problems, findings: left } = applyWaivers(findings, PLANS, waivers, TODAY);
    expect(left).toEqual(name === "a second one" ? [] : findings);
    expect(problems).toHaveLength(1);
    const [{ path, received, fix, allowed } = problems[0]!] = problems;
    const text = `${path}: received ${received}; allowed: ${allowed}; ${fix}`;
    for (const part of parts) expect(text).toContain(part);
  });
});
