import path from "node:path";
import { describe, expect, test } from "vitest";
import { settingsOfFile, settingsOfStack } from "../../provider/cli/settings-source";
import { keptContext } from "../support/command";
import { failureOf, scratchFile } from "../support/connection";
import { fakePulumi } from "../support/fake-pulumi";

const fromFile = (name: string, content: string) => {
  const file = scratchFile(name, content);
  return { file, settings: settingsOfFile(keptContext({ cwd: path.dirname(file) }).context, name) };
};

describe("The settings of a stack", () => {
  test("are what its configuration says under apptego:, decrypted", async () => {
    const { env, calls } = await fakePulumi({
      "config dev": {
        "apptego:tenantId": { value: "t", secret: false },
        "apptego:tokenSecret": { value: "s3cr3t", secret: true },
        "apptego:rails": {
          value: '{"minAdministrators":2}',
          objectValue: { minAdministrators: 2 },
          secret: false,
        },
        "apptego:contract": { value: "corrections.yaml", secret: false },
        "aws:region": { value: "eu-central-1", secret: false },
      },
    });
    const { context } = keptContext({ env, cwd: path.parse(process.cwd()).root });

    expect(await settingsOfStack(context, "dev", "tmp")).toEqual({
      tenantId: "t",
      tokenSecret: "s3cr3t",
      rails: '{"minAdministrators":2}',
      contract: path.resolve("/tmp/corrections.yaml"),
    });
    expect(calls()).toEqual([
      expect.stringMatching(/ config --json --show-secrets --stack dev --non-interactive$/),
    ]);
  });

  test("can't be had of a stack that isn't there", async () => {
    const { env } = await fakePulumi({});

    await expect(settingsOfStack(keptContext({ env }).context, "prod")).rejects.toThrow(
      "Reading the configuration of the stack prod: pulumi ended with 255 and said: error: no stack named 'prod'",
    );
  });
});

describe("The settings of a file", () => {
  test.each([
    ["me.yaml", "tenantId: t\napptego:tokenKey: k\nrails: { minAdministrators: 2 }\nlog: calls.jsonl\n"],
    [
      "me.json",
      '{"tenantId": "t", "tokenKey": "k", "rails": {"minAdministrators": 2}, "log": "calls.jsonl", "sealKey": null}',
    ],
  ])("%s are taken as the provider takes them, paths from its folder", async (name, content) => {
    const { file, settings } = fromFile(name, content);

    expect(await settings).toEqual({
      ...{ tenantId: "t", tokenKey: "k", rails: '{"minAdministrators":2}' },
      log: path.join(path.dirname(file), "calls.jsonl"),
    });
  });

  test("that misspells one name what was meant", async () => {
    await expect(fromFile("me.yaml", "tennantId: t\n").settings).rejects.toThrow(
      `apptego:tennantId is no setting (did you mean "tenantId"?)`,
    );
  });

  test("that is a stack's own are refused, since its secrets are encrypted", async () => {
    const stackFile = "config:\n  apptego:tenantId: t\n";

    await expect(fromFile("Pulumi.dev.yaml", stackFile).settings).rejects.toThrow("Name the stack instead");
  });

  test.each(["tokenSecret: s3cr3t-canary: x", "[s3cr3t-canary]", "s3cr3t-canary"])(
    "that is none are refused, without a word of it",
    async (content) => {
      const failure = await failureOf(fromFile("me.yaml", content).settings);

      expect(failure).toMatchObject({
        name: "UsageError",
        message: expect.stringContaining("--config me.yaml"),
      });
      expect(String(failure)).not.toContain("canary");
    },
  );

  test("that isn't there are refused", async () => {
    await expect(settingsOfFile(keptContext().context, "/none/here.yaml")).rejects.toThrow(
      "--config /none/here.yaml",
    );
  });
});
