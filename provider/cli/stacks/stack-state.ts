import type { ResourceType } from "../../resources";

/** How a state keeps a credential's secret output: as it should, for everybody to read, or not at all. */
export type SecretKept = "encrypted" | "clear" | "missing";

/** A resource of this provider as a stack's state holds it. */
export interface StackResource {
  readonly urn: string;
  /** The resource's name in the program. */
  readonly name: string;
  readonly type: ResourceType;
  readonly id: string;
  /** Whether nobody knows if AppTego created it: the next `up` finds out. */
  readonly unresolved: boolean;
  /** What the program asked for, without hidden inputs. A value may be the symbol `ENCRYPTED`. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** What was there after the last `up` or `refresh`, without hidden and secret outputs. A value may be `ENCRYPTED`. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** How each secret output of the type is kept; the values are never read. */
  readonly secrets: Readonly<Record<string, SecretKept>>;
  /** The inputs that the program gave as secrets. */
  readonly secretInputs: readonly string[];
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** Whether it was replaced, and the old object is still to be deleted. */
  readonly pendingDelete: boolean;
  /** What the last `up` couldn't finish of it. */
  readonly initErrors: readonly string[];
  /** The text of the provider in the state: which code the engine runs for it. */
  readonly adapter: string | undefined;
  /** The tenant that it belongs to; undefined in states of before that was noted. */
  readonly tenantId: string | undefined;
  /** When it was made, as far as known: ISO 8601. */
  readonly createdAt: string | undefined;
  /** The id that it was taken over by. */
  readonly imported: string | undefined;
  /** The URN of its component or stack. */
  readonly parent: string | undefined;
}

/** A stack's state, as far as it is this provider's. */
export interface StackState {
  /** The name of the stack as it was asked for, or the file's; `standard input` for `-`. */
  readonly source: string;
  readonly resources: readonly StackResource[];
  /** The resources of this provider that an interrupted run was working on. */
  readonly pending: readonly { readonly urn: string; readonly operation: string }[];
}
