import type { OperationName } from "../../provider/api/contract";
import type { VirtualTime } from "./virtual-time";

/** What a fuzz run needs of a server: the API itself, and a view behind it for the oracle. */
export interface ServerUnderTest extends AsyncDisposable {
  /** The base URL, for `apptego:baseUrl`. */
  readonly url: string;
  /** An administrating token, which no portal edit touches. */
  readonly credentials: {
    readonly tenantId: string;
    readonly tokenKey: string;
    readonly tokenSecret: string;
  };
  /** Every call that arrived, in the order of arrival. */
  readonly journal: () => readonly JournalEntry[];
  /** The most calls that were under way at once. */
  readonly maxInFlight: () => number;
  /** What the tenant really holds at this moment, whatever a list would say. */
  readonly content: () => Content;
  /** The e-mail address of each invitation that was ever sent. */
  readonly invitations: () => readonly string[];
  /** Every secret that was ever issued, the credentials' included. */
  readonly secrets: () => readonly string[];
  /** From now on this part of the calls (0 to 1) goes wrong, in whatever way the server can; 0 ends it. */
  readonly misbehave: (rate: number) => void;
  /** Does now what calls without a reply asked for, and ends the lag of lists. */
  readonly settle: () => Promise<void>;
  /** Whether this credential works: by a call with it. */
  readonly accepts: (kind: "token" | "key", id: string, secret: string) => Promise<boolean>;
  /** Changes by a person in the portal, which take effect at once and never fail. */
  readonly portal: HumanEdits;
}

/** One call, for the oracle. */
export interface JournalEntry {
  readonly operation: OperationName;
  /** The request's fields, by the contract's names. */
  readonly request: unknown;
  /** Whether the server did it, perhaps later than it was asked. */
  readonly applied: boolean;
  /** The id of the object that was made, changed or removed. */
  readonly id?: string | undefined;
}

/** What a tenant holds; permissions as internal keys. */
export interface Content {
  readonly tokens: readonly {
    readonly id: string;
    readonly name: string;
    readonly permissions: readonly string[];
  }[];
  readonly users: readonly {
    readonly id: string;
    readonly email: string;
    readonly permissions: readonly string[];
    readonly active: boolean;
  }[];
  readonly mappings: readonly {
    readonly id: string;
    readonly group: string;
    readonly permissions: readonly string[];
  }[];
  readonly keys: readonly { readonly id: string; readonly name: string; readonly enabled: boolean }[];
}

/** Objects are named by id; users by e-mail address. */
export interface HumanEdits {
  readonly addToken: (name: string) => void;
  readonly addKey: (name: string) => void;
  /** An active member. */
  readonly addUser: (email: string) => void;
  readonly acceptInvitation: (email: string) => void;
  readonly setTokenPermissions: (id: string, permissions: readonly string[]) => void;
  readonly setUserPermissions: (email: string, permissions: readonly string[]) => void;
  readonly setMappingPermissions: (id: string, permissions: readonly string[]) => void;
  readonly setKeyEnabled: (id: string, enabled: boolean) => void;
  readonly deleteToken: (id: string) => void;
  readonly deleteUser: (email: string) => void;
  readonly deleteMapping: (id: string) => void;
  readonly deleteKey: (id: string) => void;
}

/** What a server is started with. */
export interface ServerOptions {
  /** Whatever takes time takes this one. */
  readonly time: VirtualTime;
  /** All chance comes from here: numbers from 0 to 1. */
  readonly random: () => number;
}

/** The person whom every server's tenant holds in the beginning: its owner, active, with all permissions. */
export const OWNER = "owner@acme.test";

/** Starts a server of an Enterprise tenant that holds its owner ({@link OWNER}) and the token of its credentials. */
export type StartServer = (options: ServerOptions) => Promise<ServerUnderTest>;
