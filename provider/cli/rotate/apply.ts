import path from "node:path";
import type { CommandContext } from "../context";
import { writeText } from "../drift/write-outputs";
import { type Credential, dayOf, type Knowledge, placeOf } from "./credentials";
import { setDateOfStack } from "./stack-dates";
import { withDate } from "./yaml-date";

/**
 * Writes a date for each credential that is due and can be rotated: into the file, else into the stack's configuration.
 * AppTego isn't asked for anything; the next `pulumi up` issues the new credentials.
 *
 * @param folder of the Pulumi project
 * @returns the credentials as they are now
 * @throws Error that says what was written before it
 */
export async function requestRotations(
  context: CommandContext,
  credentials: readonly Credential[],
  known: Knowledge,
  folder: string,
): Promise<Credential[]> {
  const date = dayOf(known.now);
  const isWanted = (one: Credential) => one.status === "due" && one.target !== undefined;
  let text = known.file?.text ?? "";
  for (const { target } of credentials.filter(isWanted))
    if (target?.in === "file") text = withDate(text, target.place, date);
  if (known.file !== undefined && text !== known.file.text)
    await writeText({ cwd: path.resolve(context.cwd, folder) }, known.file.name, text, "Writing");
  for (const { target, resource } of credentials.filter(isWanted))
    if (target?.in === "configuration") await setDateOfStack(context, target.stack, resource, date, folder);
  return credentials.map((one) =>
    isWanted(one) && one.target !== undefined
      ? { ...one, status: "requested", notes: [`written into ${placeOf(one.target, known)}: run pulumi up`] }
      : one,
  );
}
