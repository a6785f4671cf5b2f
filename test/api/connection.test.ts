import { describe, expect, test } from "vitest";
import {
  authorizationHeader,
  backendUrl,
  loginFolder,
  checkSettingNames,
  resolveConnection,
  SETTINGS,
} from "../../provider/api/connection";
import type { Settings } from "../../provider/api/connection";
import { operations } from "../../provider/api/contract";
import { ConfigurationError } from "../../provider/api/errors";
import { DEFAULT_RAILS } from "../../provider/api/rail-settings";
import { scratchFile } from "../support/connection";

const TENANT_ID = "0123456789abcdef".repeat(2);
const settings = { tenantId: TENANT_ID, tokenKey: "tok_admin", tokenSecret: "hunter22-hunter22" };

function problems(given: Settings, env: NodeJS.ProcessEnv = {}): readonly string[] {
  try {
    resolveConnection(given, env);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

describe("A connection", () => {
  test("is made of the settings, with the seed's base URL", () => {
    expect(resolveConnection(settings, {})).toEqual({
      ...settings,
      baseUrl: "https://app.apptego.com/frontend",
      integration: "pulumi",
      contract: operations,
      limits: { apiTokens: 20, automationKeys: 10 },
      lateMs: 90_000,
      rails: DEFAULT_RAILS,
    });
  });

  test("has the rails that are set, in the configuration or in the environment", () => {
    const rails = '{"minAdministrators":2}';

    expect(resolveConnection({ ...settings, rails }, {}).rails).toEqual({
      ...DEFAULT_RAILS,
      minAdministrators: 2,
    });
    expect(resolveConnection(settings, { APPTEGO_RAILS: rails }).rails).toMatchObject({
      minAdministrators: 2,
    });
    expect(() => resolveConnection({ ...settings, rails: '{"a":1,"requireSelf":0}' }, {})).toThrow(
      /apptego:rails\.requireSelf must be true or false[^]*apptego:rails\.a is no rail|apptego:rails\.a is no rail[^]*apptego:rails\.requireSelf/,
    );
  });

  test("lifts the rails only for a reason, which the environment gives", () => {
    const lifted = (reason: string) =>
      resolveConnection(settings, { APPTEGO_OVERRIDE_RAILS: reason }).rails?.override;

    expect(lifted(" INC-4711: Bob left ")).toBe("INC-4711: Bob left");
    expect(() => lifted("yes")).toThrow(/the variable APPTEGO_OVERRIDE_RAILS must say why/);
    expect(() => lifted("")).toThrow(/APPTEGO_OVERRIDE_RAILS/);
  });

  test("takes from the environment what no setting says, and the setting where both do", () => {
    const env = {
      APPTEGO_TENANT_ID: TENANT_ID,
      APPTEGO_TOKEN_KEY: "tok_env",
      APPTEGO_TOKEN_SECRET: "secret-of-env",
      APPTEGO_BASE_URL: "http://127.0.0.1:8080/frontend//",
      APPTEGO_CONTRACT: scratchFile("c.json", '{"operations":{"addUser":{"path":"users/add"}}}'),
      APPTEGO_LOG: "calls.jsonl",
    };
    const connection = resolveConnection({ tokenKey: "tok_set", integration: "acme" }, env);

    expect(connection).toMatchObject({
      tenantId: TENANT_ID,
      tokenKey: "tok_set",
      tokenSecret: "secret-of-env",
      baseUrl: "http://127.0.0.1:8080/frontend",
      integration: "acme",
      logFile: "calls.jsonl",
    });
    expect(connection.contract.addUser.path).toBe("users/add");
  });

  test("says which leftovers are removed, where a setting or the environment does", () => {
    expect(resolveConnection({ ...settings, reclaim: "never" }, {})).toMatchObject({ reclaim: "never" });
    expect(resolveConnection(settings, { APPTEGO_RECLAIM: "always" })).toMatchObject({ reclaim: "always" });
    expect(problems(settings, { APPTEGO_RECLAIM: "yes" })).toEqual([
      'APPTEGO_RECLAIM is "yes": it must be recent, always, never',
    ]);
  });

  test("knows the backend where the environment names one", () => {
    expect(backendUrl({ PULUMI_BACKEND_URL: "file:///state" })).toBe("file:///state");
    expect([backendUrl({}), backendUrl({ PULUMI_BACKEND_URL: "" })]).toEqual([undefined, undefined]);
  });

  test("knows where pulumi login keeps its choice", () => {
    expect(loginFolder({ PULUMI_HOME: "/pulumi" })).toBe("/pulumi");
    expect(loginFolder({ PULUMI_HOME: "/pulumi", PULUMI_CREDENTIALS_PATH: "/login" })).toBe("/login");
    expect(loginFolder({})).toMatch(/\.pulumi$/);
  });

  test("takes an empty variable for none", () => {
    expect(problems({}, { APPTEGO_TENANT_ID: "" })[0]).toMatch(/^apptego:tenantId is missing/);
  });

  test.each(['a:b+/=%"\\ä', "c".repeat(200), "日本語-secret"])("may have the secret %j", (tokenSecret) => {
    expect(resolveConnection({ ...settings, tokenSecret }, {}).tokenSecret).toBe(tokenSecret);
  });

  test("that is missing as a whole is ONE message, which says how to set each part", () => {
    const [tenantId, tokenKey, tokenSecret, ...more] = problems({});

    expect(more).toEqual([]);
    expect(tenantId).toMatch(/`pulumi config set apptego:tenantId .*` or the variable APPTEGO_TENANT_ID$/);
    expect(tokenKey).toMatch(/`pulumi config set apptego:tokenKey .*` or the variable APPTEGO_TOKEN_KEY$/);
    expect(tokenSecret).toMatch(
      /`pulumi config set --secret apptego:tokenSecret` \(.*stdin\).*APPTEGO_TOKEN_SECRET$/,
    );
    expect(() => resolveConnection({}, {})).toThrow(/has 3 problems:\n {2}- apptego:tenantId/);
  });

  test("that is wrong in everything is ONE message too, without any secret", () => {
    const wrong = {
      tenantId: "hunter22-hunter22",
      tokenKey: "tok:hunter22-hunter22",
      tokenSecret: "hunter22-hunter22",
      baseUrl: "https://x:hunter22-hunter22@app.apptego.com",
      integration: "\n",
      contract: scratchFile("c.yaml", "operations: { addUsr: {} }"),
      log: " ",
    };
    const found = problems(wrong, { NODE_TLS_REJECT_UNAUTHORIZED: "0" });

    expect(found).toHaveLength(7);
    expect(found.join()).not.toContain("hunter22");
    expect(found.join()).toContain('did you mean "addUser"?');
    expect(found.join()).toContain("NODE_TLS_REJECT_UNAUTHORIZED is 0");
    expect(found.join()).toContain("apptego:log is empty");
  });

  test.each([
    ["tenantId", "", /^apptego:tenantId is empty.*pulumi config set apptego:tenantId/],
    ["tokenKey", "", /^apptego:tokenKey is empty/],
    ["tokenSecret", "", /^apptego:tokenSecret is empty.*--secret/],
    ["tokenSecret", "hunter22\n", /^apptego:tokenSecret has a line break/],
    ["baseUrl", "http://app.apptego.com", /^apptego:baseUrl is "http:/],
    ["contract", "/no/such/file.yaml", /^the contract file \/no\/such\/file.yaml can't be read \(ENOENT\)/],
  ] as const)("isn't made where %s is %j", (name, value, problem) => {
    expect(problems({ ...settings, [name]: value })).toEqual([expect.stringMatching(problem)]);
  });

  test("names the variable where the wrong value came from it", () => {
    expect(problems({ ...settings, tokenKey: undefined }, { APPTEGO_TOKEN_KEY: "a:b" })).toEqual([
      expect.stringMatching(/^APPTEGO_TOKEN_KEY has a ":"/),
    ]);
  });

  test("isn't made with a setting that nobody knows", () => {
    const given: Settings & { tokenSecert: string } = { ...settings, tokenSecert: "hunter22" };

    expect(problems(given)).toEqual([
      expect.stringMatching(/tokenSecert is no setting \(did you mean "tokenSecret"\?\)/),
    ]);
  });
});

describe("The key that seals secrets", () => {
  const sealKey = Buffer.alloc(32, 7).toString("base64");

  test("comes from the setting or the variable, or isn't there", () => {
    expect(resolveConnection({ ...settings, sealKey }, {}).sealKey).toBe(sealKey);
    expect(resolveConnection(settings, { APPTEGO_SEAL_KEY: sealKey }).sealKey).toBe(sealKey);
    expect(resolveConnection(settings, {})).not.toHaveProperty("sealKey");
  });

  test("is refused in a wrong form, without showing it", () => {
    const wrong = "hunter22hunter22";

    expect(problems(settings, { APPTEGO_SEAL_KEY: wrong })).toEqual([
      "APPTEGO_SEAL_KEY isn't 32 bytes in base64 (44 characters): make one with `openssl rand -base64 32`",
    ]);
    expect(problems({ ...settings, sealKey: ` ${sealKey}` }).join()).not.toContain(sealKey);
    expect(problems({ ...settings, sealKey, integration: `${sealKey}\n` }).join()).not.toContain(sealKey);
  });
});

describe("checkSettingNames", () => {
  test("takes every setting, with or without its prefix", () => {
    const names = Object.keys(SETTINGS);

    expect(() => checkSettingNames([...names, ...names.map((name) => `apptego:${name}`)])).not.toThrow();
  });

  test("lists all that it doesn't know", () => {
    expect(() => checkSettingNames(["apptego:tenantID", "tokenKey", "toString"])).toThrow(
      /2 problems:\n.*tenantID.*did you mean "tenantId".*\n.*toString is no setting/,
    );
  });
});

describe("The Authorization header", () => {
  test("is one line of base64 of key and secret, in UTF-8", () => {
    const secret = "ü".repeat(100);
    const header = authorizationHeader("key", secret);

    expect(header).toMatch(/^Bearer [A-Za-z0-9+/]+=*$/);
    expect(Buffer.from(header.slice(7), "base64").toString("utf8")).toBe(`key:${secret}`);
  });
});
