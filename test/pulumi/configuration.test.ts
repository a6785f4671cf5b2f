import { describe, expect, test } from "vitest";
import * as pulumi from "@pulumi/pulumi";
import { requireConfiguration } from "../../provider/pulumi/configuration";
import { CONFIGURATION } from "../support/program";
import { scratchFile } from "../support/connection";

const required = (configuration: Record<string, string>) => {
  pulumi.runtime.setAllConfig(configuration);
  return requireConfiguration();
};

describe("A program's configuration", () => {
  test("tells the tenant's limits", () => {
    expect(required(CONFIGURATION)).toMatchObject({ apiTokens: 20, automationKeys: 10 });
    expect(requireConfiguration()).toBe(requireConfiguration());
  });

  test("may correct the limits by its contract file", () => {
    const contract = scratchFile("contract.yaml", "limits:\n  apiTokens: 50\n");

    expect(required({ ...CONFIGURATION, "apptego:contract": contract })).toMatchObject({ apiTokens: 50 });
  });

  test("is refused in one message that lists all that is missing or wrong, and shows no secret", () => {
    const { "apptego:tenantId": _missing, ...rest } = CONFIGURATION;
    const wrong = { ...rest, "apptego:baseUrl": "ftp://acme.test", "apptego:tokenSecrt": "hunter2-hunter2" };

    expect(() => required(wrong)).toThrow(pulumi.RunError);
    expect(() => required(wrong)).toThrow(/3 problems[^]*tokenSecrt[^]*tokenSecret[^]*tenantId[^]*baseUrl/);
    expect(() => required(wrong)).not.toThrow(/hunter2/);
  });

  test("is looked at again when it is another one", () => {
    required(CONFIGURATION);

    expect(() => required({})).toThrow(/tenantId/);
  });

  test("of other packages is none of its business", () => {
    expect(required({ ...CONFIGURATION, "aws:region": "eu-central-1" })).toMatchObject({ apiTokens: 20 });
  });
});
