import { writeFile } from "node:fs/promises";
import path from "node:path";
import { operations } from "../../provider/api/contract";
import type { ResourceType } from "../../provider/resources";
import { startSandbox } from "../../provider/sandbox";
import type { Call, Workspace, WorkspaceOptions } from "../../scripts/engine/workspace";
import { chance } from "./chance";
import { goalOf, identityOf } from "./goals";
import { human, isAdvice } from "./human";
import type { Entry, StackState } from "./memory-engine";
import * as oracle from "./oracle";
import type { Invariant, Violation } from "./oracle";
import type { Report } from "./report";
import { type Scenario, scenarios, type Wished } from "./scenario";
import { serverOf } from "./sandbox-server";
import { OWNER } from "./server-under-test";

/** Stories that are short enough for the real engine. */
export const engineScenarios = scenarios({ slots: 4, steps: 4 });

/** Makes a stack on the real engine. */
export type MakeStack = (options: Omit<WorkspaceOptions, "engine">) => Promise<Workspace>;

const WISH = "wish.json";
const PROGRAM = `"use strict";
const apptego = require("pulumi-apptego");
for (const [name, { type, args }] of Object.entries(require("./${WISH}"))) new apptego[type](name, args);
`;
const TYPE = /^pulumi-nodejs:dynamic\/apptego:(\w+)$/;
const MOST_UPS = 12;
const KILLED = 3; // one story in so many begins with a provider and an engine that are killed

function plain(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("plaintext" in value)) return value;
  return JSON.parse(String(value.plaintext));
}

function plainly(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, plain(value)]));
}

async function stateOf(stack: Workspace): Promise<StackState> {
  const { resources } = (await stack.export({ showSecrets: true })).deployment;
  const entries = resources.flatMap((resource): (Entry & { readonly isPending: boolean })[] => {
    const type = TYPE.exec(resource.type)?.[1] as ResourceType | undefined; // the program makes no others
    if (type === undefined || resource.id === undefined) return [];
    const { urn, id, inputs, outputs, initErrors = [] } = resource;
    const name = urn.split("::").at(-1) ?? urn;
    const isPending = resource["delete"] === true;
    return [{ name, type, id, inputs: plainly(inputs), outputs: plainly(outputs), initErrors, isPending }];
  });
  return {
    resources: new Map(entries.filter(({ isPending }) => !isPending).map((entry) => [entry.name, entry])),
    pending: entries.filter(({ isPending }) => isPending),
  };
}

