import { connect as connectClient } from "../api/client";
import { authorizationHeader, type Connection, resolveConnection, type Settings } from "../api/connection";
import { type Api, type OperationName, operations } from "../api/contract";
import { createServerClock } from "../api/server-clock";
import { openTenant, type Tenant } from "../resources/tenant";
import type { CommandContext } from "./context";
import { UsageError } from "./exit-codes";
import type { ConnectionOptions } from "./options";
import { settingsOfFile, settingsOfStack } from "./settings-source";

/** A tenant to look at: whatever would change it is refused before anything is sent. */
export interface Opened {
  readonly api: Api;
  readonly tenant: Tenant;
  readonly connection: Connection;
}

/** Who calls, in User-Agent and the call log, where the settings don't say. */
const INTEGRATION = "apptego command";

/** The same API without the power to change anything: each operation that isn't a read throws, and sends nothing. */
export function readOnly(api: Api): Api {
  const guarded = (Object.keys(api) as OperationName[]).map((name) => [
    name,
    operations[name].effect === "read"
      ? api[name]
      : () =>
          Promise.reject(
            new Error(`${name} would change the tenant, which this command never does: nothing was sent.`),
          ),
  ]);
  return Object.freeze(Object.fromEntries(guarded) as Api); // the same operations
}

/**
 * The settings that the options lead to: those of `--config`, else those of the stacks; the environment completes them.
 *
 * @throws UsageError when two stacks belong to different tenants, or the file isn't one of settings
 * @throws Error when pulumi can't be asked
 */
export async function settingsOf(context: CommandContext, options: ConnectionOptions): Promise<Settings> {
  if (options.config !== undefined) return settingsOfFile(context, options.config);
  const [first, ...others] = options.stack ?? [];
  if (first === undefined) return {};
  const settings = await settingsOfStack(context, first, options.cwd);
  for (const other of others) {
    const { tenantId } = await settingsOfStack(context, other, options.cwd);
    if (tenantId !== settings.tenantId)
      throw new UsageError(
        `The stacks ${first} and ${other} are of different tenants (${settings.tenantId ?? "none"}, ${tenantId ?? "none"}): look at them one by one.`,
      );
  }
  return settings;
}

/**
 * Opens the tenant that the options lead to, read-only; nothing is sent yet. Its secrets are hidden from the terminal.
 *
 * @throws ConfigurationError that lists everything that is missing or wrong; and as {@link settingsOf} does
 */
export async function connect(context: CommandContext, options: ConnectionOptions): Promise<Opened> {
  const { terminal, env } = context;
  const settings = await settingsOf(context, options);
  const connection = resolveConnection(
    { ...settings, integration: settings.integration ?? INTEGRATION },
    env,
  );
  terminal.hide(connection.tokenSecret);
  terminal.hide(authorizationHeader(connection.tokenKey, connection.tokenSecret).slice("Bearer ".length));
  if (connection.sealKey !== undefined) terminal.hide(connection.sealKey);
  const clock = createServerClock();
  const api = readOnly(connectClient(connection, { clock }));
  const say = (message: string) => terminal.warn(message);
  return { api, connection, tenant: openTenant(api, connection, { clock, tell: say, warn: say }) };
}
