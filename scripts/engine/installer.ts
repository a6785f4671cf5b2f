import { createRequire } from "node:module";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { parseVersion, Unavailable } from "./engine";
import type { Getter } from "./find";
import { start, untilQuiet } from "./process-group";

const require = createRequire(import.meta.url);

/** The SDK's installer can't be cancelled, so it runs in a process of its own, which can. */
const INSTALL = `
require(process.argv[1]).PulumiCommand.install({ root: process.argv[2] }).then(
  ({ version }) => console.log(String(version)),
  (error) => { console.error(error.message); process.exitCode = 1; },
);`;

/** A network that swallows packets sends no error: so long without a byte, and the installer is given up. */
const QUIET_LIMIT_MS = 20_000;

async function bytesUnder(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map((file) =>
      stat(path.join(file.parentPath, file.name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** What failed, of a message that quotes a whole command result. */
function firstReason(message: string): string {
  const lines = message.split("\n").map((line) => line.trim());
  return lines.find((line) => /error|fail|timed out/i.test(line)) ?? lines.find(Boolean) ?? "no message";
}

/**
 * The official installer of the SDK in `node_modules`: the CLI of that SDK's own version, which package-lock.json pins.
 * It checks the download by TLS only; what it brought is recorded with its sha256 when it is cached.
 */
export function officialInstaller(
  sdk: string = require.resolve("@pulumi/pulumi/automation"),
  quietLimitMs: number = QUIET_LIMIT_MS,
): Getter {
  const sdkVersion = () =>
    z.object({ version: z.string() }).parse(require("@pulumi/pulumi/package.json")).version;
  return {
    source: "installer",
    label: "Pulumi's official installer",

    key: () => Promise.resolve(`installer-${sdkVersion()}`),

    async get(staging, { env, onProgress }) {
      onProgress({ kind: "step", text: `downloading pulumi ${sdkVersion()} from get.pulumi.com` });
      const temporary = path.join(staging, "download");
      await mkdir(temporary, { recursive: true });
      const install = start(process.execPath, ["-e", INSTALL, sdk, staging], {
        cwd: staging,
        env: { ...env, TMPDIR: temporary, TEMP: temporary },
      });
      const ended = await untilQuiet(
        install,
        async () => {
          const bytes = await bytesUnder(staging);
          if (bytes) onProgress({ kind: "detail", text: `${(bytes / 1e6).toFixed(0)} MB` });
          return bytes;
        },
        quietLimitMs,
      );
      if (!ended) throw new Unavailable(`get.pulumi.com sent nothing for ${quietLimitMs / 1000} s`);
      const version = ended.exitCode === 0 ? parseVersion(ended.stdout) : undefined;
      if (!version) throw new Unavailable(ended.problem ?? firstReason(ended.stderr));
      await rm(temporary, { recursive: true, force: true });
      return version;
    },
  };
}
