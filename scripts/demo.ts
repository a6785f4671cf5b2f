import path from "node:path";
import pc from "picocolors";
import { startSandbox } from "../provider/sandbox";
import { findEngine } from "./engine/find";
import { CHECKOUT } from "./engine/project";
import { reportProgress } from "./engine/progress";
import { createWorkspace } from "./engine/workspace";
import { STEPS } from "./demo/steps";
import { narrator } from "./demo/narrator";

const undo: (() => unknown)[] = [];

async function cleanUp(): Promise<void> {
  for (const step of undo.splice(0).reverse()) await step();
}

/** `npm run demo`: a tenant set up, changed, checked for drift, repaired and torn down by the real pulumi. */
async function main(): Promise<void> {
  const say = narrator(process.stdout, STEPS.length + 2);
  say.step("Get the engine", "The real `pulumi`: found on this machine, or got once and kept in the cache.");
  const progress = reportProgress();
  undo.push(progress.stop);
  const engine = await findEngine({ onProgress: progress.onProgress });
  progress.stop();
  say.fact(`pulumi ${engine.version}, from ${engine.source}: ${engine.command}`);

  say.step(
    "Start the sandbox",
    "AppTego's Management API on this machine, with an empty Enterprise tenant. No account needed.",
  );
  const sandbox = await startSandbox();
  undo.push(() => sandbox.close());
  say.fact(sandbox.url);

  const stack = await createWorkspace({
    engine,
    program: path.join(CHECKOUT, "examples", "team-access"),
    config: {
      "apptego:baseUrl": sandbox.url,
      "apptego:tenantId": sandbox.credentials.tenantId,
      "apptego:tokenKey": sandbox.credentials.tokenKey,
      "apptego:integration": "demo",
    },
    secrets: { "apptego:tokenSecret": sandbox.credentials.tokenSecret },
  });
  undo.push(() => stack.dispose());

  for (const { title, why, run } of STEPS) {
    say.step(title, why);
    await run({ stack, sandbox, say });
  }
  say.end("All of it happened, and was checked. Nothing is left behind but the engine in the cache.");
}

for (const [signal, exitCode] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)
  process.once(signal, () => {
    console.error(`\n${signal}: cleaning up.`);
    void cleanUp().finally(() => process.exit(exitCode));
  });

main()
  .catch((error: unknown) => {
    console.error(
      `\n${pc.red("The demo stopped:")} ${error instanceof Error ? error.message : String(error)}`,
    );
    process.exitCode = 1;
  })
  .finally(cleanUp);
