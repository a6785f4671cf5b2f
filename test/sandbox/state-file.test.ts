import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { type Sandbox, startSandbox } from "../../provider/sandbox";
import { seedData } from "../../provider/sandbox/seed-data";
import { loadState, removeLeftovers, saveState, StateFileError } from "../../provider/sandbox/state-file";
import { nextLine, startApptego } from "../support/apptego";
import { scratchFile, scratchFolder } from "../support/connection";
import { ask } from "../support/sandbox-call";

const Started = z.object({
  url: z.string(),
  tenantId: z.string(),
  tokenKey: z.string(),
  tokenSecret: z.string(),
  authorization: z.string(),
});

/** A sandbox in a process of its own. */
async function startProcess(stateFile: string) {
  const child = startApptego("sandbox", "--port", "0", "--json", "--state", stateFile);
  const { url, ...credentials } = Started.parse(JSON.parse(await nextLine(child)));
  return { child, sandbox: { url, credentials } };
}

/** Adds users, two at a time, until the sandbox answers no more; the e-mails of those that it acknowledged. */
async function addUsersUntilDead(
  sandbox: Pick<Sandbox, "url" | "credentials">,
  acknowledged: (emails: readonly string[]) => void,
): Promise<string[]> {
  const emails: string[] = [];
  let next = 0;
  const add = async (): Promise<void> => {
    for (;;) {
      const email = `user${String(next++)}@acme.test`;
      const { status } = await ask(sandbox, "addUser", { email });
      if (status !== 200) return;
      emails.push(email);
      acknowledged(emails);
    }
  };
  await Promise.allSettled([add(), add()]);
  return emails;
}

describe("A sandbox that is killed in the middle of its writes", () => {
  test("goes on with all that it acknowledged", { timeout: 60_000 }, async () => {
    const stateFile = join(scratchFolder(), "state.json");
    const all: string[] = [];
    for (const round of [3, 10, 25]) {
      const { child, sandbox } = await startProcess(stateFile);
      const before = all.length;
      const added = await addUsersUntilDead(sandbox, (emails) => {
        if (emails.length === round) child.kill("SIGKILL");
      });
      const { signal } = await child;
      expect(signal).toBe("SIGKILL");
      all.push(...added);

      await using restarted = await startSandbox({ stateFile });
      const held = restarted.tenant.users.map(({ email }) => email);
      expect(added.length).toBeGreaterThanOrEqual(round);
      expect(held).toEqual(expect.arrayContaining(added));
      expect(restarted.invitations).toHaveLength(held.length - 1);
      expect(all.length).toBeGreaterThan(before);
      restarted.reset();
    }
  });
});

describe("A state file", () => {
  const { data } = seedData({}, { now: 0 });

  test("is read as it was written, by its owner only", () => {
    const file = join(scratchFolder(), "state.json");
    saveState(file, data);

    expect(loadState(file)).toEqual(data);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(loadState(`${file}.other`)).toBeUndefined();
  });

  test.each(["", "{", "[]", "{}", `{"format":2,"data":{}}`, `{"format":1,"data":{}}`])(
    "that holds %j is refused, and left as it is",
    (content) => {
      const file = scratchFile("state.json", content);

      expect(() => loadState(file)).toThrow(
        `Reading the sandbox's state ${file}: it isn't the state of a sandbox. Name another file, or delete it to start anew.`,
      );
    },
  );

  test("that can't be read or written is named", () => {
    const folder = scratchFolder();

    expect(() => loadState(folder)).toThrow(`${folder}: it can't be read (EISDIR)`);
    expect(() => saveState(join(folder, "none", "state.json"), data)).toThrow(StateFileError);
  });

  test("loses what a killed write left beside it, and nothing else", () => {
    const folder = scratchFolder();
    const names = ["state.json", "state.json.123456", "state.json.bak", "other.json.123"];
    for (const name of names) writeFileSync(join(folder, name), "{}");
    mkdirSync(join(folder, "sub"));
    removeLeftovers(join(folder, "state.json"));

    expect(readdirSync(folder).sort()).toEqual(["other.json.123", "state.json", "state.json.bak", "sub"]);
    expect(() => removeLeftovers(join(folder, "none", "state.json"))).not.toThrow();
  });
});
