import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { executables, Unavailable } from "./engine";

const MANIFEST = "manifest.json";

const Manifest = z.object({
  version: z.string(),
  files: z.array(z.object({ name: z.string(), size: z.number(), mtimeMs: z.number(), sha256: z.string() })),
});
/** What was put into a folder of the cache. */
export type Manifest = z.output<typeof Manifest>;

/** Where a cached engine's executables are. */
export const binFolder = (folder: string) => path.join(folder, "bin");

async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/** The manifest of a cached engine. @throws Unavailable where there is none, or it can't be read. */
async function readManifest(folder: string): Promise<Manifest> {
  let text: string;
  try {
    text = await readFile(path.join(folder, MANIFEST), "utf8");
  } catch {
    throw new Unavailable(`${folder} holds none yet`, true);
  }
  try {
    return Manifest.parse(JSON.parse(text));
  } catch {
    throw new Unavailable(`${path.join(folder, MANIFEST)} is damaged`);
  }
}

/**
 * What is cached in a folder, held against its manifest. Size and time of change are compared at once;
 * only a file whose time differs is hashed again.
 * @throws Unavailable where there is nothing, or it isn't what was put there.
 */
export async function readCached(folder: string): Promise<Manifest> {
  const manifest = await readManifest(folder);
  const files = await Promise.all(
    manifest.files.map(async (entry) => {
      const file = path.join(binFolder(folder), entry.name);
      const found = await stat(file).catch(() => undefined);
      if (!found?.isFile()) throw new Unavailable(`${file} is missing`);
      if (found.size === entry.size && found.mtimeMs === entry.mtimeMs) return entry;
      if (found.size !== entry.size || (await sha256(file)) !== entry.sha256)
        throw new Unavailable(`${file} is not what was put there (sha256 ${entry.sha256})`);
      return { ...entry, mtimeMs: found.mtimeMs };
    }),
  );
  for (const needed of Object.values(executables()))
    if (!files.some(({ name }) => name === needed)) throw new Unavailable(`${folder} has no ${needed}`);
  if (files.some((entry, at) => entry !== manifest.files[at])) {
    const text = JSON.stringify({ ...manifest, files }, undefined, 2);
    await writeFileAtomic(path.join(folder, MANIFEST), text).catch(() => undefined); // then it is hashed again next time
  }
  return manifest;
}

/**
 * Makes a finished engine visible in one step: `staging`, with its executables in `bin`, becomes `folder`.
 * What was in `folder` before is replaced.
 */
export async function publish(staging: string, folder: string, version: string): Promise<Manifest> {
  const entries = await readdir(binFolder(staging), { withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({ name }) => {
        const file = path.join(binFolder(staging), name);
        const { size, mtimeMs } = await stat(file);
        return { name, size, mtimeMs, sha256: await sha256(file) };
      }),
  );
  const manifest: Manifest = { version, files };
  await writeFile(path.join(staging, MANIFEST), JSON.stringify(manifest, undefined, 2));
  await rm(folder, { recursive: true, force: true });
  await rename(staging, folder);
  return readCached(folder);
}
