import { chmodSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { idsIn, openCallLog } from "../../provider/api/call-log";
import { connect } from "../../provider/api/client";
import { ConfigurationError } from "../../provider/api/errors";
import { withPurpose } from "../../provider/api/purpose";
import { createRedactor } from "../../provider/api/redact";
import {
  clientOf,
  connectionTo,
  failureOf,
  scratchFile,
  scratchFolder,
  TENANT_ID,
} from "../support/connection";
import { serve } from "../support/scripted-server";

const record = {
  time: "2030-01-01T12:00:00.000Z",
  integration: "acme",
  operation: "addUser",
  purpose: null,
  ids: {},
  outcome: "ok",
  status: 200,
  attempts: 1,
  ms: 3,
} as const;

const linesOf = (file: string): unknown[] =>
  readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));

describe("The call log", () => {
  test("holds one line a call: who, what, what for, which object, and how it went", async () => {
    const logFile = join(scratchFolder(), "calls.jsonl");
    const server = await serve([
      { body: { success: true, token_key: "tok_1", token_secret: "sec_of_tok_1" } },
      { status: 429, body: { error: "Too many requests" } },
      { body: { success: true } },
      { status: 404, body: { error: "Unknown token sec_of_tok_1" } },
      { fault: "reset" },
      { body: { tenants: [{ tenant_id: TENANT_ID, name: "Acme", plan: "TEAM" }] } },
    ]);
    const now = () => Date.parse("2030-01-01T12:00:00Z");
    const api = clientOf(server, { now }, { logFile });
    await withPurpose("create ApiToken ci", () => api.createApiToken({ name: "ci" }));
    await api.updateApiTokenPermissions({ token_key: "tok_1", permissions: [] });
    await failureOf(api.deleteApiToken({ token_key: "tok_1" }));
    await failureOf(api.addUser({ email: "alice@acme.test" }));
    await api.getTenants({});

    const common = {
      time: "2030-01-01T12:00:00.000Z",
      integration: "unit tests",
      purpose: null,
      attempts: 1,
    };
    const ids = { tenant_id: TENANT_ID, token_key: "tok_1" };
    const ms = expect.any(Number);
    expect(linesOf(logFile)).toEqual([
      {
        ...common,
        operation: "createApiToken",
        purpose: "create ApiToken ci",
        ids,
        outcome: "ok",
        status: 200,
        ms,
      },
      { ...common, operation: "updateApiTokenPermissions", ids, outcome: "ok", status: 200, attempts: 2, ms },
      { ...common, operation: "deleteApiToken", ids, outcome: "rejected", status: 404, ms },
      {
        ...common,
        operation: "addUser",
        ids: { tenant_id: TENANT_ID },
        outcome: "ambiguous",
        status: null,
        ms,
      },
      { ...common, operation: "getTenants", ids: {}, outcome: "ok", status: 200, ms },
    ]);
    expect(readFileSync(logFile, "utf8")).not.toContain("sec_of_tok_1");
  });

  test("is for its owner only, and is appended to", () => {
    const file = join(scratchFolder(), "calls.jsonl");
    openCallLog(file, createRedactor())(record);
    openCallLog(file, createRedactor())(record);

    expect(linesOf(file)).toEqual([record, record]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test("never holds a secret, in whatever field it came", () => {
    const file = scratchFile("calls.jsonl", "");
    const redactor = createRedactor();
    redactor.learn('hunter"22');
    openCallLog(file, redactor)({ ...record, purpose: 'for hunter"22', ids: { token_key: 'hunter"22' } });

    expect(linesOf(file)).toEqual([{ ...record, purpose: "for [secret]", ids: { token_key: "[secret]" } }]);
  });

  test("that can't be written is a clear error before any call", async () => {
    const server = await serve([]);
    const logFile = join(scratchFolder(), "missing", "calls.jsonl");
    const open = () => connect(connectionTo(server, { logFile }));

    expect(open).toThrow(ConfigurationError);
    expect(open).toThrow(
      `the call log ${logFile} can't be written (ENOENT): correct apptego:log or APPTEGO_LOG`,
    );
  });

  test("that can't be written any more warns once, and fails no call", () => {
    const file = join(scratchFolder(), "calls.jsonl");
    const warn = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    onTestFinished(() => warn.mockRestore());
    const log = openCallLog(file, createRedactor());
    rmSync(file);
    mkdirSync(file);
    chmodSync(file, 0o700);
    log(record);
    log(record);

    expect(warn.mock.calls.map(([text]) => text)).toEqual([
      expect.stringContaining("can't be written any more (EISDIR)"),
    ]);
  });

  test("is no file where none is named", () => {
    expect(() => openCallLog(undefined, createRedactor())(record)).not.toThrow();
  });
});

describe("The ids of a call", () => {
  test.each([
    [{ user_id: "u", email: "a@b.test", key_id: 7 }, { user_id: "u" }],
    [{ users: [{ user_id: "u" }] }, {}],
    [null, {}],
    ["user_id", {}],
  ])("of %j are %j", (body, ids) => {
    expect(idsIn(body)).toEqual(ids);
  });
});
