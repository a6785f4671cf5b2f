import { promisify } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { onTestFinished, vi } from "vitest";

const turn = promisify(setImmediate);

/** A resource as a program registered it. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** What became of a program. */
export interface Run {
  readonly registered: readonly Registered[];
  readonly warnings: readonly string[];
  /** What ended it; undefined where it came to its end. */
  readonly failure: unknown;
}

/** A configuration that is complete. */
const CONFIGURATION: Readonly<Record<string, string>> = {
  "apptego:tenantId": "0123456789abcdef0123456789abcdef",
  "apptego:tokenKey": "tok_program",
  "apptego:tokenSecret": "s3cr3t-of-the-program",
  "apptego:baseUrl": "http://127.0.0.1:1/frontend",
};

/** Runs a program in a stack of its own, whose resources nobody creates, until nothing in it is under way. */
export async function run(
  program: () => unknown,
  configuration: Readonly<Record<string, string>> = CONFIGURATION,
): Promise<Run> {
  const registered: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        if (type !== "pulumi:pulumi:Stack")
          registered.push({ type, name, inputs: inputs as Registered["inputs"] });
        return { id: `id of ${name}`, state: inputs as Record<string, unknown> };
      },
      call: () => ({}),
    },
    "acme",
    "dev",
  );
  pulumi.runtime.setAllConfig({ ...configuration });
  vi.stubEnv("PULUMI_BACKEND_URL", "https://state.acme.test"); // not the one that this machine is logged in to
  onTestFinished(() => {
    vi.unstubAllEnvs();
    pulumi.runtime.resetOptions("", "", -1, "", "", false, ""); // the SDK's state is the process's: no test inherits it
    pulumi.runtime.setAllConfig({});
  });
  const warnings: string[] = [];
  const warn = vi.spyOn(pulumi.log, "warn").mockImplementation(async (message) => {
    warnings.push(message);
    return Promise.resolve();
  });
  let failure: unknown;
  const note = (error: unknown) => {
    failure ??= error;
  };
  // As in a real program, an error in an output's callback is nobody's but the process's.
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection").on("unhandledRejection", note);
  onTestFinished(() => {
    process.removeAllListeners("unhandledRejection");
    for (const listener of others) process.on("unhandledRejection", listener);
    warn.mockRestore();
  });
  await pulumi.runtime.runInPulumiStack(async () => {
    try {
      await program();
    } catch (error) {
      note(error);
    }
  });
  await pulumi.runtime.disconnect();
  await turn(); // rejections that nobody awaits are told when a turn of the event loop ends
  return { registered, warnings, failure };
}
