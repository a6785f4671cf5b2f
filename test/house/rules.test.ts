import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { execaSync } from "execa";
import { describe, expect, test } from "vitest";
import { operations } from "../../provider/api/contract";

const ROOT = path.resolve(__dirname, "../..");

const { stdout } = execaSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: ROOT,
});
const files = stdout.split("\n").filter((file) => existsSync(path.join(ROOT, file)));
const inFolder = (folder: string) => files.filter((file) => file.startsWith(folder) && file.endsWith(".ts"));
const provider = inFolder("provider/");
const tests = inFolder("test/");
const read = (file: string) => readFileSync(path.join(ROOT, file), "utf8");

/** `file:line: text` of each line that matches. */
function lines(among: string[], pattern: RegExp): string[] {
  return among.flatMap((file) =>
    read(file)
      .split("\n")
      .flatMap((text, at) => (pattern.test(text) ? [`${file}:${at + 1}: ${text.trim()}`] : [])),
  );
}

const except = (among: string[], ...prefixes: string[]) =>
  among.filter((file) => !prefixes.some((prefix) => file.startsWith(prefix)));

/** This file names what it forbids. */
const otherTests = except(tests, "test/house/");

describe("The provider", () => {
  test("imports Pulumi in the adapter, the policies and the command only", () => {
    expect(
      lines(except(provider, "provider/pulumi/", "provider/policy/", "provider/cli/"), /["']@pulumi\//),
    ).toEqual([]);
  });

  test("names the API's paths in the contract only", () => {
    const paths = Object.values(operations).map((operation) => operation.path);
    const path = new RegExp(`(?:["'\`]/?|\\}/)(?:${paths.join("|")})["'\`?]`);

    expect(lines(["provider/api/contract.ts"], path).length).toBeGreaterThanOrEqual(paths.length);
    expect(lines(except(provider, "provider/api/contract.ts"), path)).toEqual([]);
  });

  test("reads the environment where the connection is made, and in the command", () => {
    const others = except(provider, "provider/api/connection.ts", "provider/cli/");

    expect(lines(others, /process\.env|process\[/)).toEqual([]);
  });

  test("decides nothing on the text of a message", () => {
    expect(lines(provider, /message\.(includes|match|startsWith|endsWith|search|indexOf)\b/)).toEqual([]);
  });

  test("has no file over 200 lines, but for the contract", () => {
    const long = except(provider, "provider/api/contract.ts").filter(
      (file) => read(file).trimEnd().split("\n").length > 200,
    );

    expect(long).toEqual([]);
  });

  test("names its files in kebab-case", () => {
    expect(files.filter((file) => /^(provider|test|scripts)\/.*[A-Z_]/.test(file))).toEqual([]);
  });
});

describe("Provider and tests", () => {
  test("leave no way out of the types", () => {
    expect(lines([...provider, ...otherTests], /\bas any\b|: any\b|@ts-(ignore|nocheck)/)).toEqual([]);
  });

  test("switch off no lint rule", () => {
    expect(
      lines([...provider, ...otherTests, ...inFolder("scripts/")], /eslint-disable|prettier-ignore/),
    ).toEqual([]);
  });

  test("leave nothing to do later", () => {
    expect(lines([...provider, ...otherTests], /\b(TODO|FIXME|XXX|HACK)\b/)).toEqual([]);
  });
});

/** 0 takes a free one, and 65536 is none. */
const FIXED_PORT = /(?:\.listen\(|\bport["']?: ?["']?|--port(?:["'], ?["']|[= ]))(?!65536\b)[1-9]/;

describe("The tests", () => {
  test("never wait for time to pass", () => {
    expect(lines(otherTests, /\bsetTimeout\(|\bsleep\(|timers\/promises/)).toEqual([]);
  });

  test("all run", () => {
    expect(lines(otherTests, /\b(describe|test|it)\.(skip|only|todo|skipIf|runIf|fails)\b/)).toEqual([]);
  });

  test("have no file over 250 lines", () => {
    expect(tests.filter((file) => read(file).trimEnd().split("\n").length > 250)).toEqual([]);
  });

  test("listen on no fixed port", () => {
    const fixed = ["server.listen(80)", "{ port: 14010 }", `"--port", "4010"`, "--port=4010", "--port 4010"];
    expect(fixed.filter((text) => !FIXED_PORT.test(text))).toEqual([]);
    expect(lines(otherTests, FIXED_PORT)).toEqual([]);
  });
});
