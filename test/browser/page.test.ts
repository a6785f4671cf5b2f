import { describe, expect } from "vitest";
import { type AccessSubject, PERMISSIONS, splitPermissions } from "../../provider/access/model";
import { accessPage } from "../../provider/access/html";
import { accessRows } from "../../provider/access/rows";
import { printedHtml } from "../../provider/cli/access/print-html";
import { compared, partial, plain, subject } from "../cli/access/sample";
import { barriers, shownNames, test } from "./pages";

const MARKUP = `<b>x</b></script><script>alert(1)</script>`;

describe("The page of who may do what", () => {
  test.for(["light", "dark"] as const)(
    "has no barrier in %s, and asks nobody",
    async (colorScheme, { open }) => {
      for (const report of [plain(), compared(), partial()]) {
        const { page, complaints, asked } = await open(printedHtml(report), { colorScheme });

        expect(await barriers(page)).toEqual([]);
        await page.getByLabel("By permission").check();
        expect(await barriers(page)).toEqual([]);
        expect([complaints, asked]).toEqual([[], []]);
      }
    },
  );

  test("has no barrier where a list is longer than its section", async ({ open }) => {
    const users = Array.from({ length: 60 }, (_, at) =>
      subject("user", `u${at}@acme.test`, ["build_applications"]),
    );
    const rows = accessRows({ subjects: users });
    const { page } = await open(
      accessPage({ source: "x", takenAt: "2031-02-03T04:05:06.000Z", notes: [], rows }),
    );

    await page.getByLabel("By permission").check();
    expect(await barriers(page)).toEqual([]);
  });

  test("has another ground in the dark", async ({ open }) => {
    const grounds = [];
    for (const colorScheme of ["light", "dark"] as const) {
      const { page } = await open(printedHtml(plain()), { colorScheme });
      grounds.push(await page.evaluate("getComputedStyle(document.body).backgroundColor"));
    }

    expect(new Set(grounds).size).toBe(2);
  });

  test("shows differences, escalations first", async ({ open }) => {
    const { page } = await open(printedHtml(compared()));

    await expect(page.getByRole("region", { name: "Escalations: 1" }).innerText()).resolves.toContain(
      "alice@acme.test gains Users & API Management",
    );
    const alice = page.getByRole("row", { name: "alice@acme.test" });
    const marks = await alice.getByRole("img").all();
    const said = await Promise.all(marks.map((mark) => mark.getAttribute("aria-label")));
    expect(said).toEqual(["yes", "no, lost", "yes, gained"]);
    await page.getByLabel("Only differences").check();
    expect(await shownNames(page)).toEqual(["alice@acme.test", "dave@acme.test", "gone@acme.test"]);
  });

  test("finds by name, kind and permission, and says how many", async ({ open }) => {
    const { page } = await open(printedHtml(compared()));
    const status = page.getByRole("status");

    await page.getByLabel("Search").fill("ACME");
    expect(await status.textContent()).toBe("4 of 5: “ACME”");
    await page.getByLabel("Search").fill("");
    await page.getByLabel("Holds").selectOption("Builds");
    expect(await shownNames(page)).toEqual(["alice@acme.test", "=cmd()|x"]);
    await page.getByLabel(/People/).uncheck();
    expect(await shownNames(page)).toEqual(["=cmd()|x"]);
    expect(await status.textContent()).toBe("1 of 5: holds Builds, no People");
  });

  test("sorts by a heading, and says so", async ({ open }) => {
    const { page } = await open(printedHtml(compared()));
    const heading = page.getByRole("columnheader", { name: "Name" });

    await heading.getByRole("button").click();
    expect(await heading.getAttribute("aria-sort")).toBe("ascending");
    await heading.getByRole("button").click();
    expect(await heading.getAttribute("aria-sort")).toBe("descending");
    expect((await shownNames(page))[0]).toBe("owner@acme.test");
    await page.getByRole("columnheader", { name: "Tenant Settings" }).getByRole("button").click();
    expect((await shownNames(page))[0]).toBe("owner@acme.test");
  });

  test("tells by permission who holds it", async ({ open }) => {
    const { page } = await open(printedHtml(compared()));
    await page.getByLabel("By permission").check();
    const section = (name: string) => page.locator("section", { has: page.getByRole("heading", { name }) });

    expect(await section("Builds").locator(".name").allTextContents()).toEqual([
      "alice@acme.test",
      "=cmd()|x",
    ]);
    expect(await section("Certificates").innerText()).toMatch(/0[^]*−[^]*alice@acme.test/);
    expect(await section("zap").locator(".name").allTextContents()).toEqual(["dave@acme.test"]);
  });

  test("can be used by keyboard alone", async ({ open }) => {
    const { page } = await open(printedHtml(compared()));

    await page.keyboard.press("Tab");
    await page.keyboard.type("owner");
    expect(await shownNames(page)).toEqual(["owner@acme.test"]);
    const focused: unknown[] = [];
    for (let presses = 0; presses < 8; presses++) {
      await page.keyboard.press("Tab");
      focused.push(
        await page.evaluate(
          "document.activeElement.id || document.activeElement.ariaLabel || document.activeElement.textContent",
        ),
      );
    }
    expect(focused).toEqual([
      ...["permission", "kind-user", "kind-token", "kind-group", "changed", "view-person", "Print", "Matrix"],
    ]);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.getByRole("columnheader", { name: "Name" }).getAttribute("aria-sort")).toBe(
      "ascending",
    );
  });

  test("shows a name word for word, whatever it holds", async ({ open }) => {
    const rows = accessRows({ subjects: [subject("user", MARKUP), subject("group", "a\u202Eb")] });
    const page = accessPage({ source: MARKUP, takenAt: "2031-02-03T04:05:06.000Z", notes: [MARKUP], rows });
    const { page: shown, complaints } = await open(page);

    expect(await shownNames(shown)).toEqual([MARKUP, "a\\u{202e}b"]);
    expect(await shown.locator("b, script:not([id])").count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  test("prints the table without what one can't press on paper", async ({ open }) => {
    const { page } = await open(printedHtml(compared()));
    await page.getByLabel("Search").fill("alice");
    await page.emulateMedia({ media: "print" });

    expect(await page.getByLabel("Search").isVisible()).toBe(false);
    expect(await page.getByRole("status").innerText()).toContain("alice");
    expect(await shownNames(page)).toEqual(["alice@acme.test"]);
    expect(await page.evaluate("getComputedStyle(document.querySelector('.scroll')).overflow")).toBe(
      "visible",
    );
  });
});

describe("The page of 1,000 users and 60 SAML groups", () => {
  const some = (at: number) => PERMISSIONS.filter((_, index) => (at * 7 + index * 3) % 5 < 2);
  const subjects: AccessSubject[] = [
    ...Array.from({ length: 1000 }, (_, at) => ["user", `person${at}@acme.test`, at] as const),
    ...Array.from({ length: 60 }, (_, at) => ["group", `group-${at}`, at] as const),
  ].map(([kind, name, at]) => ({ kind, name, id: `${kind}${at}`, ...splitPermissions(some(at)) }));
  const html = accessPage({
    source: "x",
    takenAt: "2031-02-03T04:05:06.000Z",
    notes: [],
    rows: accessRows({ subjects }),
  });

  test("filters in one pass that makes no element anew, and touches only what comes or goes", async ({
    open,
  }) => {
    const { page } = await open(html);
    expect(await page.locator("tbody tr").count()).toBe(1060);
    await page.evaluate(
      `globalThis.changes = []; new MutationObserver((records) => changes.push(...records.map(({ type }) => type)))
        .observe(document.querySelector("tbody"), { subtree: true, childList: true, attributes: true })`,
    );
    const changesAfter = async (text: string) => {
      await page.getByLabel("Search").fill(text);
      return page.evaluate<string[]>("changes.splice(0)");
    };

    const hidden = await changesAfter("person99");
    expect(await page.getByRole("status").textContent()).toBe("11 of 1,060: “person99”");
    expect([hidden.length, new Set(hidden)]).toEqual([1049, new Set(["attributes"])]);
    expect(await changesAfter("person999")).toHaveLength(10);
    expect(await changesAfter("")).toHaveLength(1059);
  });

  test("makes the other view when it is first asked for", async ({ open }) => {
    const { page } = await open(html);

    expect(await page.locator("li").count()).toBe(0);
    await page.getByLabel("By permission").check();
    expect(await page.locator("li").count()).toBe(subjects.flatMap(({ permissions }) => permissions).length);
  });
});
