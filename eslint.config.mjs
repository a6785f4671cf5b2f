import eslint from "@eslint/js";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

/**
 * The layers: api <- resources <- tenant-access <- pulumi, resources <- policy, api <- access <- sandbox, and cli on top.
 * Each lists what it must not reach.
 */
const FORBIDDEN_LAYERS = {
  api: ["access", "resources", "tenant-access", "pulumi", "policy", "sandbox", "cli"],
  access: ["resources", "tenant-access", "pulumi", "policy", "sandbox", "cli"],
  resources: ["access", "tenant-access", "pulumi", "policy", "sandbox", "cli"],
  "tenant-access": ["access", "pulumi", "policy", "sandbox", "cli"],
  pulumi: ["policy", "sandbox", "cli"],
  policy: ["access", "tenant-access", "pulumi", "sandbox", "cli"],
  sandbox: ["resources", "tenant-access", "pulumi", "policy", "cli"],
  cli: [],
};

const NOT_IN_THE_PACKAGE = {
  regex: "^(\\.\\./)+(test|scripts|examples|dist)(/|$)",
  message: "The package holds provider/ only.",
};

const PULUMI = {
  group: ["@pulumi/*", "@pulumi/**"],
  message:
    "Only provider/pulumi, provider/policy and provider/cli know Pulumi: keep resources plain functions.",
};
const AXIOS = {
  group: ["axios", "axios-retry", "axios/*"],
  message: "Only provider/api speaks HTTP: an axios error carries the Authorization header.",
};
const PROCESS = {
  group: ["node:process", "process"],
  importNames: ["env"],
  message: "The environment is read in provider/api/connection.ts and provider/cli only.",
};
const TIMERS = {
  group: ["node:timers", "node:timers/promises", "timers", "timers/promises"],
  message: "A test waits for an event, never for time to pass.",
};

/** What each layer must not import, by the layer's folder. */
const FORBIDDEN_PACKAGES = {
  api: [PULUMI, PROCESS],
  access: [PULUMI, AXIOS, PROCESS],
  resources: [PULUMI, AXIOS, PROCESS],
  "tenant-access": [PULUMI, AXIOS, PROCESS],
  pulumi: [AXIOS, PROCESS],
  policy: [AXIOS, PROCESS],
  sandbox: [PULUMI, AXIOS, PROCESS],
  cli: [AXIOS],
};

const layers = Object.entries(FORBIDDEN_LAYERS).map(([layer, others]) => ({
  files: [`provider/${layer}/**/*.ts`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          ...FORBIDDEN_PACKAGES[layer],
          NOT_IN_THE_PACKAGE,
          ...others.map((other) => ({
            regex: `^(\\.\\./)+${other}(/|$)`,
            message: `provider/${layer} must not import provider/${other}: see CONTRIBUTING.md, "Layout".`,
          })),
          {
            regex: "^(\\.\\./)+(index)?$|^pulumi-apptego(/|$)",
            message: "The package's own entry is for programs: import the file.",
          },
        ],
      },
    ],
  },
}));

const MESSAGE_MATCHING = {
  selector:
    "CallExpression[callee.object.property.name='message'][callee.property.name=/^(includes|match|matchAll|startsWith|endsWith|search|indexOf)$/]",
  message: "Texts change: decide on an error's class, status or body, never on its message.",
};
const SKIPPED_TEST = {
  selector:
    "MemberExpression[object.name=/^(describe|test|it)$/][property.name=/^(skip|only|todo|skipIf|runIf|fails)$/]",
  message: "Every test runs, everywhere.",
};
const MOCKED_MODULE = {
  selector: "CallExpression[callee.object.name='vi'][callee.property.name=/^(mock|doMock)$/]",
  message: "Talk to the sandbox or to a small node:http server instead of a mock.",
};

export default defineConfig(
  { ignores: ["dist/", "coverage/", ".stryker-tmp/", "docs/", "schemas/", "**/node_modules/"] },
  {
    linterOptions: { noInlineConfig: true }, // an exception is made here, with its reason
  },
  eslint.configs.recommended,
  {
    files: ["**/*.{ts,mts,cts}"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Messages hold counts, statuses and milliseconds.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // `(socket) => socket.destroy()` hides nothing.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // `_` marks a parameter that a signature asks for.
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", ignoreRestSiblings: true }],
      // Code points are what a message counts and shows.
      "@typescript-eslint/no-misused-spread": ["error", { allow: ["string"] }],
      eqeqeq: "error",
    },
  },
  {
    files: ["**/*.{js,cjs,mjs}"],
    languageOptions: {
      globals: { console: "readonly", process: "readonly", Buffer: "readonly", URL: "readonly" },
    },
  },
  {
    files: ["provider/access/page/*.js"], // one script of a browser in several files: tsconfig.page.json checks its names
    languageOptions: { sourceType: "script" },
    rules: { "no-undef": "off", "no-unused-vars": "off" },
  },
  {
    files: ["**/*.cjs", "examples/javascript/**/*.js"],
    languageOptions: {
      sourceType: "commonjs",
      globals: { require: "readonly", module: "writable", exports: "writable", __dirname: "readonly" },
    },
  },
  {
    files: ["provider/**/*.ts"],
    rules: {
      "no-restricted-imports": ["error", { patterns: [PULUMI, AXIOS, PROCESS] }],
      "no-restricted-properties": [
        "error",
        { object: "process", property: "env", message: PROCESS.message },
        { object: "globalThis", property: "process", message: PROCESS.message },
      ],
      "no-restricted-syntax": ["error", MESSAGE_MATCHING],
      "no-console": "error",
      "max-lines": ["error", { max: 200 }],
    },
  },
  {
    files: ["provider/api/contract.ts"],
    rules: { "max-lines": "off" }, // one table: an operation is looked up in it, not read
  },
  ...layers,
  {
    files: ["provider/cli/**/*.ts"],
    rules: {
      "no-restricted-properties": "off",
      "no-console": "off", // its output is the product
    },
  },
  {
    files: ["provider/api/connection.ts"],
    rules: { "no-restricted-properties": "off" }, // the environment is the fallback of the configuration
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      "no-restricted-imports": ["error", { patterns: [TIMERS] }],
      "no-restricted-globals": [
        "error",
        { globals: ["setTimeout", "setInterval"].map((name) => ({ name, message: TIMERS.message })) },
      ],
      "no-restricted-syntax": ["error", SKIPPED_TEST, MOCKED_MODULE],
      // vitest's asymmetric matchers (`expect.any(String)`) are typed `any`.
      "@typescript-eslint/no-unsafe-assignment": "off",
      // A vitest fixture that needs no other is written `({}, use) => …`: the pattern is how vitest reads its needs.
      "no-empty-pattern": ["error", { allowObjectPatternsAsParameters: true }],
      "max-lines": ["error", { max: 250 }],
    },
  },
);
