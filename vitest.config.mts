import { defineConfig } from "vitest/config";

/** Where `.ci/run` reads how many tests passed and failed. */
const report = process.env["TEST_REPORT"];

export default defineConfig({
  test: {
    reporters: report ? ["default", ["json", { outputFile: report }]] : ["default"],
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/engine/**", "test/browser/**"],
          isolate: false,
          setupFiles: ["test/support/own-modules.ts"],
          maxWorkers: "100%", // by default one core stays idle: of two, that is half
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          globalSetup: ["test/support/browser-setup.ts"],
          sequence: { groupOrder: 2 }, // alone: a browser takes every core
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "engine",
          include: ["test/engine/**/*.test.ts"],
          globalSetup: ["test/support/engine-setup.ts"],
          maxWorkers: 3, // on two cores: some stories wait for the provider's patience, not for a core
          sequence: { groupOrder: 1 }, // after the unit tests: together they would starve the engine
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
