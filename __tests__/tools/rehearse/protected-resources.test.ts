import { holdsProtected, refusedAddresses } from "../../../tools/rehearse/protected-resources.ts";

describe("protected resources", () => {
  it("are found in a stack's files", () => {
    const withLifecycle = (lifecycle: object) => ({
      resource: { aws_vpc: { main: {} }, aws_kms_key: { logs: { lifecycle } } },
    });
    expect(holdsProtected(withLifecycle({ prevent_destroy: true }))).toBe(true);
    expect(holdsProtected(withLifecycle({ prevent_destroy: false }))).toBe(false);
    expect(holdsProtected(withLifecycle({ ignore_changes: ["tags"] }))).toBe(false);
    expect(holdsProtected({})).toBe(false);
  });

  it("are read from a refused plan, once each, also where Terraform breaks the line", () => {
    const refusal = (name: string) => `
╷
│ Error: Instance cannot be destroyed
│
│   on cdk.tf.json line 12, in resource.${name}:
│
│ Resource ${name} (main/key) has
│ lifecycle.prevent_destroy set, but the plan calls for this resource to be
│ destroyed.
╵`;
    const result = { exitCode: 1, stdout: "Planning failed.", durationMs: 1 };
    const stderr = [refusal("aws_kms_key.logs"), refusal("aws_db_instance.db"), refusal("aws_kms_key.logs")];
    expect(refusedAddresses({ ...result, stderr: stderr.join("\n") })).toEqual([
      "aws_db_instance.db",
      "aws_kms_key.logs",
    ]);
    expect(refusedAddresses({ ...result, stderr: "Error: No such bucket" })).toEqual([]);
  });
});
