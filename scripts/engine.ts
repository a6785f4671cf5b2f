import { findEngine, EngineNotFound } from "./engine/find";
import { reportProgress } from "./engine/progress";

/** `npm run engine`: finds or gets the engine that the tests and the demo use, and prints where it is. */
async function main(): Promise<void> {
  const progress = reportProgress();
  try {
    const { command, version, source } = await findEngine({ onProgress: progress.onProgress });
    progress.stop();
    console.log(`${command} (pulumi ${version}, from ${source})`);
  } catch (error) {
    progress.stop();
    if (!(error instanceof EngineNotFound)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

void main();
