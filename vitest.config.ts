import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["__tests__/**/*.test.ts"],
    globals: true,
    // One more than vitest takes by itself: the longest files wait for Terraform more than they compute.
    maxWorkers: "100%",
    globalSetup: ["__tests__/support/temporary-folder.ts"],
    setupFiles: ["__tests__/support/setup.ts"],
    // A rehearsal runs real Terraform: minutes on a slow machine, never hours.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
