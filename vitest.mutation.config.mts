import { defineConfig } from "vitest/config";

/** The tests that Stryker runs: those that need neither git, a build, another process nor the engine. */
export default defineConfig({
  test: {
    include: [
      "test/{api,resources}/**/*.test.ts",
      "test/pulumi/{dynamic-provider,failures,import,engine-alive,rails}.test.ts",
    ],
    testTimeout: 20_000,
  },
});
