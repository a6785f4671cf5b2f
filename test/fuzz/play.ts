import { tmpdir } from "node:os";
import { join } from "node:path";
import { operations } from "../../provider/api/contract";
import { chance } from "./chance";
import { type EngineHooks, memoryEngine, type Outcome, type StackState } from "./memory-engine";
import * as oracle from "./oracle";
import { asksForRefresh, human, isAdvice } from "./human";
import { watchAdministrators } from "./watch-administrators";
import { planMeanwhile } from "./meanwhile";
import { takeNotes } from "./notes";
import { programOf } from "./program";
import { type MakeProvider, type ProviderProcess, startProcess } from "./provider-process";
import type { Report } from "./report";
import { secondStack } from "./second-stack";
import { type Crash, destroysEarly, hurries, refreshes, type Scenario, type Step } from "./scenario";
import { OWNER, type StartServer } from "./server-under-test";
import { takeFile } from "./tally";
import { lastTurns, virtualTime } from "./virtual-time";

/** How a story is played. */
export interface PlayOptions {
  readonly startServer: StartServer;
  readonly makeProvider: MakeProvider;
  /** The part of the calls that goes wrong. */
  readonly faults: number;
}

const MOST_UPS = 12;
const MOST_CALLS_AN_OPERATION = 80;
const MOST_CALLS_A_RESOURCE = 8;
const MOST_IN_FLIGHT = 4;
/** What passes between two commands of a person: at first what the latest commit takes, which is done then. */
const BETWEEN_COMMANDS_MS = [81_000, 39_000];
/** What passes where one command follows the other at once: less than what lists lag, and what AppTego may be late. */
const IN_A_HURRY_MS = [5_000];
const BESIDE = 4; // one story in so many has a second stack in its tenant, which runs at the same time
const LOGGED = 10; // one story in so many writes the call log to a file

