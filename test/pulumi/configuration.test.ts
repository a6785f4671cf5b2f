import * as pulumi from "@pulumi/pulumi";
import { afterEach, describe, expect } from "vitest";
import { requireConfiguration } from "../../provider/pulumi/configuration";
import { configurationOf, test } from "../support/configured";
import { scratchFile } from "../support/connection";

describe("A program's configuration", () => {
  afterEach(() => {
    pulumi.runtime.setAllConfig({});
  });

  test("that is complete tells the tenant's limits", ({ configured: _sandbox }) => {
    expect(requireConfiguration()).toEqual({ apiTokens: 20, automationKeys: 10 });
  });

  test("may correct the limits by its contract file", ({ configured: sandbox }) => {
    const contract = scratchFile("contract.yaml", "limits:\n  apiTokens: 50\n");
    pulumi.runtime.setAllConfig({ ...configurationOf(sandbox), "apptego:contract": contract });

    expect(requireConfiguration()).toEqual({ apiTokens: 50, automationKeys: 10 });
  });

  test("is refused in one message that lists all that is missing, wrong or unknown", () => {
    pulumi.runtime.setAllConfig({
      "apptego:baseUrl": "http://acme.test/frontend",
      "apptego:tenant": "x",
      "aws:region": "y",
    });

    expect(requireConfiguration).toThrow(pulumi.RunError);
    expect(requireConfiguration).toThrow(
      /5 problems[^]*apptego:tenant is no setting[^]*apptego:tenantId[^]*apptego:tokenKey[^]*apptego:tokenSecret[^]*apptego:baseUrl/,
    );
    expect(requireConfiguration).not.toThrow(/aws/);
  });

  test("is looked at again when it changes, as in a process that runs several stacks", ({
    configured: _sandbox,
  }) => {
    requireConfiguration();
    pulumi.runtime.setAllConfig({});

    expect(requireConfiguration).toThrow(/3 problems/);
  });

  test("never shows the secret", ({ configured: sandbox }) => {
    const { tokenSecret } = sandbox.credentials;
    pulumi.runtime.setAllConfig({ "apptego:tokenSecret": tokenSecret, "apptego:tenantId": tokenSecret });

    expect(requireConfiguration).toThrow(/apptego:tenantId/);
    expect(requireConfiguration).not.toThrow(tokenSecret);
  });
});
