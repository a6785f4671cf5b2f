/**
 * Mutation testing: changes the code in many small ways, one at a time, and reports the changes that no test notices.
 * What is listed is what decides: on another attempt, on what a reply means, on what is gone, on who may be locked out.
 */
export default {
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner"],
  vitest: { configFile: "vitest.mutation.config.mts", related: false },
  coverageAnalysis: "perTest",
  mutate: [
    ...["client", "perform", "retry", "classify", "errors", "failure", "throttle", "turns"].map(
      (name) => `provider/api/${name}.ts`,
    ),
    ...[
      "credentials",
      "revocation",
      "create-once",
      "reclaim",
      "removal",
      "duplicates",
      "leftovers",
      "unresolved",
      "gone",
      "shared-list",
      "late",
    ]
      .concat(["strays", "stray-mappings", "invitations", "taken", "believable", "read-back", "roll-call"])
      .concat(["own-token", "user", "membership", "saml-group-mapping"])
      .concat(["rails", "administration", "left-administrators", "outlook", "user-changes"])
      .concat(["permissions-write", "quota"])
      .map((name) => `provider/resources/${name}.ts`),
  ],
  concurrency: 2,
  dryRunTimeoutMinutes: 20, // all tests once, with what each of them reaches written down
  timeoutMS: 60_000,
  tempDirName: ".stryker-tmp",
  ignorePatterns: ["dist", "docs", "examples", "coverage", ".github"],
  reporters: ["clear-text", "json", "progress"],
  jsonReporter: { fileName: "coverage/mutation.json" },
  clearTextReporter: { allowColor: false, reportTests: false, allowEmojis: false },
};
