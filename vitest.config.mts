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
          exclude: ["test/engine/**"],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: "engine",
          include: ["test/engine/**/*.test.ts"],
          globalSetup: ["test/support/engine-setup.ts"],
          maxWorkers: 2,
          sequence: { groupOrder: 1 }, // after the unit tests: together they would starve the engine // one file at a time keeps only one core busy
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
