import type { Beginning } from "./beginning";
import type { Accident } from "./faults";
import type { Habits } from "./habits";
import type { Desk } from "./routes";
import type { Store } from "./store";
import type { Tenant } from "./tenant";

/** One call as the server knows it. */
export interface Call {
  /** The last part of its path. */
  readonly operation: string;
  readonly writes: boolean;
  /** The body's fields. */
  readonly request: unknown;
  /** Whether the server did it, perhaps later than it was asked. */
  committed: boolean;
  /** The object that it made, changed or removed. */
  id?: string;
  readonly accident?: Accident | undefined;
}

/** Time as the server needs it; `after` resolves once that many milliseconds have passed. */
export interface Clock {
  readonly now: () => number;
  readonly after: (milliseconds: number) => Promise<void>;
}

/** How a server is started. */
export interface OtherServerOptions {
  readonly seed: number;
  /** Its own by default, which `advance` moves and each call a little. */
  readonly clock?: Clock;
  /** What the tenant holds before anything is managed; BEGINNING by default. */
  readonly beginning?: Beginning;
  /** Chosen by the seed where they are left out. */
  readonly habits?: Partial<Habits>;
  /** Whether objects of two kinds never have one id; they may by default, where ids are numbers. */
  readonly uniqueIds?: boolean;
  /** The tenant's plan; ENTERPRISE by default. */
  readonly plan?: Desk["plan"];
  /** How many users the tenant may hold; 100 by default. */
  readonly maxUsers?: number;
}

/** A Management API that was written from the documentation alone. */
export interface OtherServer extends AsyncDisposable {
  readonly url: string;
  readonly credentials: {
    readonly tenantId: string;
    readonly tokenKey: string;
    readonly tokenSecret: string;
  };
  readonly habits: Habits;
  readonly store: Store;
  /** Makes an object as a person in the portal would. */
  readonly make: Tenant["make"];
  readonly secrets: Tenant["secrets"];
  readonly calls: readonly Call[];
  /** The most calls that were under way at once. */
  readonly maxInFlight: () => number;
  /** From now on each call goes wrong with this probability, or as told. */
  readonly goWrong: (how: number | ((operation: string) => Accident | undefined)) => void;
  /** The server's clock, in epoch milliseconds. */
  readonly now: () => number;
  /** The server's own time passes, in milliseconds: what was begun late is done. */
  readonly advance: (milliseconds: number) => void;
  /** Whatever was begun late is done now. */
  readonly settle: () => void;
}
