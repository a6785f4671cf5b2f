"use strict";
// Reads every resource of a state ten times, as the host of dynamic providers does it for ten refreshes, and prints the
// resident memory in bytes after each.
const { readFileSync } = require("node:fs");
const runtime = require("pulumi-apptego/runtime");

const SECRET = "4dabf18193072939515e22adb298388d"; // Pulumi's mark of a secret
const ROUNDS = 10;

const plain = (value) => (value && value[SECRET] ? JSON.parse(value.plaintext) : value);
const { deployment } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const resources = deployment.resources
  .filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic/"))
  .map(({ type, id, outputs }) => ({
    provider: runtime[type.split(":").at(-1)],
    id,
    props: Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, plain(value)])),
  }));

async function main() {
  const config = { get: () => undefined, require: () => undefined };
  await Promise.all(Object.values(runtime).map((provider) => provider.configure({ config })));
  for (let round = 0; round < ROUNDS; round += 1) {
    const read = await Promise.all(
      resources.map(({ provider, id, props }) => provider.read(id, { ...props })),
    );
    if (read.length === 0 || read.some(({ id }) => !id)) throw new Error("A resource was not found.");
    global.gc();
    console.log(process.memoryUsage.rss());
  }
  process.exit(0);
}

void main();
