import { execa } from "execa";
import { SNAPSHOT_VERSION } from "../../../../tools/rehearse/snapshot/committed-snapshot.ts";
import { findProvider } from "../../../../tools/terraform/find-provider.ts";

const { binary } = await findProvider({ constraint: SNAPSHOT_VERSION });
const hasProvider = binary?.version === SNAPSHOT_VERSION;
const reason = hasProvider ? "" : ` (not run: no AWS provider ${SNAPSHOT_VERSION} on this machine)`;

describe("the committed snapshot", () => {
  it.skipIf(!hasProvider)(
    `equals the output of npm run snapshot${reason}`,
    async () => {
      const { stdout, exitCode } = await execa("node", ["bin/snapshot.mjs", "--check"], {
        reject: false,
        stderr: "inherit",
      });
      expect(stdout).toContain("Equal to the committed snapshot");
      expect(exitCode).toBe(0);
    },
    3_600_000,
  );
});
