import { formatResult } from "../../../tools/rehearse/format-result.ts";
import type { RehearsalResult, StackResult } from "../../../tools/rehearse/result.ts";

function printed(stack: Partial<StackResult>): string {
  const result: RehearsalResult = {
    subject: "web",
    mode: "full",
    provider: "any",
    phases: [],
    stacks: [{ name: "web", resources: [], outputs: {}, secondPlanEmpty: true, ...stack }],
    reach: [],
    refusedDestroy: [],
    left: [],
    seconds: 1,
  };
  return formatResult(result);
}

describe("a printed result", () => {
  it("counts the resources of a type, in modules and without", () => {
    const resources = ["aws_vpc.a", 'module.net["a.b"].module.inner[0].aws_vpc.b["c.d"]', "aws_eip.a"];
    expect(printed({ resources })).toContain("  aws_vpc ×2, aws_eip");
  });

  it("shows what an output's list holds", () => {
    expect(printed({ outputs: { o: ["a", 1, { b: [2] }] } })).toContain('o  a, 1, {"b":[2]}');
  });
});
