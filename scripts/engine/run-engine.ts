import { findEngine } from "./find";
import { reportProgress } from "./progress";
import { createWorkspace, type Workspace, type WorkspaceOptions } from "./workspace";

const INTERRUPTS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * Finds the engine, with progress on stderr, makes a workspace, hands it to `use`, and removes it, however that ends:
 * after an interrupt too, with the exit code that shells expect.
 * @throws EngineNotFound, or what `use` throws.
 */
export async function runEngine<T>(
  options: Omit<WorkspaceOptions, "engine">,
  use: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  const progress = reportProgress();
  const engine = await findEngine({ onProgress: progress.onProgress }).finally(progress.stop);
  const workspace = await createWorkspace({ engine, ...options });
  const interrupted = (signal: keyof typeof INTERRUPTS) => {
    void workspace.dispose().then(() => process.exit(INTERRUPTS[signal]));
  };
  for (const signal of Object.keys(INTERRUPTS)) process.once(signal, interrupted);
  try {
    return await use(workspace);
  } finally {
    for (const signal of Object.keys(INTERRUPTS)) process.off(signal, interrupted);
    await workspace.dispose();
  }
}