/** Plays a story to its end and judges it. */
export async function play(scenario: Scenario, options: PlayOptions): Promise<Report> {
  const random = chance(scenario.chance);
  const time = virtualTime();
  await using server = await options.startServer({ time, random: chance(scenario.chance + 1) });
  const { note, violations, looked } = takeNotes();
  const story: string[] = [];
  const printed: string[] = [];

  const state: StackState = { resources: new Map(), pending: [] };
  const program = programOf(scenario.program);
  const { wishes } = program;
  const people = new Map<string, string>();
  const letGo = new Set<string>();
  const invited = new Map<string, number>();
  let { rails } = scenario;
  let isInterrupted = false;
  let wasKilled = false;
  let joined = 0;
  let mostNamed = 0;
  const log =
    scenario.chance % LOGGED === 0
      ? join(tmpdir(), `fuzz-${String(process.pid)}-${String(scenario.chance)}.jsonl`)
      : undefined;

  const pause = async (parts = hurries(scenario) ? IN_A_HURRY_MS : BETWEEN_COMMANDS_MS) => {
    for (const part of parts) {
      time.advance(part);
      await lastTurns();
    }
  };
  const watch = watchAdministrators(server, () => rails, note, time.now);
  const look = () => {
    for (const { id, email } of server.content().users) people.set(id, email);
    watch.look();
  };
  const meanwhile = planMeanwhile((deed) => {
    story.push(`portal, meanwhile: ${watch.during(() => person.does(deed))}`);
  });
  const onCall = () => {
    look();
    meanwhile.count();
  };
  const held = new Set<string>();
  const unwanted = new Set<string>();
  const hooks: EngineHooks = {
    held: ({ id }) => void held.add(id),
    unwanted: ({ id }) => void unwanted.add(id),
    creating({ type, args }) {
      const email = String(args["email"]).toLowerCase();
      if (type === "User") invited.set(email, (invited.get(email) ?? 0) + 1);
    },
    gone({ id, name }) {
      if (oracle.namesById(server.content()).has(id)) note("I11", [`${name} (${id})`]);
    },
    deleted({ id, outputs }) {
      if (outputs["adopted"] !== true) return; // a person who was a member before stays one
      if (oracle.createdIds(server).has(id)) joined += 1;
      // Whom this story invited it may leave only where a killed run did, of which no state tells (docs/interrupts.md).
      if (wasKilled || !oracle.createdIds(server).has(id)) letGo.add(id);
    },
    did(method, calls) {
      if (calls > MOST_CALLS_AN_OPERATION) note("I8", [`${String(calls)} calls for one ${method}`]);
    },
  };
  const engine = memoryEngine(state, hooks);
  const beside = scenario.chance % BESIDE === 1 ? secondStack(scenario.program, hooks) : undefined;
  const states = beside ? [state, beside.state] : [state];
  const size = () => wishes.size + (beside?.size ?? 0);
  const known = () => new Set(states.flatMap(oracle.entriesOf).map(({ id }) => id));
  const begin = (calm: boolean, crash?: Crash): ProviderProcess => {
    const { makeProvider } = options;
    return startProcess({ server, time, random, makeProvider, onCall, printed, log, rails }, calm, crash);
  };
  const tell = (command: string, { ok, died, problems }: Outcome): Outcome => {
    story.push(`${command}: ${died ? "died" : ok ? "ok" : problems.join(" | ")}`);
    printed.push(...problems);
    look();
    note("I3", states.flatMap(oracle.secretless));
    return { ok, died, problems };
  };
  const up = async (calm: boolean, refresh: boolean, crash?: Crash): Promise<Outcome> => {
    await pause();
    const { parallel } = scenario;
    const [outcome, other] = await Promise.all([
      engine.up(begin(calm, crash), program.goals(), parallel, refresh),
      beside?.up(begin(calm), parallel, refresh),
    ]);
    if (other) {
      person.reads(tell("the second stack's up", other));
      if (calm && refresh && !other.ok)
        note("I6", [`the second stack, without faults: ${other.problems.join(" | ")}`]);
    }
    if (outcome.died) {
      isInterrupted = wasKilled = true;
      await lastTurns(); // what was sent arrives
    }
    if (outcome.ok) isInterrupted = false;
    return tell(`up${refresh ? " --refresh" : ""}`, outcome);
  };
  const destroy = async (calm: boolean) => {
    await pause();
    return tell("destroy", await engine.destroy(begin(calm), scenario.parallel));
  };
  // What a killed run's call does after the next up only a refresh finds, so there nothing is given up without one.
  const isUnknownWhatCame = () => isInterrupted || (wasKilled && hurries(scenario));
  const destroyAll = async () => {
    server.misbehave(options.faults);
    let outcome: Outcome | undefined;
    for (let tries = 0; tries < MOST_UPS && outcome?.ok !== true; tries += 1) outcome = await destroy(false);
    server.misbehave(0);
    await server.settle();
    if (outcome?.ok !== true) outcome = await destroy(true);
    const left = oracle.orphans(server, oracle.belonging(server, besides()), letGo);
    note("I12", outcome.ok ? left.ours : [`it failed: ${outcome.problems.join()}`]);
    if (outcome.ok) mostNamed = Math.max(mostNamed, left.named.length);
  };
  const refresh = async (calm: boolean) => {
    await pause();
    return tell("refresh", await engine.refresh(begin(calm), scenario.parallel));
  };
  const besides = () => (beside ? oracle.entriesOf(beside.state) : []);
  const person = human({ server, state, besides, wishes, letGo, sparesGivenNames: hurries(scenario) });

  const take = async (step: Step): Promise<void> => {
    if (step.does === "up") {
      meanwhile.plan(step.meanwhile);
      const outcome = await up(false, step.refresh, step.crash);
      meanwhile.plan(undefined);
      person.reads(outcome);
    } else if (step.does === "refresh") {
      await refresh(false);
    } else if (step.does === "portal") {
      await pause(BETWEEN_COMMANDS_MS); // so long a person takes to see what happened, and to sign in
      story.push(`portal: ${watch.during(() => person.does(step))}`);
    } else program.take(step, isUnknownWhatCame());
  };

  server.misbehave(options.faults);
  for (const step of scenario.steps) await take(step);

  rails = undefined; // what they refuse, no up would ever do
  server.portal.setUserPermissions(OWNER, ["user_and_api_management"]);
  watch.lookAnew();
  const isEarly = destroysEarly(scenario) && !isUnknownWhatCame();
  if (isEarly) {
    await destroyAll();
    server.misbehave(options.faults);
  }
  let ups = 0;
  let done = false;
  let isAsked = false;
  while (!done && ups < MOST_UPS) {
    const outcome = await up(false, ups > 0 && (isAsked || refreshes(scenario)));
    isAsked = asksForRefresh(outcome);
    done = outcome.ok;
    ups += 1;
    person.reads(outcome);
  }
  if (!done) note("I6", [`${String(ups)} ups didn't succeed`]);

  server.misbehave(0);
  await pause();
  await server.settle();
  person.reads(await up(true, false));
  await refresh(true);
  let last = await up(true, true);
  if (!last.ok && isAdvice(person.reads(last))) last = await up(true, true);
  if (!last.ok) note("I6", [`without faults: ${last.problems.join(" | ")}`]);
  note("I6", oracle.unfulfilled(server, state, wishes.values()));
  const { ours, named } = oracle.orphans(server, known(), letGo);
  mostNamed = Math.max(mostNamed, named.length);
  note("I1", ours);
  for (const one of states) note("I2", await oracle.deadSecrets(server, one));

  for (const refreshes of [false, true]) {
    const before = server.journal().length;
    const { ok } = await up(true, refreshes);
    const calls = server.journal().slice(before);
    const writes = calls.filter(({ operation }) => operations[operation].effect !== "read");
    note("I7", ok ? writes.map(({ operation }) => operation) : ["another up failed"]);
    if (calls.length > MOST_CALLS_A_RESOURCE * Math.max(1, size()))
      note("I8", [`${String(calls.length)} calls though nothing changes`]);
  }
  if (server.maxInFlight() > MOST_IN_FLIGHT * states.length)
    note("I8", [`${String(server.maxInFlight())} calls at once`]);

  if (scenario.destroys) await destroyAll();

  note("I8", []); // and each operation was counted
  note("I11", []); // and whatever was read was looked at
  note("I4", oracle.foreignWrites(server, program.declared, people));
  note("I13", oracle.deletedThoughHeld(server, held, unwanted));
  note("I10", oracle.invitedTooOften(server, invited));
  const traces = new Map([["what was printed", printed.join("\n")]]);
  if (log !== undefined) traces.set("the call log", takeFile(log));
  note("I5", oracle.leaks(server, state, traces));
  const calls = server.journal().length;
  const found = { violations: violations(), looked: looked(), named: mostNamed, joined };
  return { ...found, ups: isEarly ? undefined : ups, calls, story };
}
