import { lockCommand } from "../../../tools/lock/command.ts";
import { SetupError } from "../../../tools/terraform/setup-error.ts";

describe("drydock lock", () => {
  it.each([
    [["--mirror", "/nowhere/at/all"], "--mirror /nowhere/at/all is no folder. Fix: give a folder"],
    [["--mirror", "ftp://mirror.example.net"], "--mirror ftp://mirror.example.net is no folder."],
    [
      ["--platform", "linux_amd64", "linux"],
      "--platform linux is no system. Fix: write it as OS_ARCHITECTURE",
    ],
  ])("rejects %j before anything is started", async (args, message) => {
    const running = lockCommand().parseAsync(args, { from: "user" });
    await expect(running).rejects.toThrow(SetupError);
    await expect(running).rejects.toThrow(message);
  });
});
