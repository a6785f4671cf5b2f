import type { ResourceValidationArgs } from "@pulumi/policy";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { policies } from "../../provider/policy";
import { defineRule, isOurs, permissionsOf, Texts } from "../../provider/policy/rule";
import { resources } from "../../provider/resources";
import { emailDomains, namedTokens } from "../../provider/policy";
import { violationsOf } from "../support/policy";

const rule = defineRule(
  { name: "a-rule", description: "A rule.", enforcementLevel: "mandatory" },
  { except: Texts.describe("Who may."), minimum: z.int().min(1).default(2) },
);
const told = (config: object) =>
  rule.settings({ getConfig: (() => config) as ResourceValidationArgs["getConfig"] });

describe("A rule", () => {
  test("knows our resources by the types that states hold", () => {
    expect(isOurs("pulumi-nodejs:dynamic/apptego:User", "ApiToken", "User")).toBe(true);
    expect(isOurs("pulumi-nodejs:dynamic/apptego:User", "ApiToken")).toBe(false);
    expect(isOurs("pulumi-nodejs:dynamic/other:User", "User")).toBe(false);
    expect(isOurs("pulumi-nodejs:dynamic:Resource", "User")).toBe(false);
  });

  test("reads permissions by label and by key, as a set", () => {
    const permissions = ["Builds", " build_applications ", "tenant settings", "brand_new"];
    expect(permissionsOf({ permissions })).toEqual({
      held: ["brand_new", "build_applications", "modify_tenant_settings"],
      complete: true,
    });
  });

  test("refuses a setting that it doesn't know, with the likely one", () => {
    expect(() => told({ exept: [] })).toThrow(
      'The configuration of the policy a-rule: there is no setting "exept" (did you mean "except"?), only except, minimum. ' +
        "Correct it in the policy pack.",
    );
  });

  test("refuses a value that it can't use", () => {
    expect(() => told({ minimum: 0 })).toThrow(/^The configuration of the policy a-rule: minimum Too small/);
  });

  test("gives what it was told, with its defaults", () => {
    expect(told({ except: ["a"] })).toEqual({ except: ["a"], minimum: 2 });
  });

  test("tells the engine its settings", () => {
    expect(rule.text.configSchema.properties).toMatchObject({
      except: {
        type: "array",
        items: { type: "string", minLength: 1 },
        default: [],
        description: "Who may.",
      },
      minimum: { type: "integer", minimum: 1, default: 2 },
    });
  });
});

describe("The rules", () => {
  test("have names and settings that are described, with a default each", () => {
    for (const { name, description, configSchema, enforcementLevel } of policies) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)+$/);
      expect(description).toMatch(/\.$/);
      expect(["mandatory", "advisory"]).toContain(enforcementLevel);
      for (const setting of Object.values(configSchema?.properties ?? {}))
        expect(setting).toMatchObject({
          default: expect.anything(),
          description: expect.stringMatching(/./),
        });
    }
  });

  test("leave other providers' resources alone", async () => {
    const props = { email: "a@evil.test", permissions: ["Users & API Management"] };
    const config = { domains: ["acme.test"], pattern: "^x$", automationKeys: true, groups: true, except: [] };
    for (const type of ["pulumi-nodejs:dynamic:Resource", "aws:iam/user:User", "apptego:index:TenantAccess"])
      for (const policy of policies) {
        if (!("validateResource" in policy)) continue;
        const settings = Object.keys(policy.configSchema?.properties ?? {});
        const own = Object.fromEntries(Object.entries(config).filter(([name]) => settings.includes(name)));
        expect(await violationsOf(policy, { type, props }, own)).toEqual([]);
      }
  });

  test("show no value of a resource, which may be a secret", async () => {
    const secret = "s3cr3t";
    const said = [
      ...(await violationsOf(
        emailDomains,
        { type: "User", props: { email: `a@${secret}.test` } },
        { domains: ["b.test"] },
      )),
      ...(await violationsOf(namedTokens, { type: "ApiToken", props: { name: secret } }, { pattern: "^x$" })),
    ];
    expect(said).toHaveLength(2);
    expect(said.join()).not.toContain(secret);
  });

  test("are asked about types that exist", () => {
    expect(Object.keys(resources)).toEqual(["ApiToken", "User", "SamlGroupMapping", "AutomationKey"]);
  });
});
