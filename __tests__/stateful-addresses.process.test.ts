import { runDrydock } from "./support/command-line.ts";

describe("each resource that holds data", () => {
  it.each([
    ["", {}],
    [
      ", also if the terminal selects one platform",
      { DRYDOCK_PLATFORM: "cybershield", DRYDOCK_ENVIRONMENT: "prod", DRYDOCK_UNPROTECT: "cybershield-prod" },
    ],
  ])("keeps its address in stateful-addresses.json%s", async (_when, env) => {
    const { exitCode, stdout, stderr } = await runDrydock(["addresses"], { env });
    // The output lists the differences and how to declare them.
    expect(`${stdout}${stderr}`).toBe("");
    expect(exitCode).toBe(0);
  });
});
