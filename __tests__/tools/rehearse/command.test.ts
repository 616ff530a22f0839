import { rehearseCommand } from "../../../tools/rehearse/command.ts";
import { SetupError } from "../../../tools/terraform/setup-error.ts";

describe("drydock rehearse", () => {
  it("rejects a folder and a platform together, since it would ignore one of them", async () => {
    const args = ["cybershield", "prod", "--from", "cdktf.out"];
    const running = rehearseCommand().parseAsync(args, { from: "user" });
    await expect(running).rejects.toThrow(SetupError);
    await expect(running).rejects.toThrow("Fix: leave out cybershield prod, or --from.");
  });
});
