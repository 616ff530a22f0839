import { runDrydock } from "./support/command-line.ts";

describe("each resource that holds data", () => {
  it("keeps its address in stateful-addresses.json, also if the terminal selects one platform", async () => {
    const env = {
      DRYDOCK_PLATFORM: "cybershield",
      DRYDOCK_ENVIRONMENT: "prod",
      DRYDOCK_UNPROTECT: "cybershield-prod",
    };
    const { exitCode, stdout, stderr } = await runDrydock(["addresses"], { env });
    // The output lists the differences and how to declare them.
    expect(`${stdout}${stderr}`).toBe("");
    expect(exitCode).toBe(0);
  });
});
