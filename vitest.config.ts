import { defineConfig } from "vitest/config";
import LongestFirst from "./__tests__/support/suites/longest-first.ts";

const PROCESS = "__tests__/**/*.process.test.ts";
const TERRAFORM = "__tests__/**/*.terraform.test.ts";
const LONG = "__tests__/**/*.long.test.ts";

/**
 * V8's flags for the quick suite's processes: larger young generations, and on Node 20 fewer
 * optimized functions, of which so short a run uses few. They save a seventh of its time.
 */
const WORKER_FLAGS = [
  "--max-semi-space-size=64",
  ...(process.versions.v8.startsWith("11.") ? ["--interrupt-budget=400000"] : []),
];

/**
 * The projects are told apart by the names of their files: `npm run test:quick` runs the first,
 * `npm test` the first three, `npm run test:long` the last.
 */
export default defineConfig({
  test: {
    globals: true,
    // One more than vitest takes by itself: the longest files wait for Terraform more than they
    // compute. With another one, two cores took 403 s instead of 352 s.
    maxWorkers: "100%",
    globalSetup: ["__tests__/support/temporary-folder.ts"],
    setupFiles: ["__tests__/support/setup.ts"],
    reporters: ["default", "__tests__/support/suites/summary-reporter.ts"],
    sequence: { sequencer: LongestFirst },
    // Test files leave their process as they find it: they share it, and with it all that they
    // import.
    isolate: false,
    // Keeps compiled sources between runs, each by its content: `npx vitest --clearCache` deletes
    // them.
    experimental: { fsModuleCache: true },
    projects: [
      {
        extends: true,
        test: {
          name: "quick",
          include: ["__tests__/**/*.test.ts"],
          exclude: [PROCESS, TERRAFORM, LONG],
          setupFiles: ["__tests__/support/suites/no-programs.ts"],
          execArgv: WORKER_FLAGS,
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        // A browser takes its time to start on a busy machine.
        test: { name: "process", include: [PROCESS], testTimeout: 60_000, hookTimeout: 60_000 },
      },
      {
        extends: true,
        test: {
          name: "terraform",
          include: [TERRAFORM],
          runner: "__tests__/support/suites/skip-without-terraform.ts",
          // Real Terraform: seconds for most, minutes on a busy machine, never hours.
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: { name: "long", isolate: true, include: [LONG], testTimeout: 600_000, hookTimeout: 120_000 },
      },
    ],
  },
});
