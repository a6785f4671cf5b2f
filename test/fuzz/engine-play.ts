import { writeFile } from "node:fs/promises";
import path from "node:path";
import { operations } from "../../provider/api/contract";
import { startSandbox } from "../../provider/sandbox";
import type { Call } from "../../scripts/engine/results";
import type { Workspace, WorkspaceOptions } from "../../scripts/engine/workspace";
import { chance } from "./chance";
import { keepLedger } from "./engine-ledger";
import { type EngineState, stateOf } from "./engine-state";
import { asksForRefresh, human, isAdvice } from "./human";
import type { Outcome } from "./memory-engine";
import { planMeanwhile } from "./meanwhile";
import { takeNotes } from "./notes";
import * as oracle from "./oracle";
import { programOf } from "./program";
import type { Report } from "./report";
import {
  type Crash,
  destroysEarly,
  refreshes,
  type Scenario,
  scenarios,
  type Step,
  type Wished,
} from "./scenario";
import { REAL_LATE_SECONDS } from "./sandbox-faults";
import { serverOf } from "./sandbox-server";
import { OWNER } from "./server-under-test";
import { watchAdministrators } from "./watch-administrators";

/** Stories that are short enough for the real engine. */
export const engineScenarios = scenarios({ slots: 4, steps: 4 });

/** Makes a stack on the real engine. */
export type MakeStack = (options: Omit<WorkspaceOptions, "engine">) => Promise<Workspace>;

const WISH = "wish.json";
const CONTRACT = "contract.json";
const PROGRAM = `"use strict";
const apptego = require("pulumi-apptego");
for (const [name, { type, args }] of Object.entries(require("./${WISH}"))) new apptego[type](name, args);
`;
const TIMING = JSON.stringify({ timing: { lateSeconds: REAL_LATE_SECONDS } });
const QUIET = ["--non-interactive", "--suppress-progress", "--color", "never"];
const MOST_UPS = 12;
const MOST_DESTROYS = 3; // under faults; each takes seconds
const MOST_CALLS_A_RESOURCE = 8;
const KILLED = 3; // one first up in so many is killed
const KILLED_DESTROYS = 5; // one destroy in so many is killed

