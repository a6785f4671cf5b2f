import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRedactor, quotable } from "../../provider/api/redact";

const SECRET = 'se:c+r/e t="%\\ä-9876543210';
const base64 = (text: string) => Buffer.from(text).toString("base64");
const base64url = (text: string) => Buffer.from(text).toString("base64url");

function cleaned(text: string): string {
  const redactor = createRedactor();
  redactor.learn(SECRET);
  return redactor.clean(text);
}

describe("A secret", () => {
  test.each([
    ["raw", SECRET],
    ["in base64", base64(SECRET)],
    ["in base64url", base64url(SECRET)],
    ["percent-encoded", encodeURIComponent(SECRET)],
    ["percent-encoded in small letters", encodeURIComponent(SECRET).toLowerCase()],
    ["of a form", new URLSearchParams({ a: SECRET }).toString().slice(2)],
    ["JSON-escaped", JSON.stringify(SECRET).slice(1, -1)],
    ["in hex", Buffer.from(SECRET).toString("hex")],
    ["in capital hex", Buffer.from(SECRET).toString("hex").toUpperCase()],
  ])("is taken out %s", (_, form) => {
    expect(cleaned(`before ${form} after`)).toBe("before [secret] after");
  });

  test.each(["k", "ke", "key", "key_1", "tok_0123"])("is taken out of base64 behind the key %s", (key) => {
    for (const encode of [base64, base64url]) {
      const pair = encode(`${key}:${SECRET}`);
      const left = cleaned(`Bearer ${pair} after`);

      expect(left).toContain("[secret]");
      expect(left).not.toContain(pair.slice(-12, -4));
    }
  });

  test("is taken out of any text, whatever is around it", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 8, unit: "grapheme" }),
        fc.string(),
        fc.string(),
        (secret, before, after) => {
          fc.pre(secret.trim().length >= 8 && !before.includes(secret) && !"[secret]".includes(secret));
          const redactor = createRedactor();
          redactor.learn(secret);

          expect(redactor.clean(`${before}${secret}${after}`)).not.toContain(secret);
        },
      ),
    );
  });

  test("that holds another one is taken out as a whole", () => {
    const redactor = createRedactor();
    redactor.learn("inner-secret");
    redactor.learn("outer-inner-secret-outer");

    expect(redactor.clean("outer-inner-secret-outer, inner-secret")).toBe("[secret], [secret]");
  });

  test.each(["", " ", "abc", "   a   "])(
    "of fewer than 4 characters, like %j, blots out nothing",
    (short) => {
      const redactor = createRedactor();
      redactor.learn(short);

      expect(redactor.clean("a b  abc")).toBe("a b  abc");
    },
  );
});

describe("An input that is a secret", () => {
  const learned = (value: string) => {
    const redactor = createRedactor();
    redactor.learn(value, "name");
    return redactor;
  };

  test("is taken out in all its forms, also in other letters, and named", () => {
    const quoted = JSON.stringify(JSON.stringify('Se"cret+(ü)'));
    const redactor = learned('Se"cret+(ü)');

    expect(redactor.clean(`${quoted} sE"CRET+(Ü) ${base64('Se"cret+(ü)')}`)).toBe(
      `"\\"[secret name]\\"" [secret name] [secret name]`,
    );
  });

  test("is taken out as a word where it is short", () => {
    expect(learned("ci").clean('ci "CI" special ci-1 ciao éci')).toBe(
      '[secret name] "[secret name]" special [secret name]-1 ciao éci',
    );
    expect(learned("$&x").clean("a $&x b")).toBe("a [secret name] b");
    expect(learned(" ").clean("a b")).toBe("a b");
    expect(learned("2").clean('{"attempt":2}')).toBe('{"attempt":2}');
  });
});

describe("A foreign text", () => {
  test("is quoted without secrets, with its control characters escaped", () => {
    const redactor = createRedactor();
    redactor.learn("hunter22");

    expect(quotable("a\r\n\u001b[31m\u202ehunter22\u200b", redactor)).toBe(
      "a\\u{d}\\u{a}\\u{1b}[31m\\u{202e}[secret]\\u{200b}",
    );
  });

  test("is quoted to 300 characters, and a secret at the cut leaves no beginning", () => {
    const redactor = createRedactor();
    redactor.learn("hunter22-and-more");
    const quoted = quotable(`${"x".repeat(295)}hunter22-and-more${"y".repeat(300)}`, redactor);

    expect(quoted).toHaveLength(300);
    expect(quoted).not.toContain("hunt");
  });
});
