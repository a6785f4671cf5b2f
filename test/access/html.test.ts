import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { accessPage, type PageData } from "../../provider/access/html";

const DATA: PageData = { source: "the tenant", takenAt: "2031-02-03T04:05:06.000Z", notes: [], rows: [] };

const between = (page: string, begin: string, end: string) =>
  page
    .split(begin)
    .slice(1)
    .map((part) => part.split(end)[0] ?? "");
const policyOf = (page: string) =>
  between(page, `Content-Security-Policy" content="`, `"`)[0]?.split("; ") ?? [];
const hashOf = (text = "") => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

describe("The page", () => {
  test("runs its own script and style, and reaches nothing else", () => {
    const page = accessPage(DATA);

    expect(policyOf(page)).toEqual([
      "default-src 'none'",
      `style-src ${hashOf(between(page, "<style>", "</style>")[0])}`,
      `script-src ${hashOf(between(page, "<script>", "</script>")[0])}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(page).not.toMatch(/\b(src|href)=|url\(|@import|https?:/);
  });

  test("may ask its own server where it has one", () => {
    const page = accessPage(DATA, { portal: "/__sandbox" });

    expect(policyOf(page)).toContain("connect-src 'self'");
    expect(page).toContain(`"portal":"/__sandbox"`);
  });

  test("holds no text that an HTML parser takes for markup", () => {
    const source = `</script><script>alert(1)</script><!-- <script`;
    const page = accessPage({ ...DATA, source });
    const json = between(page, `id="data">`, "</script>")[0] ?? "";

    expect(json).not.toContain("<");
    expect(JSON.parse(json)).toMatchObject({ source, permissions: { length: 6 } });
    expect(page).not.toContain("alert(1)</script>");
  });
});
