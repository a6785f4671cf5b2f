import type { TestProject } from "vitest/node";
import type { Engine } from "../../scripts/engine/engine";
import { findEngine } from "../../scripts/engine/find";
import { reportProgress } from "../../scripts/engine/progress";

declare module "vitest" {
  interface ProvidedContext {
    /** The engine that the tests drive. */
    engine: Engine;
  }
}

/** Gets the engine once, before the first engine test. */
export default async function setup(project: TestProject): Promise<void> {
  const progress = reportProgress();
  try {
    project.provide("engine", await findEngine({ onProgress: progress.onProgress }));
  } finally {
    progress.stop();
  }
}
