import type { ResourceType } from "../../provider/resources";
import type { Workspace } from "../../scripts/engine/workspace";
import { plainly } from "../support/story-on";
import type { Entry, StackState } from "./memory-engine";

/** A state of the real engine. */
export interface EngineState extends StackState {
  /** The ids of what an engine that was killed was about to delete. */
  readonly deleting: ReadonlySet<string>;
}

const TYPE = /^pulumi-nodejs:dynamic\/apptego:(\w+)$/;

/** The id that an operation deletes, which was under way when the engine ended. */
function deletedBy(operation: unknown): string[] {
  const { type, resource } = operation as { type?: unknown; resource?: { id?: unknown } }; // as the engine writes it
  return type === "deleting" && typeof resource?.id === "string" ? [resource.id] : [];
}

/** Reads the state of a stack, its secrets in plain text. */
export async function stateOf(stack: Workspace): Promise<EngineState> {
  const { resources, pending_operations: under } = (await stack.export({ showSecrets: true })).deployment;
  const entries = resources.flatMap((resource): (Entry & { readonly isPending: boolean })[] => {
    const type = TYPE.exec(resource.type)?.[1] as ResourceType | undefined; // the program makes no others
    if (type === undefined || resource.id === undefined) return [];
    const { urn, id, inputs, outputs, initErrors = [] } = resource;
    const name = urn.split("::").at(-1) ?? urn;
    // What is deleted before its successor is created stays in the state until that is done.
    const isPending = resource["delete"] === true || resource["pendingReplacement"] === true;
    return [{ name, type, id, inputs: plainly(inputs), outputs: plainly(outputs), initErrors, isPending }];
  });
  return {
    resources: new Map(entries.filter(({ isPending }) => !isPending).map((entry) => [entry.name, entry])),
    pending: entries.filter(({ isPending }) => isPending),
    deleting: new Set((under ?? []).flatMap(deletedBy)),
  };
}
