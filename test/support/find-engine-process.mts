import { once } from "node:events";
import path from "node:path";
import { findEngine, type Getter } from "../../scripts/engine/find";
import { fakeEngine } from "./fake-engine";

/**
 * `node --import tsx find-engine-process.mts CACHE`: finds an engine as another process would. Getting one takes until
 * something is written to stdin. Each line of stdout is an event: progress, "getting" or the engine.
 */
const [cacheFolder = ""] = process.argv.slice(2);
const tell = (event: unknown) => console.log(JSON.stringify(event));

const getter: Getter = {
  source: "go",
  label: "a fake build",
  key: () => Promise.resolve("fake-1"),
  async get(staging) {
    tell({ getting: staging });
    await once(process.stdin, "data");
    await fakeEngine(path.join(staging, "bin"), "3.232.0");
    return "3.232.0";
  },
};

tell({ engine: await findEngine({ env: {}, cacheFolder, getters: [getter], onProgress: tell }) });
process.stdin.destroy();
