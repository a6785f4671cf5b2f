import { describe, expect, test } from "vitest";
import {
  baseUrlProblem,
  integrationProblem,
  isLoopback,
  isReclaim,
  RECLAIMS,
  reclaimProblem,
  tenantIdProblem,
  tokenKeyProblem,
  tokenSecretProblem,
} from "../../provider/api/setting-rules";

const PAIR = Buffer.from("tok_admin:secret-of-admin").toString("base64");
const JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln";

describe("A base URL is refused", () => {
  test.each([
    ["http://app.apptego.com", /must start with https/],
    ["http://127.0.0.1.example.com", /must start with https/],
    ["http://localhost.example.com/frontend", /must start with https/],
    ["ftp://app.apptego.com", /must start with https/],
    ["file:///etc/passwd", /must start with https/],
    ["https://user:hunter22@app.apptego.com/frontend", /has a user or password/],
    ["https://hunter22@app.apptego.com", /has a user or password/],
    ["https://@app.apptego.com", /has a user or password/],
    ["https://app.apptego.com/frontend?x=1", /from "\?" or "#" on/],
    ["https://app.apptego.com/frontend?", /from "\?" or "#" on/],
    ["https://app.apptego.com/frontend#top", /from "\?" or "#" on/],
    ["app.apptego.com/frontend", /isn't a URL/],
    ["https:app.apptego.com", /isn't a URL/],
    ["https://app.apptego.com\\frontend", /isn't a URL/],
    [" https://app.apptego.com", /isn't a URL/],
    ["https://app.apptego.com/\n", /isn't a URL/],
    ["", /is empty/],
    ["https://app.apptego.com/frontend/../x", /"\." and "\.\."/],
    ["https://app.apptego.com/frontend/%2e%2e/x", /"\." and "\.\."/],
    ["https://app.apptego.com/frontend/.", /"\." and "\.\."/],
  ])("when it is %j", (value, problem) => {
    expect(baseUrlProblem(value)).toMatch(problem);
    expect(baseUrlProblem(value)).not.toContain("hunter22");
  });

  test.each([
    "https://app.apptego.com/frontend",
    "https://app.apptego.com/frontend/",
    "https://apptego.example.com:8443/a/b..c/.d",
    "http://127.0.0.1:8080",
    "http://127.9.9.9",
    "http://[::1]:8080/frontend",
    "http://localhost:8080",
  ])("but not when it is %j", (value) => {
    expect(baseUrlProblem(value)).toBeUndefined();
  });
});

describe("A tenant's id is refused", () => {
  test.each([
    ["", /is empty: a tenant's id is 32/],
    ["0".repeat(31), /of 31 digits/],
    ["0".repeat(33), /of 33 digits/],
    ["ABCDEF00".repeat(4), /that is abcdef00abcdef00abcdef00abcdef00$/],
    ["01234567-89ab-cdef-0123-456789abcdef", /that is 0123456789abcdef0123456789abcdef$/],
    [` ${"0".repeat(32)}`, /that is 0{32}$/],
    ["Acme Corp", /is "Acme Corp": .*not its name/],
  ])("when it is %j", (value, problem) => {
    expect(tenantIdProblem(value)).toMatch(problem);
  });

  test("but not when it is 32 lower-case hexadecimal digits", () => {
    expect(tenantIdProblem("0123456789abcdef".repeat(2))).toBeUndefined();
  });
});

const eitherHalf: [string, RegExp][] = [
  ["", /is empty/],
  ["hunter22\n", /line break/],
  ["hunter22\r", /line break/],
  ["hunt\0er22", /control character/],
  ["\u0085hunter22", /control character/],
  [" hunter22", /a blank before or after/],
  ["hunter22\u00a0", /a blank before or after/],
  ['"hunter22"', /quotes around it/],
  ["'hunter22'", /quotes around it/],
  ["Bearer hunter22", /starts with "Bearer"/],
  [JWT, /session token/],
  [PAIR, /joined and base64-encoded already/],
  [PAIR.replace(/=+$/, ""), /joined and base64-encoded already/],
];

describe.each([
  ["key", tokenKeyProblem],
  ["secret", tokenSecretProblem],
])("A token's %s is refused", (half, problemOf) => {
  test.each(eitherHalf)("when it is %j, and isn't echoed", (value, problem) => {
    expect(problemOf(value)).toMatch(problem);
    if (value !== "") expect(problemOf(value)).not.toContain(value.trim());
    expect(problemOf(value)).not.toContain("hunter22");
  });

  test.each([
    "abc",
    "c29tZSByYW5kb20gc2VjcmV0",
    "a/b+c=",
    'x"y',
    "'x",
    "x\\y",
    "100%",
    "ä 你",
    "0a1b".repeat(8),
  ])("but not when it is %j", (value) => {
    expect(problemOf(value)).toBeUndefined();
  });

  test(half === "key" ? "when it has a colon" : "but not for a colon", () => {
    if (half === "key") expect(problemOf("tok:admin")).toMatch(/has a ":"/);
    else expect(problemOf("sec:ret")).toBeUndefined();
  });
});

describe("The integration's name", () => {
  test.each(["", " x", "x\r\nHost: evil", "ä", "x".repeat(101)])("is refused when it is %j", (value) => {
    expect(integrationProblem(value)).toMatch(/1 to 100 printable ASCII/);
  });

  test.each(["x", "acme/platform (prod)", "x".repeat(100)])("may be %j", (value) => {
    expect(integrationProblem(value)).toBeUndefined();
  });
});

describe("What is reclaimed", () => {
  test.each(RECLAIMS)("may be %s", (value) => {
    expect([reclaimProblem(value), isReclaim(value)]).toEqual([undefined, true]);
  });

  test.each(["", "Always", "yes"])("may not be %j", (value) => {
    expect(reclaimProblem(value)).toContain("it must be recent, always, never");
    expect(isReclaim(value)).toBe(false);
  });
});

describe("Loopback", () => {
  test.each([
    ["localhost", true],
    ["127.0.0.1", true],
    ["[::1]", true],
    ["127.0.0.1.example.com", false],
    ["[::2]", false],
    ["0.0.0.0", false],
  ])("%s: %s", (hostname, loopback) => {
    expect(isLoopback(hostname)).toBe(loopback);
  });
});
