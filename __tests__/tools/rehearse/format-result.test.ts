import { formatResult } from "../../../tools/rehearse/format-result.ts";
import { terminalVariables } from "../../../tools/rehearse/rehearsal.ts";
import type { RehearsalResult, StackResult } from "../../../tools/rehearse/result.ts";

function printed(stack: Partial<StackResult>, more: Partial<RehearsalResult> = {}): string {
  const result: RehearsalResult = {
    subject: "web",
    mode: "full",
    provider: "any",
    phases: [],
    stacks: [{ name: "web", resources: [], outputs: {}, secondPlanEmpty: true, ...stack }],
    reach: [],
    notKnown: [],
    refusedDestroy: [],
    left: [],
    seconds: 1,
    ...more,
  };
  return formatResult(result);
}

describe("a printed result", () => {
  it("counts the resources of each type, also in modules", () => {
    const resources = ["aws_vpc.a", 'module.net["a.b"].module.inner[0].aws_vpc.b["c.d"]', "aws_eip.a"];
    expect(printed({ resources })).toContain("  aws_vpc ×2, aws_eip");
  });

  it("has no control characters, regardless of the names of outputs and resources", () => {
    const outputs = { "a\u001b[2J": "one\n✓ Rehearsed: all is well\u001b[31m", b: ["\u202ex"] };
    const reach = [{ from: "i\u001b[A", to: "b\n", ports: "tcp 443", flows: "", unknown: "" }];
    const notKnown = [{ address: "web/module.\u001b[1m", why: "none" }];
    const text = printed({ outputs }, { reach, notKnown, left: ["aws_vpc \u001b]0;"], subject: "a\r" });
    expect(text.split("\n").join("")).toMatch(/^\P{C}*$/u);
    expect(text).toContain("a\\u001b[2J  one\\n✓ Rehearsed: all is well\\u001b[31m");
  });

  it("has no outputs by which only stacks know each other", () => {
    const outputs = {
      deployed_configuration: "(sensitive)",
      outputs_read: ["a"],
      url: "https://shop.example",
    };
    const text = printed({ outputs });
    expect(text).toContain("Outputs\n  url  https://shop.example");
    expect(text).not.toMatch(/deployed_configuration|outputs_read/);
  });

  const openPath = { from: "internet", to: "web", ports: "tcp 443", flows: "", unknown: "" };

  it("states that everything else is blocked if everything is known", () => {
    expect(printed({}, { reach: [openPath] })).toContain(
      "Possible connections (everything else is blocked)\n  FROM      TO   PORTS\n  internet  web  tcp 443\n",
    );
  });

  it("shows ports that may also be open", () => {
    const reach = [openPath, { ...openPath, to: "db", ports: "", unknown: "tcp 5432" }];
    expect(printed({}, { reach })).toContain(
      [
        "Possible connections (everything else is blocked)",
        "  FROM      TO   PORTS    NOT KNOWN",
        "  internet  web  tcp 443",
        "  internet  db            tcp 5432",
      ].join("\n"),
    );
  });

  it("lists what is unknown, and states that more may be open", () => {
    const notKnown = [{ address: "web/module.net", why: "its folder net has no *.tf.json files" }];
    expect(printed({}, { reach: [openPath], notKnown })).toContain(
      [
        "Possible connections (more may be open)",
        "  FROM      TO   PORTS",
        "  internet  web  tcp 443",
        "Reachability or content not known:",
        "    web/module.net: its folder net has no *.tf.json files",
      ].join("\n"),
    );
    expect(printed({}, { notKnown })).not.toContain("blocked");
  });

  it("shows the elements of an output's list", () => {
    expect(printed({ outputs: { o: ["a", 1, { b: [2] }] } })).toContain('o  a, 1, {"b":[2]}');
  });
});

describe("the variables for a person's terminal", () => {
  it("are those that are set, without those that suppress questions and colours", () => {
    const unattended = { CI: "1", TF_INPUT: "0", TF_IN_AUTOMATION: "1", NO_COLOR: "1", FORCE_COLOR: "0" };
    expect(terminalVariables({ ...unattended, NO_PROXY: "", AWS_PROFILE: undefined, A: "1" })).toEqual({
      A: "1",
      NO_PROXY: "",
    });
  });
});
