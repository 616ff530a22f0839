import { readMachineReadablePlan } from "../../../tools/terraform/planned-changes.ts";

const line = (message: object) => JSON.stringify(message);
const change = (addr: string, action: string, reason?: string) =>
  line({
    type: "planned_change",
    change: { resource: { addr }, action, ...(reason === undefined ? {} : { reason }) },
  });

describe("readMachineReadablePlan", () => {
  it("lists changes, without reads and resources that stay as they are", () => {
    const output = [
      "There are some problems with the CLI configuration:",
      line({ type: "version", terraform: "1.11.4" }),
      change("aws_vpc.main", "create"),
      change("aws_subnet.a", "replace", "cannot_update"),
      change("data.aws_region.here", "read"),
      change("aws_kms_key.logs", "noop"),
      line({ type: "resource_drift", change: { resource: { addr: "aws_vpc.main" }, action: "update" } }),
    ].join("\n");
    expect(readMachineReadablePlan(output)).toEqual({
      changes: [
        { address: "aws_vpc.main", action: "create", reason: undefined },
        { address: "aws_subnet.a", action: "replace", reason: "cannot_update" },
      ],
      isEmpty: false,
      diagnostics: [],
    });
  });

  it.each([
    ["has no outputs", {}, true],
    ["keeps its outputs", { arn: { action: "noop" }, url: { action: "noop" } }, true],
    ["changes an output", { arn: { action: "noop" }, url: { action: "update" } }, false],
    ["has a new output", { url: { action: "create" } }, false],
  ])("calls a plan without changes that %s empty or not", (_, outputs, isEmpty) => {
    const output = [change("aws_kms_key.logs", "noop"), line({ type: "outputs", outputs })].join("\n");
    expect(readMachineReadablePlan(output)).toMatchObject({ changes: [], isEmpty });
  });

  it("formats each error, with its address, and leaves out warnings", () => {
    const diagnostic = {
      severity: "error",
      summary: "no such zone",
      detail: "Use another.",
      address: "aws_subnet.a",
    };
    const output = [
      line({ type: "diagnostic", diagnostic: { severity: "warning", summary: "old" } }),
      line({ type: "diagnostic", diagnostic }),
    ].join("\n");
    expect(readMachineReadablePlan(output).diagnostics).toEqual([
      "Error: no such zone\nwith aws_subnet.a\nUse another.",
    ]);
  });
});
