import { once } from "node:events";
import { onTestFinished } from "vitest";
import { connect, type ConnectOptions } from "../../provider/api/client";
import type { Connection } from "../../provider/api/connection";
import { createServerClock } from "../../provider/api/server-clock";
import { type Api, type Contract, type OperationName, operations } from "../../provider/api/contract";
import { resourceOf } from "../../provider/resources";
import type { Existing, Resource } from "../../provider/resources/lifecycle";
import { openTenant, type Tenant, type TenantOptions } from "../../provider/resources/tenant";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../provider/sandbox";
import { checked } from "../support/provider";
import { connectionOf } from "../support/tenant";
import type { Subject } from "./subjects";

/** A sandbox, and processes of the provider that never wait. */
export interface Stage {
  readonly sandbox: Sandbox;
  /** A process that knows nothing yet. */
  readonly newProcess: (options?: ProcessOptions) => Tenant;
}

/** How a process differs from the usual one. */
export interface ProcessOptions extends TenantOptions {
  /** Operations whose attempts end after 300 ms. */
  readonly hurried?: readonly OperationName[];
  readonly client?: ConnectOptions;
  /** What stands between the provider and its client. */
  readonly through?: (api: Api) => Api;
  readonly baseUrl?: string;
  /** What else the connection says. */
  readonly more?: Partial<Connection>;
}

function hurriedContract(names: readonly OperationName[]): Contract {
  const quick = names.map((name) => [name, { ...operations[name], timeoutMs: 300 }]);
  return { ...operations, ...(Object.fromEntries(quick) as Partial<Contract>) };
}

/** Whatever drips in the sandbox drips until it is closed. */
async function untilClosed(
  _ms: number,
  _value: undefined,
  { signal }: { signal: AbortSignal },
): Promise<void> {
  await once(signal, "abort");
  throw new Error("The sandbox is closed.");
}

/** Sets the stage of one test; the sandbox is closed when that ends. */
export async function setStage(options: SandboxOptions = {}): Promise<Stage> {
  const sandbox = await startSandbox({ wait: untilClosed, ...options });
  onTestFinished(() => sandbox.close());
  const newProcess = (given: ProcessOptions = {}): Tenant => {
    const { hurried = [], client, through = (api: Api) => api, baseUrl = sandbox.url, more, ...time } = given;
    const connection = connectionOf(sandbox, { contract: hurriedContract(hurried), baseUrl, ...more });
    const clock = createServerClock();
    const api = through(connect(connection, { pace: () => 0, clock, ...client }));
    const quiet = { tell: () => undefined, warn: () => undefined };
    return openTenant(api, connection, { wait: () => Promise.resolve(), clock, ...quiet, ...time });
  };
  return { sandbox, newProcess };
}

/** The resource of a subject, with its four acts. */
export function actsOf(subject: Subject) {
  const resource: Resource = resourceOf(subject.type);
  const wish = (inputs = subject.wish) => checked(subject.type, { ...inputs });
  return {
    resource,
    create: async (tenant: Tenant, inputs = subject.wish): Promise<Existing> =>
      resource.create(tenant, wish(inputs)),
    read: async (tenant: Tenant, { id, state }: Existing) => resource.read(tenant, id, state),
    update: async (tenant: Tenant, { id, state }: Existing, inputs = subject.change): Promise<Existing> => ({
      id,
      state: await resource.update(tenant, id, state, wish(inputs)),
    }),
    delete: async (tenant: Tenant, { id, state }: Existing) => resource.delete(tenant, id, state),
  };
}

/** What an update of a subject changes, as a state has it. */
export function valueIn(state: Readonly<Record<string, unknown>>): unknown {
  return state["permissions"] ?? state["enabled"];
}

/** An API that does something else before or after one of its operations. */
export function around(
  api: Api,
  operation: OperationName,
  { before, after }: { readonly before?: () => unknown; readonly after?: () => unknown },
): Api {
  const call = api[operation] as (request: unknown) => Promise<unknown>;
  const wrapped = async (request: unknown) => {
    await before?.();
    const reply = await call(request);
    await after?.();
    return reply;
  };
  return { ...api, [operation]: wrapped };
}
