import { join } from "node:path";
import { execa } from "execa";
import type { MatrixResult } from "../../matrix/result.ts";
import { PROJECT_FOLDER } from "../support/command-line.ts";

const MINUTES = 60_000;

describe("npm run matrix", () => {
  it(
    "passes on every line of Node.js, and with cdktn",
    async () => {
      const { stdout } = await execa(
        process.execPath,
        [join(PROJECT_FOLDER, "bin", "matrix.mjs"), "--json"],
        {
          cwd: PROJECT_FOLDER,
          reject: false,
          stdin: "ignore",
          stderr: "inherit",
        },
      );
      const { entries, ...counts } = JSON.parse(stdout) as MatrixResult;
      const steps = entries.flatMap((entry) => entry.steps.map((step) => ({ ...step, entry: entry.name })));
      expect(steps.filter(({ status }) => status !== "passed")).toEqual([]);
      expect(counts).toMatchObject({ passed: 4 * entries.length, failed: 0, skipped: 0 });
      expect(entries.length).toBeGreaterThanOrEqual(6);
    },
    55 * MINUTES,
  );
});
