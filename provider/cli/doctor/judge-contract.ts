import type { Connection } from "../../api/connection";
import { type Operation, type OperationName, operations } from "../../api/contract";
import { correctionProblems } from "../../api/correction-problems";
import { type AppTegoError, UnexpectedReplyError } from "../../api/errors";
import type { ServerClock } from "../../api/server-clock";
import { type Assumption, assumptionsOf } from "./assumptions";
import { type Correction, type Corrections, likelyOfWrites, merged } from "./corrections";
import { type Inspected, inspectReply } from "./inspect-reply";
import { findElsewhere, type Found, isElsewhere, isHopeless, probe, readsOf } from "./probe";
import type { JudgedAssumption } from "./report";

/** What a read told: where it was found, and what its reply holds; or why it told nothing. */
export interface Told {
  readonly operation: OperationName;
  readonly inspected?: Inspected;
  readonly found?: Found;
  readonly error?: AppTegoError;
}

type Answered = Told & { readonly inspected: Inspected };

/** What the server says of the contract. */
export interface Judged {
  readonly told: readonly Told[];
  readonly assumptions: readonly JudgedAssumption[];
  /** What was seen to be different. */
  readonly corrections: Corrections;
  /** What follows from it for operations that write. */
  readonly likely: Corrections;
}

/** At least half of what a reply must hold is there, and more than a list of whatever. */
function seemsRight({ fields }: Inspected): boolean {
  const found = fields.filter(({ verdict, theirs }) => verdict === "confirmed" || theirs !== undefined);
  const isCalledSo = fields.some(({ verdict }) => verdict === "confirmed");
  return found.length * 2 >= fields.length && (isCalledSo || found.length > 2);
}

async function ask(connection: Connection, operation: OperationName, clock: ServerClock): Promise<Told> {
  const used: Operation = connection.contract[operation];
  const answer = await probe(connection, operation, clock);
  if ("body" in answer) return { operation, inspected: inspectReply(used, answer.body) };
  const { error } = answer;
  if (!isElsewhere(error) || used.source.path !== "assumed") return { operation, error };
  const there = await findElsewhere(connection, operation, clock, (body) =>
    seemsRight(inspectReply(used, body)),
  );
  if (there === undefined || "error" in there.probe) return { operation, error };
  return { operation, found: there.found, inspected: inspectReply(used, there.probe.body) };
}

const isToken = (value: unknown) => (typeof value === "string" && value !== "") || typeof value === "number";

/** How a reply names the next page, where it isn't as assumed. */
const NEXT = /next|cursor|continu|page_?token/i;

function nextPageIn({ nextPage }: Operation, { others }: Inspected): Correction["nextPage"] {
  if (nextPage === undefined || Object.hasOwn(others, nextPage.reply)) return undefined;
  const isToken = (value: unknown) =>
    (typeof value === "string" && value !== "") || typeof value === "number";
  const [name] = Object.entries(others).find(([key, value]) => NEXT.test(key) && isToken(value)) ?? [];
  return name === undefined ? undefined : { reply: name, request: name.replace(/^next_?/i, "") || name };
}

function correctionOf({ operation, inspected, found }: Told, used: Operation): Correction {
  if (inspected === undefined) return {};
  const reply = Object.fromEntries(
    inspected.fields.flatMap(({ field, theirs }) => (theirs === undefined ? [] : [[field, theirs] as const])),
  );
  const isSound = correctionProblems(operation, { reply: { ...used.replyNames, ...reply } }).length === 0;
  const nextPage = nextPageIn(used, inspected);
  return { ...found, ...(isSound && { reply }), ...(nextPage && { nextPage }) };
}

/** Reads everything that can be read, and says of each assumption whether it holds. */
export async function judgeContract(connection: Connection, clock: ServerClock): Promise<Judged> {
  const { contract } = connection;
  const first = await ask(connection, "getSubscription", clock);
  const others = readsOf(contract).filter((name) => name !== first.operation);
  const { error } = first;
  const told = isHopeless(error)
    ? [first, ...others.map((operation): Told => ({ operation, error }))]
    : [first, ...(await Promise.all(others.map(async (name) => ask(connection, name, clock))))];
  const seen = told.map((one) => [one.operation, correctionOf(one, contract[one.operation])] as const);
  const corrections = merged({}, Object.fromEntries(seen));
  const assumptions = assumptionsOf(contract).map((assumption): JudgedAssumption => {
    const { operation, aspect } = assumption;
    if (operations[operation].effect !== "read")
      return { ...assumption, verdict: "not testable without writing" };
    const one = told.find((answer) => answer.operation === operation);
    if (one?.inspected === undefined) return { ...assumption, ...unseen(aspect, one?.error) };
    const answered = { ...one, inspected: one.inspected };
    return {
      ...assumption,
      ...seenIn(answered, contract[operation], corrections[operation] ?? {}, assumption),
    };
  });
  return { told, assumptions, corrections, likely: likelyOfWrites(corrections) };
}

type Verdict = Pick<JudgedAssumption, "verdict" | "says">;

/** Without the advice, which is for those who use the object. */
function wordsOf(error: AppTegoError | undefined): string {
  if (error?.status === undefined) return error?.message ?? "it wasn't asked";
  return error instanceof UnexpectedReplyError
    ? error.message
    : `AppTego said ${error.serverMessage ?? "nothing"} (HTTP ${error.status})`;
}

/** Of an operation that gave no reply which could be read. */
function unseen(aspect: JudgedAssumption["aspect"], error?: AppTegoError): Verdict {
  const isWrong = aspect === "path" && error !== undefined && isElsewhere(error);
  const isMisread = aspect === "reply" && error instanceof UnexpectedReplyError && error.status === 200;
  return { verdict: isWrong || isMisread ? "wrong" : "not seen", says: wordsOf(error) };
}

function seenIn(
  { inspected, found }: Answered,
  { nextPage }: Operation,
  correction: Correction,
  { aspect, field }: Assumption,
): Verdict {
  if (aspect === "path")
    return found === undefined
      ? { verdict: "confirmed" }
      : { verdict: "wrong", says: `it is ${found.method ?? "GET"} ${found.path ?? "of the same path"}` };
  if (aspect === "pages") {
    const as = correction.nextPage?.reply;
    if (as !== undefined) return { verdict: "wrong", says: `the reply names it ${as}` };
    const next: unknown = Reflect.get(inspected.others, nextPage?.reply ?? "");
    return isToken(next)
      ? { verdict: "confirmed" }
      : { verdict: "not seen", says: "the list came in one page" };
  }
  const seen = inspected.fields.find((one) => one.field === field);
  if (seen === undefined) return { verdict: "not seen", says: "the reply holds no list" };
  return { verdict: seen.verdict, ...(seen.says !== undefined && { says: seen.says }) };
}
