import fc from "fast-check";
import { type ReviewFinding, RISK_CLASSES } from "../../../tools/review/finding.ts";
import { isAtLeast, LEVELS, loweredLevel, worstLevel } from "../../../tools/review/level.ts";
import { mergeFindings } from "../../../tools/review/merge-findings.ts";

const finding = (more: Partial<ReviewFinding> = {}): ReviewFinding => ({
  rule: "a",
  class: "loss",
  level: "ask",
  stack: "data",
  address: "aws_vpc.main",
  action: "delete",
  text: "One.",
  documentation: ["https://docs.aws.amazon.com/a"],
  ...more,
});

describe("findings of one address and class", () => {
  it("become one, with the worst level and its rule, and the texts of both", () => {
    expect(
      mergeFindings([
        finding(),
        finding({
          rule: "b",
          level: "block",
          text: "Two.",
          documentation: ["https://docs.aws.amazon.com/b"],
        }),
      ]),
    ).toEqual([
      finding({
        rule: "b",
        level: "block",
        text: "Two. One.",
        documentation: ["https://docs.aws.amazon.com/b", "https://docs.aws.amazon.com/a"],
      }),
    ]);
  });

  it("say the same text once", () => {
    expect(mergeFindings([finding({ rule: "b" }), finding()]).map(({ text }) => text)).toEqual(["One."]);
  });

  it("stay two in another class, stack or address", () => {
    const others = [
      finding({ class: "name" }),
      finding({ stack: "net" }),
      finding({ address: "aws_vpc.other" }),
    ];
    expect(mergeFindings([finding(), ...others])).toHaveLength(4);
  });

  it("are the same for any order of the input, the worst first", () => {
    const any = fc.record({
      rule: fc.constantFrom("a", "b"),
      class: fc.constantFrom(...RISK_CLASSES),
      level: fc.constantFrom(...LEVELS),
      address: fc.constantFrom("aws_vpc.a", "aws_vpc.b"),
      text: fc.constantFrom("One.", "Two.", "Three."),
    });
    fc.assert(
      fc.property(fc.array(any.map(finding)), fc.infiniteStream(fc.nat()), (findings, random) => {
        const merged = mergeFindings(findings);
        const shuffled = findings
          .map((each) => ({ each, key: random.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ each }) => each);
        expect(mergeFindings(shuffled)).toEqual(merged);
        expect(mergeFindings(merged)).toEqual(merged);
        const levels = merged.map(({ level }) => LEVELS.indexOf(level));
        expect(levels).toEqual([...levels].sort((a, b) => a - b));
        expect(worstLevel(merged.map(({ level }) => level))).toBe(
          worstLevel(findings.map(({ level }) => level)),
        );
      }),
    );
  });
});

describe("levels", () => {
  it("are lowered by one step in an environment that is not protected", () => {
    expect(LEVELS.map(loweredLevel)).toEqual(["ask", "note", "note", "note", "quiet"]);
  });

  it("are compared by severity", () => {
    expect(LEVELS.filter((level) => isAtLeast(level, "ask"))).toEqual(["block", "unknown", "ask"]);
    expect(worstLevel([])).toBe("quiet");
  });
});
