import { describe, expect, test } from "vitest";
import { printedHtml } from "../../../provider/cli/access/print-html";
import { compared, partial } from "./sample";

const dataOf = (page: string): unknown => JSON.parse(/id="data">(.*?)<\/script>/s.exec(page)?.[1] ?? "");

describe("The HTML", () => {
  test("holds what is compared and what isn't known", () => {
    expect(dataOf(printedHtml(compared()))).toMatchObject({
      ...{ source: "the tenant", before: "the state of prod", notes: [] },
      rows: { length: 5 },
    });
    expect(dataOf(printedHtml(partial()))).toMatchObject({ notes: { length: 2 } });
  });
});
