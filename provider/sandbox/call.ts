import type { ServerResponse } from "node:http";
import type { Contract, OperationName } from "../api/contract";
import { withoutLastPermission } from "./changed-body";
import { replacesReply } from "./fault-kinds";
import type { Faults } from "./faults";
import { FUTURE_PERMISSION, type Reply, send, sendFaulty } from "./faulty-reply";
import type { Holding } from "./holding";
import type { Call, WrittenJournal } from "./journal";
import type { ListLag } from "./list-lag";
import { type Answer, type Asked, jsonOf, operate, requestIn } from "./operate";
import type { Data, Limits, Rules } from "./store";

/** What the calls of a sandbox share. */
export interface Playing {
  readonly contract: Contract;
  readonly holding: Holding;
  readonly limits: () => Limits;
  readonly rules: Rules;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly faults: Faults;
  readonly journal: WrittenJournal;
  readonly lag: ListLag;
  /** What was asked for by calls with the fault `late`, and isn't done yet. */
  readonly late: Set<() => void>;
  readonly onSecret: (secret: string) => void;
}

/** A call that arrived, as the server read it. */
export interface Arrived extends Asked {
  readonly userAgent: string | undefined;
  readonly connection: number;
  /** The bytes that the call's connection carried since the call before it. */
  readonly traffic: () => number;
}

const MOST_AUDIT_ROWS = 10_000;

/** Answers one call of the API, with the fault that is due for it, and takes it down in the journal. */
export async function answerCall(
  sandbox: Playing,
  name: OperationName,
  arrived: Arrived,
  response: ServerResponse,
): Promise<void> {
  const { fault, latencyMs } = sandbox.faults.take(name);
  const { userAgent, tenant, connection } = arrived;
  const entry: Call = {
    operation: name,
    request: requestIn(sandbox.contract[name], arrived.body),
    status: undefined,
    applied: false,
    time: sandbox.clock(),
    fault: fault?.kind ?? (latencyMs > 0 ? "latency" : undefined),
    ...{ userAgent, tenant, connection },
  };
  const over = sandbox.journal.begin(entry);
  response.once("close", () => {
    entry.bytes = arrived.traffic();
    over();
  });
  if (latencyMs > 0) await sandbox.wait(latencyMs);

  const asked: Asked =
    fault?.kind === "partlyApplied"
      ? { ...arrived, body: JSON.stringify(withoutLastPermission(jsonOf(arrived.body) ?? {})) }
      : arrived;
  const perform = (data: Data): Answer =>
    operate(name, asked, {
      ...sandbox,
      data,
      limits: sandbox.limits(),
      now: Math.floor(sandbox.clock() / 1_000),
    });
  const commit = (): Answer => {
    const isRead = sandbox.contract[name].effect === "read";
    const { holding, lag } = sandbox;
    if (!isRead && fault?.kind === "listLag") lag.begin(name, fault.lists, holding.data());
    const answer = isRead ? perform(lag.seenBy(name, holding.data())) : write(sandbox, entry, perform);
    entry.applied = answer.status === 200;
    entry.id = answer.id;
    return answer;
  };

  if (fault === undefined) {
    entry.status = send(response, commit());
  } else if (fault.kind === "late") {
    doLater(sandbox, commit, fault.ms);
    if (fault.reply === "reset") response.socket?.resetAndDestroy();
  } else {
    if (fault.kind === "unknownPermission")
      allowPermission(sandbox.holding, fault.field ?? FUTURE_PERMISSION);
    const isUndone = replacesReply(fault.kind) && fault.when === "before";
    const undone: Reply = { status: 200, body: {} };
    const reply = isUndone
      ? undone
      : fault.kind === "notApplied"
        ? perform(structuredClone(sandbox.holding.data()))
        : commit();
    const { authorization } = arrived;
    entry.status = sendFaulty(response, fault, reply, { authorization, wait: sandbox.wait });
  }
}

/** Does a write on a copy of the data that takes its place, with a row of the audit log, if it wasn't refused. */
function write({ contract, holding, clock }: Playing, entry: Call, perform: (data: Data) => Answer): Answer {
  const draft = structuredClone(holding.data());
  const answer = perform(draft);
  const successful = answer.status === 200;
  const next = successful ? draft : structuredClone(holding.data());
  next.audit.push({
    event: (next.audit.at(-1)?.event ?? 0) + 1,
    user_id: answer.caller,
    api_call: contract[entry.operation].path,
    creation_time: Math.floor(clock() / 1_000),
    successful,
    raw_data: JSON.stringify(entry.request ?? {}),
  });
  next.audit = next.audit.slice(-MOST_AUDIT_ROWS);
  holding.replace(next);
  return answer;
}

/** Whoever sees a permission in a reply may send it back. */
function allowPermission(holding: Holding, permission: string): void {
  if (holding.data().extraPermissions.includes(permission)) return;
  holding.change(({ extraPermissions }) => extraPermissions.push(permission));
}

function doLater({ late, wait }: Playing, commit: () => Answer, ms: number): void {
  const once = () => {
    if (late.delete(once)) commit();
  };
  late.add(once);
  if (ms > 0) void wait(ms).then(once, () => late.delete(once)); // a wait fails when the sandbox is closed
}
