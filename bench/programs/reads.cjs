"use strict";
// Reads every resource of a state ten times, as the host of dynamic providers does it for ten refreshes, and prints the
// resident memory in bytes after each. It fails unless each round asked AppTego for the four lists.
const { readFileSync } = require("node:fs");
const { request } = require("node:http");
// From the sources, as what the providers of a process share is no user's need, so that the package doesn't export it.
const runtime = require("../../provider/pulumi/runtime");
const { tenantOf } = require("../../provider/pulumi/open-tenant");
const { settingsFrom } = require("../../provider/pulumi/settings");

const SECRET = "4dabf18193072939515e22adb298388d"; // Pulumi's mark of a secret
const ROUNDS = 10;
const LISTS = "getApiTokens, getAutomationKeys, getSamlGroupMappings, getUsers";

const plain = (value) => (value && value[SECRET] ? JSON.parse(value.plaintext) : value);
const { deployment } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const resources = deployment.resources
  .filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic/"))
  .map(({ type, id, outputs }) => ({
    provider: runtime[type.split(":").at(-1)],
    id,
    props: Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, plain(value)])),
  }));

/** What the sandbox answers on a route of its own; by node:http, which the provider has loaded anyway. */
async function sandbox(method, route) {
  return new Promise((resolve, reject) => {
    const url = new URL(`/__sandbox/${route}`, process.env.APPTEGO_BASE_URL);
    const call = request(url, { method }, (reply) => {
      let text = "";
      reply.setEncoding("utf8");
      reply.on("data", (part) => (text += part));
      reply.on("end", () => resolve(JSON.parse(text)));
    });
    call.on("error", reject);
    call.end();
  });
}

async function main() {
  const config = { get: () => undefined, require: () => undefined };
  await Promise.all(Object.values(runtime).map((provider) => provider.configure({ config })));
  const tenant = tenantOf(settingsFrom(config.get));
  for (let round = 1; round <= ROUNDS; round += 1) {
    await sandbox("POST", "calls/clear");
    // Otherwise the lists of the first round would answer all others, and nothing be asked for, parsed or thrown away.
    for (const list of [tenant.tokens, tenant.users, tenant.mappings, tenant.keys]) list.changed();
    const read = await Promise.all(
      resources.map(({ provider, id, props }) => provider.read(id, { ...props })),
    );
    if (read.length === 0 || read.some(({ id }) => !id)) throw new Error("A resource was not found.");
    const { calls } = await sandbox("GET", "calls");
    const asked = calls.map(({ operation }) => operation).sort();
    if (asked.join(", ") !== LISTS)
      throw new Error(`Round ${round} asked for ${asked.join(", ") || "nothing"} instead of ${LISTS}.`);
    global.gc();
    console.log(process.memoryUsage.rss());
  }
  process.exit(0);
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
