import { CommandError } from "../../../tools/terraform/run-command.ts";
import { terraformDiagnostics } from "../../../tools/terraform/terraform-diagnostics.ts";

const diagnosticsOf = (stderr: string) =>
  terraformDiagnostics(new CommandError("it failed", { exitCode: 1, stdout: "", stderr, durationMs: 1 }));

describe("Terraform's diagnostics", () => {
  it("begin at the first error", () => {
    expect(diagnosticsOf("Initializing…\nError: Unsupported argument\n\non main.tf line 1\n")).toBe(
      "Error: Unsupported argument\n\non main.tf line 1",
    );
    expect(diagnosticsOf("one\ntwo")).toBe("it failed\n\none\ntwo");
  });

  it.each([
    ["No valid credential sources found", "sign in to the environment's account"],
    ["operation error S3: HeadObject, api error ExpiredToken: expired", "have expired: renew them"],
    ["error ExpiredTokenException", "have expired: renew them"],
  ])("end with the fix for credentials: %s", (error, fix) => {
    expect(diagnosticsOf(`Error: ${error}\n`)).toMatch(new RegExp(`^Error: .*\\n\\nFix: .*${fix}`));
  });

  it("have no fix for any other error", () => {
    expect(diagnosticsOf("Error: AccessDenied")).toBe("Error: AccessDenied");
  });
});