/** Plays a story on the real engine to its end and judges it, the traces on disk and in print included. */
export async function playOnEngine(
  scenario: Scenario,
  faults: number,
  makeStack: MakeStack,
): Promise<Report> {
  let onClock = (): void => undefined;
  await using sandbox = await startSandbox({
    random: chance(scenario.chance),
    clock: () => {
      onClock(); // every call asks for the time when it comes and before it is done: so each state of the tenant is seen
      return Date.now();
    },
  });
  const server = serverOf(sandbox, true);
  const { note, violations, looked } = takeNotes();
  const story: string[] = [];
  const program = programOf(scenario.program);
  const { wishes } = program;
  const people = new Map<string, string>();
  const letGo = new Set<string>();
  const ledger = keepLedger(server, note, letGo);
  const state: EngineState = { resources: new Map(), pending: [], deleting: new Set() };
  const person = human({ server, state, wishes, letGo });
  let { rails } = scenario;
  const watch = watchAdministrators(server, () => rails, note, Date.now);
  const meanwhile = planMeanwhile((deed) => {
    story.push(`portal, meanwhile: ${watch.during(() => person.does(deed))}`);
  });
  let doomed: { readonly call: Call; readonly at: number } | undefined;
  let counted = 0;
  onClock = () => {
    watch.look();
    if (doomed && sandbox.calls.all.length >= doomed.at) {
      const { call } = doomed;
      doomed = undefined;
      call.kill("SIGKILL");
    }
    for (; counted < sandbox.calls.all.length; counted += 1) queueMicrotask(meanwhile.count); // once the call is done
  };

  const goals = () =>
    JSON.stringify(Object.fromEntries(program.goals().map(({ name, type, args }) => [name, { type, args }])));
  const { tenantId, tokenKey, tokenSecret } = sandbox.credentials;
  const stack = await makeStack({
    program: { "index.js": PROGRAM, [WISH]: goals(), [CONTRACT]: TIMING },
    config: {
      "apptego:contract": CONTRACT,
      ...{ "apptego:baseUrl": sandbox.url, "apptego:tenantId": tenantId, "apptego:tokenKey": tokenKey },
      ...(rails && { "apptego:rails": JSON.stringify(rails) }),
    },
    secrets: { "apptego:tokenSecret": tokenSecret },
  });
  try {
    let isInterrupted = false;
    /** How many `up` came one after another since the story's latest change, and whether the last one succeeded. */
    const since = { ups: 0, done: false };
    const changed = () => void Object.assign(since, { ups: 0, done: false });
    const run = async (
      command: "up" | "refresh" | "destroy",
      args: readonly string[],
      wished: Iterable<Wished> | undefined,
      crash?: Crash,
    ): Promise<Outcome> => {
      sandbox.releaseLate();
      for (const { id, email } of server.content().users) people.set(id, email);
      await writeFile(path.join(stack.project, WISH), goals());
      const call = stack.start([command, "--yes", "--skip-preview", ...QUIET, ...args]);
      const at = sandbox.calls.all.length + (crash?.at ?? 0);
      // The state is saved by the engine, which nobody can end in the midst of that at a given step.
      if (crash && crash.when !== "unsaved") doomed = { call, at };
      const { exitCode, stdout, stderr } = await call.ended;
      doomed = undefined;
      const died = exitCode === undefined;
      // A killed engine leaves its lock, and perhaps half a state.
      if (died) {
        await stack.restoreCutState();
        await stack.pulumi(["cancel", "--yes"]);
        isInterrupted = true;
      }
      const told = died ? "killed" : exitCode === 0 ? "0" : `${String(exitCode)}\n${stdout}${stderr}`;
      story.push(`${[command, ...args].join(" ")}: ${told}`);
      watch.look();
      const before = { ...state };
      Object.assign(state, await stateOf(stack));
      ledger.over({ before, after: state, wishes: wished, isKilled: died });
      note("I3", oracle.secretless(state));
      return { ok: exitCode === 0, died, problems: [stdout, stderr] };
    };
    /** An `up`, and what the person deleted after it, as it said. */
    const up = async (
      refresh: boolean,
      crash?: Crash,
    ): Promise<Outcome & { readonly followed: string[] }> => {
      if (since.done) changed();
      const outcome = await run("up", refresh ? ["--refresh"] : [], wishes.values(), crash);
      if (outcome.died) changed();
      else {
        since.ups += 1;
        since.done = outcome.ok;
      }
      if (outcome.ok) isInterrupted = false;
      return { ...outcome, followed: outcome.ok ? [] : person.reads(outcome) };
    };
    // What came of a killed run is unknown until the next up succeeds; a destroy keeps to the rails of the last up (docs/rails.md).
    const isNotToDestroy = () => isInterrupted || scenario.rails !== undefined;
    let mostNamed = 0;
    const destroyAll = async (crash?: Crash): Promise<void> => {
      server.misbehave(faults);
      let destroyed = await run("destroy", [], [], crash);
      for (let tries = 1; tries < MOST_DESTROYS && !destroyed.ok; tries += 1)
        destroyed = await run("destroy", [], []);
      server.misbehave(0);
      await server.settle();
      if (!destroyed.ok) destroyed = await run("destroy", [], []);
      const left = oracle.orphans(server, new Set(), letGo);
      note("I12", destroyed.ok ? left.ours : ["it failed"]);
      if (destroyed.ok) mostNamed = Math.max(mostNamed, left.named.length);
    };
    const take = async (step: Step): Promise<void> => {
      if (step.does === "up") {
        meanwhile.plan(step.meanwhile);
        await up(step.refresh, step.crash);
        meanwhile.plan(undefined);
        if (step.meanwhile) changed();
        return;
      }
      changed();
      if (step.does === "refresh") await run("refresh", [], undefined);
      else if (step.does === "portal") {
        story.push(`portal: ${watch.during(() => person.does(step))}`);
      } else program.take(step, isInterrupted);
    };

    server.misbehave(faults);
    const firstCrash: Crash = { at: 1 + (scenario.chance % 7), when: "sent" };
    if (!scenario.steps.some(({ does }) => does === "up"))
      await up(false, scenario.chance % KILLED === 0 ? firstCrash : undefined);
    for (const step of scenario.steps) await take(step);

    if (rails) {
      rails = undefined; // what they refuse, no up would ever do
      watch.lookAnew(); // a late commit looks while the next command runs: nobody is required any more
      await stack.pulumi(["config", "rm", "apptego:rails"]);
      changed();
    }
    server.portal.setUserPermissions(OWNER, ["user_and_api_management"]);
    watch.lookAnew();
    const isEarly = destroysEarly(scenario) && !isNotToDestroy();
    if (isEarly) {
      await destroyAll();
      changed();
      server.misbehave(faults);
    }
    for (let isAsked = false; !since.done && since.ups < MOST_UPS;)
      isAsked = asksForRefresh(await up(since.ups > 0 && (isAsked || refreshes(scenario))));
    const { ups, done } = since;
    note("I6", done ? [] : [`${String(ups)} ups didn't succeed`]);

    server.misbehave(0);
    await server.settle();
    const written = () =>
      server.journal().flatMap(({ operation }) => (operations[operation].effect === "read" ? [] : operation));
    let had = written().length;
    let last = await up(true);
    if (!last.ok && isAdvice(last.followed)) last = await up(true);
    note("I6", last.ok ? [] : ["without faults it fails"]);
    const healed = written().length > had;
    note("I6", oracle.unfulfilled(server, state, wishes.values()));
    const known = new Set(oracle.entriesOf(state).map(({ id }) => id));
    const { ours, named } = oracle.orphans(server, known, letGo);
    mostNamed = Math.max(mostNamed, named.length);
    note("I1", ours);
    note("I2", await oracle.deadSecrets(server, state));
    if (healed) {
      had = written().length;
      const calls = server.journal().length;
      note("I7", (await up(false)).ok ? [] : ["another up failed"]);
      note("I7", written().slice(had));
      const more = server.journal().length - calls;
      if (more > MOST_CALLS_A_RESOURCE * Math.max(1, wishes.size))
        note("I8", [`${String(more)} calls though nothing changes`]);
    } else note("I7", []); // the one before was another
    note("I8", server.maxInFlight() > 4 ? [`${String(server.maxInFlight())} calls at once`] : []);
    if (scenario.destroys) await destroyAll(scenario.chance % KILLED_DESTROYS === 0 ? firstCrash : undefined);
    note("I4", oracle.foreignWrites(server, program.declared, people));
    note("I5", oracle.leaks(server, state, await stack.traces()));
    // A replay may go another way, as time is real: so what broke is told with all its calls.
    if (violations().length > 0) story.push(...server.journal().map((call) => JSON.stringify(call)));
    return {
      ...{ violations: violations(), looked: looked(), calls: server.journal().length },
      ups: isEarly ? undefined : ups,
      ...{ named: mostNamed, joined: ledger.joined(), story },
    };
  } finally {
    await stack.dispose();
  }
}
