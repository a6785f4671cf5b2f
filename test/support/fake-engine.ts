import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { executables } from "../../scripts/engine/engine";

/** Writes a shell script that can be run. */
export async function script(file: string, body: string): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  return file;
}

/** Puts what looks like an engine into a folder; `pulumi` does what `body` says. */
export async function fakeEngine(folder: string, version: string, body = `echo v${version}`): Promise<void> {
  const { cli, languageHost, dynamicProvider } = executables();
  await script(path.join(folder, cli), body);
  await script(path.join(folder, languageHost), "exit 0");
  await script(path.join(folder, dynamicProvider), "exit 0");
}
