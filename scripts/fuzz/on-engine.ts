import { type Found, fuzz, type FuzzOptions } from "../../test/fuzz/fuzz";
import { engineScenarios, playOnEngine } from "../../test/fuzz/engine-play";
import { withCompileCache } from "../engine/compile-cache";
import { findEngine } from "../engine/find";
import { createWorkspace } from "../engine/workspace";

/** Plays smaller stories on the real engine, two at a time. @throws EngineNotFound */
export async function onEngine(
  given: Pick<FuzzOptions, "runs" | "seed" | "path" | "onRun"> & { readonly faults: number },
): Promise<Found> {
  const { engine, end } = await withCompileCache(await findEngine());
  return fuzz({
    ...given,
    atOnce: 2,
    mode: "--engine ",
    scenarios: engineScenarios,
    play: async (scenario) =>
      playOnEngine(scenario, given.faults, async (options) => createWorkspace({ engine, ...options })),
  }).finally(end);
}
