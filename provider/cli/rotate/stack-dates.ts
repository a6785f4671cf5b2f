import { z } from "zod";
import type { CommandContext } from "../context";
import { pulumiOutput } from "../pulumi-command";

/** The configuration that programs read dates of rotations from: an object of dates by resource name. */
export const DATES_KEY = "apptego-rotate:dates";

const Configuration = z.object({
  [DATES_KEY]: z
    .looseObject({ objectValue: z.unknown().optional(), value: z.string().optional() })
    .optional(),
});
const Dates = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String));

/**
 * The dates of a stack's configuration, by resource name.
 *
 * @throws Error when pulumi can't be asked, or the value isn't such an object
 */
export async function datesOfStack(
  context: CommandContext,
  stack: string,
  folder?: string,
): Promise<ReadonlyMap<string, string>> {
  const purpose = `Reading the dates of rotations of the stack ${stack}`;
  const printed = await pulumiOutput(context, purpose, ["config", "--json", "--stack", stack], folder);
  const entry = Configuration.parse(JSON.parse(printed))[DATES_KEY];
  if (entry === undefined) return new Map();
  const dates = Dates.safeParse(entry.objectValue);
  if (!dates.success)
    throw new Error(
      `${purpose}: ${DATES_KEY} isn't an object of plain dates by resource name. Remove it (pulumi config rm ${DATES_KEY}), or see docs/rotate.md.`,
    );
  return new Map(Object.entries(dates.data));
}

/** Writes the date of one resource's rotation into a stack's configuration. @throws Error when pulumi refuses */
export async function setDateOfStack(
  context: CommandContext,
  stack: string,
  resource: string,
  date: string,
  folder?: string,
): Promise<void> {
  const path = `${DATES_KEY}[${JSON.stringify(resource)}]`;
  await pulumiOutput(
    context,
    `Writing the date of the rotation of ${resource} into the configuration of the stack ${stack}`,
    ["config", "set", "--plaintext", "--path", path, date, "--stack", stack],
    folder,
  );
}
