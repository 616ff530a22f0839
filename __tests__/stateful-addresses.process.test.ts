import { runDrydock } from "./support/command-line.ts";

describe("each resource that holds data", () => {
  it("keeps its address in stateful-addresses.json", async () => {
    const { exitCode, stdout, stderr } = await runDrydock(["addresses"]);
    // The output lists the differences and how to declare them.
    expect(`${stdout}${stderr}`).toBe("");
    expect(exitCode).toBe(0);
  });
});
