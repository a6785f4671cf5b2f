import { describe, expect, test } from "vitest";
import { hashOf, isSecretOf, newId, newSecret, newTenantId } from "../../provider/sandbox/secrets";

const many = <Value>(make: () => Value) => Array.from({ length: 200 }, make);

describe("A secret", () => {
  test("is long, random, and needs care in a URL", () => {
    const secrets = many(newSecret);

    expect(new Set(secrets).size).toBe(200);
    expect(secrets.filter((secret) => secret.length < 40)).toEqual([]);
    expect(secrets.join("")).toMatch(/\+.*\/|\/.*\+/);
  });

  test("is recognised by its hash, which doesn't tell it", () => {
    const secret = newSecret();
    const hash = hashOf(secret);

    expect(hash).not.toContain(secret);
    expect(isSecretOf(hash, secret)).toBe(true);
    expect(isSecretOf(hash, `${secret} `)).toBe(false);
  });
});

describe("An id", () => {
  test("has no shape to rely on, and no character that a credential can't hold", () => {
    const ids = many(newId);

    expect(new Set(ids).size).toBe(200);
    expect(new Set(ids.map((id) => id.length)).size).toBeGreaterThan(3);
    expect(ids.filter((id) => !/^[0-9A-Za-z][0-9A-Za-z-]*$/.test(id))).toEqual([]);
  });

  test("of a tenant is 32 hexadecimal digits", () => {
    expect(newTenantId()).toMatch(/^[0-9a-f]{32}$/);
  });
});