/** Plays a story on the real engine to its end and judges it, the traces on disk and in print included. */
export async function playOnEngine(
  scenario: Scenario,
  faults: number,
  makeStack: MakeStack,
): Promise<Report> {
  let killed: { readonly call: Call; readonly at: number } | undefined;
  await using sandbox = await startSandbox({
    random: chance(scenario.chance),
    clock: () => {
      // Every call asks for the time: so this is where one arrives.
      if (killed && sandbox.calls.all.length >= killed.at) {
        const { call } = killed;
        killed = undefined;
        call.kill("SIGKILL");
      }
      return Date.now();
    },
  });
  const server = serverOf(sandbox, true);
  const violations: Violation[] = [];
  const story: string[] = [];
  const note = (invariant: Invariant, whats: readonly string[]) => {
    for (const what of whats) violations.push({ invariant, what });
  };
  const wishes = new Map<number, Wished>();
  const declared = new Set<string>();
  const people = new Map<string, string>();
  const letGo = new Set<string>();
  const wish = (wished: Wished) => {
    wishes.set(wished.slot, wished);
    if (wished.type === "User") declared.add((identityOf(wished) ?? "").toLowerCase());
  };
  const goals = () =>
    JSON.stringify(
      Object.fromEntries(
        [...wishes.values()]
          .map((wished) => goalOf(wished))
          .map(({ name, type, args }) => [name, { type, args }]),
      ),
    );
  for (const wished of scenario.program) wish(wished);
  const { tenantId, tokenKey, tokenSecret } = sandbox.credentials;
  const stack = await makeStack({
    program: { "index.js": PROGRAM, [WISH]: goals() },
    config: { "apptego:baseUrl": sandbox.url, "apptego:tenantId": tenantId, "apptego:tokenKey": tokenKey },
    secrets: { "apptego:tokenSecret": tokenSecret },
  });
  try {
    const between = async () => {
      sandbox.releaseLate();
      for (const { id, email } of server.content().users) people.set(id, email);
      await writeFile(path.join(stack.project, WISH), goals());
    };
    let state: StackState = { resources: new Map(), pending: [] };
    let followed: string[] = [];
    const up = async (refresh: boolean): Promise<boolean> => {
      await between();
      const { exitCode, stdout, stderr } = await stack.up(refresh ? ["--refresh"] : []);
      story.push(
        `up${refresh ? " --refresh" : ""}: ${String(exitCode)}${exitCode === 0 ? "" : `\n${stdout}${stderr}`}`,
      );
      state = await stateOf(stack);
      // A person who was a member before, or whom a killed run invited, stays one.
      for (const { id, outputs } of oracle.entriesOf(state)) if (outputs["adopted"] === true) letGo.add(id);
      note("I3", oracle.secretless(state));
      const person = human({ server, state, wishes, letGo });
      followed = exitCode === 0 ? [] : person.reads({ ok: false, died: false, problems: [stdout, stderr] });
      return exitCode === 0;
    };

    server.misbehave(faults);
    let isInterrupted = false;
    let done = false;
    if (scenario.chance % KILLED === 0) {
      const call = stack.startUp();
      killed = { call, at: 1 + (scenario.chance % 7) };
      isInterrupted = (await call.ended).exitCode !== 0;
      killed = undefined;
      // A killed engine leaves its lock, and perhaps half a state.
      if (isInterrupted) {
        await stack.restoreCutState();
        await stack.pulumi(["cancel", "--yes"]);
      }
      story.push(`up: ${isInterrupted ? "killed" : "0"}`);
      sandbox.releaseLate();
      state = await stateOf(stack);
    } else done = await up(false);
    const before = goals();

    const person = human({ server, state, wishes, letGo });
    for (const step of scenario.steps) {
      if (step.does === "portal") story.push(`portal: ${person.does(step)}`);
      if (step.does === "declare" && !isInterrupted) wish(step.wished);
      const wished = "slot" in step ? wishes.get(step.slot) : undefined;
      if (wished === undefined) continue;
      if (step.does === "permissions") wish({ ...wished, permissions: step.permissions });
      if (step.does === "enable") wish({ ...wished, enabled: !wished.enabled });
      if (isInterrupted) continue;
      if (step.does === "rotate") wish({ ...wished, rotation: wished.rotation + 1 });
      if (step.does === "rename") wish({ ...wished, variant: 1 - wished.variant });
    }
    server.portal.setUserPermissions(OWNER, ["user_and_api_management"]);

    done &&= goals() === before && !scenario.steps.some(({ does }) => does === "portal");
    let ups = done ? 1 : 0;
    while (!done && ups < MOST_UPS) {
      done = await up(ups > 0);
      ups += 1;
    }
    if (!done) note("I6", [`${String(ups)} ups didn't succeed`]);
    server.misbehave(0);
    await server.settle();
    const written = () =>
      server.journal().flatMap(({ operation }) => (operations[operation].effect === "read" ? [] : operation));
    let had = written().length;
    const isDone = (await up(true)) || (isAdvice(followed) && (await up(true)));
    if (!isDone) note("I6", ["without faults it fails"]);
    const healed = written().length > had;
    note("I6", oracle.unfulfilled(server, state, wishes.values()));
    const known = new Set(oracle.entriesOf(state).map(({ id }) => id));
    const { ours, named } = oracle.orphans(server, known, letGo);
    note("I1", ours);
    note("I2", await oracle.deadSecrets(server, state));
    if (healed) {
      had = written().length;
      if (!(await up(false))) note("I7", ["another up failed"]);
      note("I7", written().slice(had));
    }
    if (server.maxInFlight() > 4) note("I8", [`${String(server.maxInFlight())} calls at once`]);
    if (scenario.destroys) {
      const { exitCode } = await stack.destroy();
      note("I12", exitCode === 0 ? oracle.orphans(server, new Set(), letGo).ours : ["it failed"]);
    }
    note("I4", oracle.foreignWrites(server, declared, people));
    note("I5", oracle.leaks(server, state, await stack.traces()));
    return { violations, ups, calls: server.journal().length, named: named.length, joined: 0, story };
  } finally {
    await stack.dispose();
  }
}
