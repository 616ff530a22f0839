import { defineConfig } from "vitest/config";

/**
 * Tests that leave their process as they find it: they share it, and with it all that they import. What runs Terraform
 * by cdktf's matchers does not: these take the process's own environment.
 */
const SHARING = [
  ...["spec", "modules", "platforms", "tools/reach"].map((folder) => `__tests__/${folder}/**/*.test.ts`),
  "__tests__/stacks/!(terraform).test.ts",
];

export default defineConfig({
  test: {
    globals: true,
    // One more than vitest takes by itself: the longest files wait for Terraform more than they compute.
    maxWorkers: "100%",
    globalSetup: ["__tests__/support/temporary-folder.ts"],
    setupFiles: ["__tests__/support/setup.ts"],
    // A rehearsal runs real Terraform: minutes on a slow machine, never hours.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      { extends: true, test: { name: "apart", include: ["__tests__/**/*.test.ts"], exclude: SHARING } },
      { extends: true, test: { name: "sharing", include: SHARING, isolate: false } },
    ],
  },
});
