import { readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { execa } from "execa";
import { z } from "zod";
import type { Engine } from "../scripts/engine/engine";
import { CHECKOUT } from "../scripts/engine/project";
import type { Header } from "./results";

const inCheckout = async (command: string, ...args: string[]) =>
  (await execa(command, args, { cwd: CHECKOUT, reject: false })).stdout;

/** Where and of what a run is; what only its end tells comes later. */
export async function headerOf(
  engine: Engine,
  command: string,
): Promise<Omit<Header, "minutes" | "leftOut">> {
  const [cpu] = os.cpus();
  const sdk = await readFile(path.join(CHECKOUT, "node_modules/@pulumi/pulumi/package.json"), "utf8");
  const andChanges = async (...folders: string[]) => {
    const changed = await inCheckout("git", "status", "--porcelain", "--untracked-files=no", ...folders);
    return changed === "" ? "" : " and changes";
  };
  const [curl = ""] = (await inCheckout("curl", "--version")).split(" (");
  return {
    date: new Date().toISOString().slice(0, 16).replace("T", " ") + " UTC",
    machine: `${cpu?.model.trim() ?? "?"}, ${os.cpus().length} cores, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()}`,
    node: process.versions.node,
    pulumi: engine.version,
    sdk: z.object({ version: z.string() }).parse(JSON.parse(sdk)).version,
    curl: curl.replace(/^curl /, ""),
    commit: `${await inCheckout("git", "rev-parse", "--short", "HEAD")}${await andChanges()}`,
    providerTree: `${await inCheckout("git", "rev-parse", "--short", "HEAD:provider")}${await andChanges("provider")}`,
    command,
  };
}
