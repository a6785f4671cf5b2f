import * as pulumi from "@pulumi/pulumi";
import { test as base } from "vitest";
import { type Sandbox, startSandbox } from "../../provider/sandbox";

/** vitest's `test` with a sandbox that the program of this process is configured for. */
export const test = base.extend<{ configured: Sandbox }>({
  configured: async ({}, use) => {
    const sandbox = await startSandbox({
      seed: {
        applications: [{ id: "app-1", platform: "ios" }],
        keys: [{ name: "nightly", enabled: false }],
      },
    });
    pulumi.runtime.setAllConfig(configurationOf(sandbox));
    await use(sandbox);
    pulumi.runtime.setAllConfig({});
    await sandbox.close();
  },
});

/** The stack configuration that leads to a sandbox. */
export function configurationOf({ url, credentials }: Sandbox): Record<string, string> {
  return {
    "apptego:baseUrl": url,
    "apptego:tenantId": credentials.tenantId,
    "apptego:tokenKey": credentials.tokenKey,
    "apptego:tokenSecret": credentials.tokenSecret,
  };
}
