import path from "node:path";
import pc from "picocolors";
import { startSandbox } from "../provider/sandbox";
import { narrator } from "./demo/narrator";
import { STEPS } from "./demo/steps";
import { CHECKOUT } from "./engine/project";
import { runEngine } from "./engine/run-engine";

/** `npm run demo`: a tenant set up, changed, checked for drift, repaired and torn down by the real pulumi. */
async function main(): Promise<void> {
  const say = narrator(process.stdout, STEPS.length + 2);
  say.step(
    "Start the sandbox",
    "AppTego's Management API on this machine, with an empty Enterprise tenant. No account needed.",
  );
  const sandbox = await startSandbox();
  say.fact(sandbox.url);
  try {
    say.step("Get the engine", "The real pulumi: found on this machine, or got once and kept in the cache.");
    const setting = {
      program: path.join(CHECKOUT, "examples", "team-access"),
      config: {
        "apptego:baseUrl": sandbox.url,
        "apptego:tenantId": sandbox.credentials.tenantId,
        "apptego:tokenKey": sandbox.credentials.tokenKey,
        "apptego:integration": "demo",
      },
      secrets: { "apptego:tokenSecret": sandbox.credentials.tokenSecret },
    };
    await runEngine(setting, async (stack) => {
      say.fact(`pulumi ${(await stack.pulumi(["version"])).stdout.trim()}`);
      for (const { title, why, run } of STEPS) {
        say.step(title, why);
        await run({ stack, sandbox, say });
      }
    });
  } finally {
    await sandbox.close();
  }
  say.end("All of it happened, and was checked. Nothing is left behind but the engine in the cache.");
}

main().catch((error: unknown) => {
  console.error(`\n${pc.red("The demo stopped:")} ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
