import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { test as base } from "vitest";
import { inject } from "vitest";
import { z } from "zod";
import { launch } from "../../scripts/browser/find";
import { startSandbox } from "../../provider/sandbox";

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

/** A page in Chromium, and all that went wrong in it: errors, violations of its policy, requests. */
export interface Opened {
  readonly page: Page;
  readonly complaints: string[];
  /** The addresses that were asked for, but for the page's own. */
  readonly asked: string[];
}

/** What a test of a page is given. */
export interface BrowserFixtures {
  readonly browser: Browser;
  /** Opens an address. */
  readonly openUrl: (url: string, options?: BrowserContextOptions) => Promise<Opened>;
  /** Opens a page from a file of its own, as somebody does who got it by e-mail. */
  readonly open: (html: string, options?: BrowserContextOptions) => Promise<Opened>;
  readonly sandbox: Awaited<ReturnType<typeof startSandbox>>;
}

export const test = base.extend<BrowserFixtures>({
  browser: [
    async ({}, use) => {
      const browser = await launch(inject("chromium"));
      await use(browser);
      await browser.close();
    },
    { scope: "file" },
  ],
  openUrl: async ({ browser }, use) => {
    const contexts: { close: () => Promise<void> }[] = [];
    await use(async (url, options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
      contexts.push(context);
      const page = await context.newPage();
      const complaints: string[] = [];
      const asked: string[] = [];
      page.on("console", (message) => complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("request", (request) => {
        if (request.url() !== url) asked.push(new URL(request.url()).pathname);
      });
      await page.goto(url);
      return { page, complaints, asked };
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
  open: async ({ openUrl }, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), "apptego-page-"));
    await use(async (html, options) => {
      const file = path.join(folder, "access.html");
      await writeFile(file, html);
      return openUrl(pathToFileURL(file).href, options);
    });
    await rm(folder, { recursive: true, force: true });
  },
  sandbox: async ({}, use) => {
    const sandbox = await startSandbox();
    await use(sandbox);
    await sandbox.close();
  },
});

const Findings = z.object({
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
});

/** What axe-core finds against WCAG 2.2 AA and its own best practices, as `rule: element`. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(AXE); // by the debugger, so that the page's policy doesn't hinder it
  const { violations } = Findings.parse(await page.evaluate("axe.run()"));
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** The names in the order of the matrix, as far as they are shown. */
export async function shownNames(page: Page): Promise<string[]> {
  return page.locator("tbody tr:visible .name").allTextContents();
}
