import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { admit, bodyOf, fieldsOf, opensAutomation, opensManagement } from "./admission";
import { type Accident, accidentOf } from "./faults";
import { type Habits, habitsOf } from "./habits";
import { randomOf } from "./random";
import { type Reply, retryAfter, send, type Sender } from "./reply";
import type { Call, OtherServer, OtherServerOptions } from "./other-server";
import { type Desk, type Route, ROUTES } from "./routes";
import { createTenant } from "./tenant";
import { Refusal, refusalBody } from "./wording";
import { dressed, jsonText } from "./writing";

const BEGAN = Date.UTC(2025, 0, 1);
const LATEST_MS = 3_900; // a client that gives a server four seconds finds what it did

/** Starts on a free port of this machine. */
export async function startOtherServer(options: OtherServerOptions): Promise<OtherServer> {
  const random = randomOf(options.seed);
  const habits: Habits = { ...habitsOf(random), ...options.habits };
  const calls: Call[] = [];
  const began = new Set<{ readonly at: number; readonly work: () => unknown }>();
  let time = BEGAN;
  let inFlight = 0;
  let maxInFlight = 0;
  let accidentFor: (operation: string) => Accident | undefined = () => undefined;
  const now = options.clock?.now ?? (() => time);
  const sender: Sender = { habits, random, now };
  const tenant = createTenant(habits, random, now, options.beginning, options.uniqueIds);
  const { store, own } = tenant;

  const finish = (due: (at: number) => boolean): void => {
    for (const late of began) {
      if (!due(late.at)) continue;
      began.delete(late);
      late.work();
    }
  };
  const advance = (milliseconds: number): void => {
    time += milliseconds;
    finish((at) => at <= time);
  };
  const doLater = (work: () => unknown): void => {
    const delay = random.below(LATEST_MS);
    const late = { at: now() + delay, work };
    began.add(late);
    void options.clock?.after(delay).then(() => {
      if (began.delete(late)) work();
    });
  };
  const deskOf = (call: Call): Desk => ({
    ...{ store, tenant, shown: tenant.shown },
    plan: options.plan ?? "ENTERPRISE",
    maxUsers: options.maxUsers ?? 100,
    make(kind, name, permissions = []) {
      const entry = tenant.make(kind, name, { permissions });
      call.id = entry.id;
      return entry;
    },
    touched(id) {
      call.id = id;
    },
  });

  const json = (status: number, body: object, headers = {}): Reply => {
    const written = jsonText(dressed(body, habits, random), habits);
    return { status, text: written, contentType: habits.contentType, headers };
  };
  const refused = (refusal: Refusal, headers = {}): Reply =>
    json(habits.statuses[refusal.reason], refusalBody(refusal, habits.language), headers);
  const carriedOut = (call: Call, route: Route, request: IncomingMessage, sent: string): Reply => {
    const desk = deskOf(call);
    try {
      admit(desk, route, request);
      const reply = route.run(desk, bodyOf(route, request, sent));
      call.committed = true;
      const success = route.writes && habits.success ? { success: true } : {};
      const made = /^(?:create|add)_/.test(call.operation);
      return json(made ? habits.createdStatus : 200, { ...success, ...reply });
    } catch (error) {
      if (error instanceof Refusal) return refused(error);
      throw error;
    }
  };
  const withAccident = ({ fault }: Accident, done: Reply | undefined): Reply => {
    if (fault === "tooMany") return refused(new Refusal("tooMany"), retryAfter(sender));
    return fault === "broken" || done === undefined ? refused(new Refusal("broken")) : done;
  };

  const answer = (request: IncomingMessage, response: ServerResponse, sent: string): void => {
    advance(50 + random.below(400));
    const path = request.url ?? "";
    const opened = { "/automate/": opensAutomation, "/whoami/": opensManagement };
    const side = Object.entries(opened).find(([start]) => path.startsWith(start));
    if (side) {
      const opens = side[1](store, request.headers.authorization);
      send(sender, request, response, opens ? json(200, {}) : refused(new Refusal("authentication")));
      return;
    }
    const prefix = habits.basePath.replace(/\/?$/, "/");
    const operation = path.startsWith(prefix) ? path.slice(prefix.length) : "";
    const route = Object.hasOwn(ROUTES, operation) ? ROUTES[operation] : undefined;
    if (route === undefined) {
      send(sender, request, response, refused(new Refusal("missing")));
      return;
    }
    const accident = accidentFor(operation);
    const call: Call = {
      operation,
      writes: route.writes,
      request: fieldsOf(sent),
      committed: false,
      accident,
    };
    calls.push(call);
    const work = () => carriedOut(call, route, request, sent);
    if (accident === undefined) {
      send(sender, request, response, work());
      return;
    }
    if (accident.commits === "later") doLater(work);
    const done = accident.commits === "before" ? work() : undefined;
    send(sender, request, response, withAccident(accident, done), accident.fault);
  };

  const server = createServer((request, response) => {
    const failed = () => response.destroy();
    inFlight += 1;
    maxInFlight = Math.max(maxInFlight, inFlight);
    response.on("close", () => (inFlight -= 1));
    void text(request)
      .then((sent) => answer(request, response, sent))
      .catch(failed);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}${habits.basePath}`,
    credentials: { tenantId: tenant.id, tokenKey: own.id, tokenSecret: own.secret ?? "" },
    ...{ habits, store, calls, now, advance, make: tenant.make, secrets: tenant.secrets },
    maxInFlight: () => maxInFlight,
    settle: () => finish(() => true),
    goWrong(how) {
      accidentFor = typeof how === "function" ? how : () => accidentOf(random, how);
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
