import { execa } from "execa";
import { SNAPSHOT_VERSION } from "../../../../tools/rehearse/snapshot/committed-snapshot.ts";
import { findProvider } from "../../../../tools/terraform/find-provider.ts";

const { binary: copy } = await findProvider({ constraint: SNAPSHOT_VERSION });
const isHere = copy?.version === SNAPSHOT_VERSION;
const reason = isHere ? "" : ` (not run: no AWS provider ${SNAPSHOT_VERSION} on this machine)`;

describe("the committed snapshot", () => {
  it.skipIf(!isHere)(
    `is what npm run snapshot writes${reason}`,
    async () => {
      const { stdout, exitCode } = await execa("node", ["bin/snapshot.mjs", "--check"], {
        reject: false,
        stderr: "inherit",
      });
      expect(stdout).toContain("The same as the committed snapshot");
      expect(exitCode).toBe(0);
    },
    3_600_000,
  );
});
