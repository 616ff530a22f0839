import { runDrydock } from "./support/command-line.ts";

describe("everything that holds data", () => {
  it("is still at the address in stateful-addresses.json", async () => {
    const { exitCode, stdout, stderr } = await runDrydock(["addresses"]);
    // What differs, and how to declare it, is in the output.
    expect(`${stdout}${stderr}`).toBe("");
    expect(exitCode).toBe(0);
  });
});
