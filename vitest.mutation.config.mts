import { defineConfig } from "vitest/config";

/** One layer, as in `LAYER=resources npm run mutation -- --mutate provider/resources/late.ts`: minutes instead of hours. */
const layer = process.env["LAYER"];

/** The tests that Stryker runs: without a layer, those that need neither git, a build, another process nor the engine. */
export default defineConfig({
  test: {
    include: layer
      ? [`test/${layer}/**/*.test.ts`]
      : [
          "test/{api,resources}/**/*.test.ts",
          "test/pulumi/{dynamic-provider,failures,import,engine-alive,rails}.test.ts",
        ],
    testTimeout: 20_000,
  },
});
