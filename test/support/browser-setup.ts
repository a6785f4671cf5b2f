import type { TestProject } from "vitest/node";
import { findBrowser } from "../../scripts/browser/find";
import { reportProgress } from "../../scripts/engine/progress";

declare module "vitest" {
  interface ProvidedContext {
    /** The Chromium that the tests drive; undefined for playwright's own. */
    chromium: string | undefined;
  }
}

/** Finds a browser once, before the first test of a page. */
export default async function setup(project: TestProject): Promise<void> {
  const progress = reportProgress();
  try {
    const { executablePath } = await findBrowser(progress.onProgress);
    project.provide("chromium", executablePath);
  } finally {
    progress.stop();
  }
}
