import { describe, expect, test } from "vitest";
import { convert } from "xmlbuilder2";
import { printedJunit } from "../../../provider/cli/drift/print-junit";
import { outcome, reportWith } from "../../support/drift";

describe("The JUnit report", () => {
  test("has a suite a kind and a case an object, each with what became of it", () => {
    const all = [
      outcome({ status: "same", name: "fine", stack: "prod", resource: "fine" }),
      outcome({ status: "missing", id: "2", name: 'a<b>&"c"\u0000' }),
      outcome({ status: "unknown", id: "3", name: "dunno", notes: ["no answer"] }),
      outcome({ id: "4", name: "legacy" }),
    ];
    const rules = "- { kind: token, pattern: legacy, reason: of old }";

    const text = printedJunit(reportWith(all, { rules }), all);
    expect(text.startsWith('<?xml version="1.0" encoding="UTF-8"?>')).toBe(true);
    expect(text).toContain('name="token a&lt;b&gt;&amp;&quot;c&quot;\\u{0}"'); // convert() leaves entities as they are
    const { testsuites } = convert(text, { format: "object" }) as unknown as {
      testsuites: { "@tests": string; testsuite: { "@name": string; testcase: object[] }[] };
    };
    expect(testsuites).toMatchObject({ "@tests": "4", "@failures": "1", "@errors": "1" });
    expect(testsuites.testsuite.map((suite) => suite["@name"])).toEqual(["user", "token", "mapping", "key"]);
    expect(testsuites.testsuite[1]).toMatchObject({
      ...{ "@tests": "4", "@failures": "1", "@errors": "1", "@skipped": "1" },
      testcase: [
        {
          "@name": "token a&lt;b&gt;&amp;&quot;c&quot;\\u{0}",
          failure: { "@type": "missing", "@message": "AppTego holds it no more" },
        },
        { "@name": "token dunno", error: { "@type": "unknown", "@message": "no answer" } },
        { "@name": "token legacy", skipped: { "@message": "of old" } },
        { "@name": "token fine (prod: fine)", "@classname": "apptego.token" },
      ],
    });
  });
});
