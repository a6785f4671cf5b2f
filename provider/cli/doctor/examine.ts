import { connect as connectClient } from "../../api/client";
import { createServerClock } from "../../api/server-clock";
import { openTenant } from "../../resources/tenant";
import { connect, readOnly } from "../connect";
import type { CommandContext } from "../context";
import type { ConnectionOptions, StackOptions } from "../options";
import { readStacks } from "../stacks/read-stacks";
import { clockCheck } from "./clock";
import { contractChecks } from "./contract-checks";
import { corrected, correctionsOf, limitsOf, merged, timingOf } from "./corrections";
import { judgeContract } from "./judge-contract";
import type { DoctorReport } from "./report";
import { stateChecks } from "./state-checks";
import { lookAtTenant } from "./tenant-checks";
import { tlsCheck } from "./tls";
import { contractData, contractText } from "./write-contract";

/** What is to be looked at. */
export type Wishes = StackOptions & ConnectionOptions & { readonly readOnly?: true };

/** What was seen, and the text of the contract file that corrects it; undefined where nothing is to be corrected. */
export interface Examined {
  readonly report: DoctorReport;
  readonly contractText: string | undefined;
}

/**
 * Looks at everything, by reads alone.
 *
 * @throws UsageError, ConfigurationError when it can't be told what to look at
 */
export async function examine(context: CommandContext, wishes: Wishes): Promise<Examined> {
  const { terminal, env } = context;
  const hasStacks = (wishes.stack ?? []).length + (wishes.state ?? []).length > 0;
  const states = hasStacks ? await readStacks(context, wishes) : [];
  const { connection } = await connect(context, wishes);
  const { baseUrl, contract, limits, lateMs, tenantId } = connection;
  const clock = createServerClock();

  const judged = await judgeContract(connection, clock);
  const asItIs = { ...connection, contract: corrected(contract, judged.corrections) };
  const say = (message: string) => terminal.warn(message);
  const api = readOnly(connectClient(asItIs, { clock }));
  const tenant = openTenant(api, asItIs, { clock, tell: say, warn: say });
  const look = await lookAtTenant(tenant, asItIs, wishes.readOnly === true);
  const now = new Date();
  const checks = [
    ...look.checks,
    clockCheck(clock.now(), now),
    await tlsCheck(baseUrl, env, now),
    ...contractChecks(judged, contract),
    ...states.flatMap((state) => stateChecks(state, tenantId)),
  ];

  const known = correctionsOf(contract);
  const isNew = Object.keys(judged.corrections).length > 0;
  const corrections = merged(merged(judged.likely, known), judged.corrections);
  const kept = { limits: limitsOf(limits), timing: timingOf(lateMs) };
  const content = { corrections, likely: judged.likely, ...kept };
  const isWrong = checks.some(({ result }) => result === "wrong");
  const report: DoctorReport = {
    ...{ checkedAt: now.toISOString(), baseUrl, tenant: tenantId },
    verdict: look.isUnreachable ? "unreachable" : isWrong ? "needs you" : "fine",
    checks,
    permissions: [...look.permissions],
    limits: [...look.limits],
    assumptions: [...judged.assumptions],
    ...(isNew && { contract: contractData(content) }),
  };
  return { report, contractText: isNew ? contractText(content, baseUrl, now) : undefined };
}
