import type { TestProject } from "vitest/node";
import type { Engine } from "../../scripts/engine/engine";
import { withCompileCache } from "../../scripts/engine/compile-cache";
import { findEngine } from "../../scripts/engine/find";
import { reportProgress } from "../../scripts/engine/progress";

declare module "vitest" {
  interface ProvidedContext {
    /** The engine that the tests drive. */
    engine: Engine;
  }
}

/** Gets the engine once, before the first engine test; what its programs compiled goes after the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const progress = reportProgress();
  try {
    const cached = await withCompileCache(await findEngine({ onProgress: progress.onProgress }));
    project.provide("engine", cached.engine);
    return cached.end;
  } finally {
    progress.stop();
  }
}
